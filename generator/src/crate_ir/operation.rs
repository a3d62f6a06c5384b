//! The operations of the crate. Each has a method, a builder and an error.

use super::types::{Named, Type, TypeDef};
use crate::api;

/// A tag: a module, a feature and a handle.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// The tag in the API.
    pub api: &'a api::Tag,
    /// The name of the module, the feature, and the client's method.
    pub module: String,
    /// The name of the handle.
    pub handle: String,
    /// The operations, in the description's order.
    pub operations: Vec<Operation<'a>>,
    /// The features of the runtime that its operations need.
    pub needs: Vec<&'static str>,
}

/// An operation: a method, a builder, an error.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The operation in the API.
    pub api: &'a api::Operation,
    /// The name of the module and the method.
    pub name: String,
    /// The name of the builder.
    pub type_name: String,
    /// The parameters, in the description's order.
    pub parameters: Vec<Parameter<'a>>,
    /// The request body.
    pub body: Option<Body<'a>>,
    /// The success.
    pub success: Success<'a>,
    /// The failures, by status.
    pub failures: Vec<Failure<'a>>,
    /// The body of failures with other statuses, if it is declared.
    pub other: Option<Type>,
    /// The name of the shared enum of its errors; `None` if the operation has an enum of its own.
    pub shared_error: Option<String>,
    /// The pagination, if the operation is paginated.
    pub pagination: Option<Pagination>,
    /// The report links of the response, if there are any.
    pub links: Option<Links>,
    /// The types that only this operation uses.
    pub types: Vec<TypeDef<'a>>,
}

/// A parameter: an argument if it is required, otherwise a setter.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// The parameter in the API.
    pub api: &'a api::Parameter,
    /// The name of the argument or setter.
    pub name: String,
    /// The type: a scalar, an enum, a list of these, or a union.
    pub kind: Type,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// The body in the API.
    pub api: &'a api::Body,
    /// How callers pass it.
    pub given: Given,
    /// Whether it is a union.
    pub is_union: bool,
    /// The content.
    pub content: BodyContent,
}

/// The content of a request body.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// JSON of this type.
    Json(Type),
    /// Text in one of these media types.
    Text(Vec<TextMedia>),
    /// Bytes of this media type.
    Binary(String),
}

/// A media type of a text body.
#[derive(Clone, Debug)]
pub struct TextMedia {
    /// The name of the argument or setter.
    pub name: String,
    /// The media type.
    pub media_type: String,
}

/// How callers pass a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// As an argument, since it has required content.
    Always,
    /// By a setter. Without it, an empty body is sent, because the server requires one.
    OrEmpty,
    /// By a setter. Without it, no body is sent.
    OrNot,
}

/// The success of an operation.
#[derive(Clone, Debug)]
pub struct Success<'a> {
    /// The success in the API.
    pub api: &'a api::Success,
    /// The body.
    pub content: Content<'a>,
    /// The responses in alternative media types.
    pub choices: Vec<Choice<'a>>,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// No body.
    Empty,
    /// No body: the status 404 means false, any other status true.
    YesOrNo,
    /// JSON.
    Json(Type),
    /// JSON, or no body with the status 204 or 205.
    JsonOrEmpty(Type),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// No body, but a `Location`.
    Redirect,
    /// A body per status: an enum of this name.
    ByStatus(String, Vec<Case<'a>>),
}

/// The body of a response with one status: a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case<'a> {
    /// The case in the API.
    pub api: &'a api::Case,
    /// The variant's name.
    pub variant: String,
    /// The body, which is never `ByStatus`.
    pub content: Content<'a>,
}

/// A response in an alternative media type.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// The choice in the API.
    pub api: &'a api::Choice,
    /// The name of the method that requests it.
    pub name: String,
    /// The body.
    pub content: Content<'a>,
}

/// A failure with one status: a variant.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// The failure in the API.
    pub api: &'a api::Failure,
    /// The variant's name.
    pub variant: String,
    /// The body, if one is declared.
    pub body: Option<Type>,
}

