//! Operations of the crate: a method, a builder and an error each.

use super::types::{Type, TypeDef};
use crate::api;

/// One tag: a module, a feature and a handle.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// What the API says of it.
    pub api: &'a api::Tag,
    /// The module's, the feature's and the client's method's name.
    pub module: String,
    /// The handle's name.
    pub handle: String,
    /// Its operations, in the description's order.
    pub operations: Vec<Operation<'a>>,
}

/// One operation: a method, a builder, an error.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// What the API says of it.
    pub api: &'a api::Operation,
    /// The name of its module and of its method.
    pub name: String,
    /// The name of its builder.
    pub type_name: String,
    /// Its parameters, in the description's order.
    pub parameters: Vec<Parameter<'a>>,
    /// Its request body.
    pub body: Option<Body<'a>>,
    /// What it answers if all is well.
    pub success: Success<'a>,
    /// What it answers otherwise, by status.
    pub failures: Vec<Failure<'a>>,
    /// The body of failures with other statuses, if that is said.
    pub other: Option<Type>,
    /// How it pages, if it does.
    pub pagination: Option<Pagination>,
    /// Where its answer has the links to reports, if it has.
    pub links: Option<Links>,
    /// The types that only it has.
    pub types: Vec<TypeDef<'a>>,
}

/// One parameter: an argument if it must be given, else a setter.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// What the API says of it.
    pub api: &'a api::Parameter,
    /// The argument's or setter's name.
    pub name: String,
    /// Its type: a scalar, an enum, a list of these, or a union of all that.
    pub kind: Type,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// What the API says of it.
    pub api: &'a api::Body,
    /// How it is given.
    pub given: Given,
    /// Whether it is a union.
    pub is_union: bool,
    /// What it is.
    pub content: BodyContent,
}

/// What a request body is.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// JSON of this type.
    Json(Type),
    /// Text, by one of these media types.
    Text(Vec<TextMedia>),
    /// Bytes of this media type.
    Binary(String),
}

/// A media type that a text is sent as.
#[derive(Clone, Debug)]
pub struct TextMedia {
    /// The argument's or setter's name.
    pub name: String,
    /// The media type.
    pub media_type: String,
}

/// How a request body is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// As an argument: something in it must be there.
    Always,
    /// By a setter; without it an empty one is sent, since the server asks for one.
    OrEmpty,
    /// By a setter; without it none is sent.
    OrNot,
}

/// What an operation answers if all is well.
#[derive(Clone, Debug)]
pub struct Success<'a> {
    /// What the API says of it.
    pub api: &'a api::Success,
    /// The body.
    pub content: Content<'a>,
    /// What else the server answers, if it is asked for another media type.
    pub choices: Vec<Choice<'a>>,
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// None.
    Empty,
    /// None: the status 404 means no, each other one yes.
    YesOrNo,
    /// JSON.
    Json(Type),
    /// JSON, or none with the status 204 or 205.
    JsonOrEmpty(Type),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// None, but where to find it.
    Redirect,
    /// Another one with each status: an enum of this name.
    ByStatus(String, Vec<Case<'a>>),
}

/// The body of an answer with one status: a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case<'a> {
    /// What the API says of it.
    pub api: &'a api::Case,
    /// The variant's name.
    pub variant: String,
    /// The body, which is not once more one by status.
    pub content: Content<'a>,
}

/// An answer in another media type.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// What the API says of it.
    pub api: &'a api::Choice,
    /// The name of the method that asks for it.
    pub name: String,
    /// The body.
    pub content: Content<'a>,
}

/// What an operation answers with one status, if all is not well: a variant.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// What the API says of it.
    pub api: &'a api::Failure,
    /// The variant's name.
    pub variant: String,
    /// The body, if one is declared.
    pub body: Option<Type>,
}

/// How an operation pages.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The query parameter that holds the page's number.
    pub number: Option<String>,
    /// The query parameter that holds the size of a page, with its default.
    pub size: Option<(String, i64)>,
    /// The enum by status and its variant that is a page; none if there is one answer.
    pub case: Option<(String, String)>,
    /// Whether the body may be absent.
    pub optional: bool,
    /// The field of the body that holds the items; none if the body itself is the list.
    pub envelope: Option<Envelope>,
    /// The type of an item.
    pub item: Type,
}

/// An object around a page's items.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The field with the items.
    pub items: String,
    /// The field's name on the wire.
    pub wire: String,
    /// Whether that field may be absent.
    pub optional: bool,
    /// The field with the number of all items, and whether that may be absent.
    pub total: Option<(String, bool)>,
}

/// Where an answer has the links to reports.
#[derive(Clone, Debug)]
pub struct Links {
    /// The field of the body.
    pub field: String,
    /// Whether the field may be `None`.
    pub optional: bool,
    /// Whether the body may be absent.
    pub no_body: bool,
}

impl BodyContent {
    /// Returns the type of a JSON body.
    pub fn kind(&self) -> Option<&Type> {
        match self {
            Self::Json(kind) => Some(kind),
            Self::Text(_) | Self::Binary(_) => None,
        }
    }
}

impl Content<'_> {
    /// Returns the types of its JSON bodies.
    pub fn kinds(&self) -> Vec<&Type> {
        match self {
            Self::Json(kind) | Self::JsonOrEmpty(kind) => vec![kind],
            Self::ByStatus(_, cases) => cases.iter().flat_map(|it| it.content.kinds()).collect(),
            Self::Empty | Self::YesOrNo | Self::Text | Self::Binary | Self::Redirect => Vec::new(),
        }
    }

    /// Returns whether a variant holds it in a box, as those of unions do: one large type would make every
    /// answer as large.
    pub fn is_boxed(&self) -> bool {
        matches!(self, Self::Json(Type::Named(_)))
    }
}

impl Operation<'_> {
    /// Returns the name of its error.
    pub fn error_name(&self) -> String {
        format!("{}Error", self.type_name)
    }

    /// Returns the types that its parameters, its body and its answers have.
    pub fn kinds(&self) -> Vec<&Type> {
        let mut kinds: Vec<&Type> = self.parameters.iter().map(|it| &it.kind).collect();
        kinds.extend(self.body.iter().filter_map(|it| it.content.kind()));
        kinds.extend(self.success.content.kinds());
        let choices = self.success.choices.iter();
        kinds.extend(choices.flat_map(|it| it.content.kinds()));
        kinds.extend(self.failures.iter().filter_map(|it| it.body.as_ref()));
        kinds.extend(&self.other);
        kinds
    }
}