/// The pagination of an operation.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The query parameter for the page number.
    pub number: Option<String>,
    /// The query parameter for the page size, with its default.
    pub size: Option<(String, i64)>,
    /// The enum by status and its variant that is a page; `None` if there is only one response.
    pub case: Option<(String, String)>,
    /// Whether that variant boxes the page.
    pub boxed: bool,
    /// Whether the body is optional.
    pub optional: bool,
    /// The object around the items; `None` if the body itself is the list.
    pub envelope: Option<Envelope>,
    /// The type of an item.
    pub item: Type,
}

/// The object around a page's items.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The field with the items.
    pub items: String,
    /// The field's name on the wire.
    pub wire: String,
    /// Whether the field is optional.
    pub optional: bool,
    /// The field with the total number of items, and whether it is optional.
    pub total: Option<(String, bool)>,
}

/// The report links of a response.
#[derive(Clone, Debug)]
pub struct Links {
    /// The field of the body.
    pub field: String,
    /// Whether the field may be `None`.
    pub optional: bool,
    /// Whether the body is optional.
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
    /// Returns the types of all JSON bodies.
    pub fn kinds(&self) -> Vec<&Type> {
        match self {
            Self::Json(kind) | Self::JsonOrEmpty(kind) => vec![kind],
            Self::ByStatus(_, cases) => cases.iter().flat_map(|it| it.content.kinds()).collect(),
            Self::Empty | Self::YesOrNo | Self::Text | Self::Binary | Self::Redirect => Vec::new(),
        }
    }

    /// Returns whether a variant boxes the body, as union variants do. Otherwise one large type would make every
    /// response as large.
    pub fn is_boxed(&self) -> bool {
        matches!(self, Self::Json(Type::Named(_)))
    }
}

impl Operation<'_> {
    /// Returns the name of the error type.
    pub fn error_name(&self) -> String {
        format!("{}Error", self.type_name)
    }

    /// Returns the name of the type that stands for the operation in its calls. It is private to the module.
    pub fn spec_name(&self) -> String {
        let mut name = format!("{}Operation", self.type_name);
        while self.types.iter().any(|it| it.name == name) {
            name.push_str("Spec");
        }
        name
    }

    /// Returns the names of all public items of the module.
    pub fn items(&self) -> Vec<String> {
        let response = match &self.success.content {
            Content::ByStatus(name, _) => Some(name.clone()),
            _ => None,
        };
        let types = self.types.iter().map(|it| it.name.clone());
        let own = [self.type_name.clone(), self.error_name()];
        own.into_iter().chain(response).chain(types).collect()
    }

    /// Returns whether the module uses the type of a component schema. A shared enum has its own module.
    pub fn names_components(&self) -> bool {
        let own = self.types.iter().flat_map(TypeDef::kinds);
        let errors = self.error_bodies().filter(|_| self.shared_error.is_none());
        let mut kinds = own.chain(self.kinds_but_errors()).chain(errors);
        kinds.any(|it| it.named().is_some_and(Named::is_shared))
    }

    /// Returns the types of the parameters, the request body and the responses.
    pub fn kinds(&self) -> Vec<&Type> {
        let mut kinds = self.kinds_but_errors();
        kinds.extend(self.error_bodies());
        kinds
    }

    fn kinds_but_errors(&self) -> Vec<&Type> {
        let mut kinds: Vec<&Type> = self.parameters.iter().map(|it| &it.kind).collect();
        kinds.extend(self.body.iter().filter_map(|it| it.content.kind()));
        kinds.extend(self.success.content.kinds());
        let choices = self.success.choices.iter();
        kinds.extend(choices.flat_map(|it| it.content.kinds()));
        kinds
    }

    fn error_bodies(&self) -> impl Iterator<Item = &Type> {
        let bodies = self.failures.iter().filter_map(|it| it.body.as_ref());
        bodies.chain(&self.other)
    }
}
