//! The API on the wire: plain data with every decision made, and no name of Rust. It imports nothing of ours.

mod about;
pub mod index;
mod profile;
mod standing;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub use self::about::{About, Security};
pub use self::profile::{
    GraphQlEndpoint, HostServer, HostVariable, Profile, TokenVariables, UploadServer,
};
pub use self::standing::{AnswerHead, AnswerHeader, Standing, VersionChange};
pub use self::types::{
    Bound, Discriminator, EnumValue, Home, Label, Member, Named, Place, Rule, SchemaFile, Shape,
    Step, Struct, Type, TypeDef, Union, Variant,
};

/// One crate to be.
#[derive(Clone, Debug)]
pub struct Api {
    /// The API's title, as the description says; may be empty.
    pub title: String,
    /// What else the description says of the API as a whole.
    pub about: About,
    /// The crate's own facts.
    pub package: Package,
    /// Where calls go, as the description says: an absolute URL.
    pub server: String,
    /// Where the API is besides: the URLs of further servers.
    pub other_servers: Vec<String>,
    /// The API version that is sent with each call.
    pub api_version: Option<String>,
    /// The facts of the API that no description states.
    pub profile: Profile,
    /// The selected tags, in the description's order.
    pub tags: Vec<Tag>,
    /// The component schemas that they reach, sorted by name.
    pub schemas: Vec<SchemaFile>,
    /// The operations that were left out, with the reason.
    pub skipped: Vec<Skipped>,
}

/// The crate's own facts.
#[derive(Clone, Debug)]
pub struct Package {
    /// The crate's name, with hyphens.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is, in a line.
    pub description: String,
    /// Where its source is.
    pub repository: String,
    /// Where its documentation is, if it is published: the URL of the folder that `cargo doc` writes.
    pub documentation: Option<String>,
    /// The version of the runtime that it needs.
    pub runtime_version: String,
    /// The folder of the runtime, as it is written into the manifest.
    pub runtime_path: Option<String>,
    /// The names that its author gives to what stands at some places of the description.
    pub names: BTreeMap<String, String>,
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// `GET /path`.
    pub call: String,
    /// The operationId.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// One tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The tag as the description spells it.
    pub wire: String,
    /// What it is about.
    pub doc: String,
    /// Its operations, in the description's order.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// The same without what names the operation's tag.
    pub short: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path's template.
    pub path: String,
    /// Where it stands in the description.
    pub pointer: String,
    /// One line on what it does.
    pub summary: String,
    /// All about what it does, as Markdown.
    pub doc: String,
    /// Its page in the API's documentation.
    pub docs_url: Option<String>,
    /// Under what the API's documentation lists it.
    pub group: Option<String>,
    /// The server that it has for its own: an absolute URL.
    pub server: Option<String>,
    /// Whether calling it notifies people.
    pub notifies: bool,
    /// Whether a call does the same if the server receives it twice.
    pub idempotent: bool,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Who may call it, and how long it is as it is.
    pub standing: Standing,
    /// Its parameters, in the description's order.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub body: Option<Body>,
    /// What it answers if all is well.
    pub success: Success,
    /// What it answers otherwise, by status.
    pub failures: Vec<Failure>,
    /// The body of failures with other statuses, if that is said.
    pub other: Option<Type>,
    /// What is declared of its answers beyond their bodies, by status.
    pub heads: Vec<AnswerHead>,
    /// How it pages, if it does.
    pub pagination: Option<Pagination>,
    /// Why it does not page, where a page's size can be asked for and it does not.
    pub unpaged: Option<String>,
    /// The types that only it has.
    pub types: Vec<TypeDef>,
    /// The numbers of those that its request can hold.
    pub sent: BTreeSet<usize>,
    /// The examples that the description gives.
    pub examples: Vec<Example>,
}

impl Api {
    /// Returns whether a request can hold a type; an operation's own types are those of `operation`.
    pub fn is_sent(&self, named: &Named, operation: &Operation) -> bool {
        let sent = match &named.home {
            Home::Operation => Some(&operation.sent),
            Home::Component(wire) => {
                let by_name = |it: &SchemaFile| it.wire.cmp(wire);
                let place = self.schemas.binary_search_by(by_name).ok();
                place.and_then(|it| self.schemas.get(it)).map(|it| &it.sent)
            }
        };
        sent.is_some_and(|it| it.contains(&named.number))
    }
}

impl Operation {
    /// Returns whether it is idempotent, if that is not what its method says.
    pub fn idempotent_despite_method(&self) -> Option<bool> {
        let differs = self.idempotent != is_idempotent(&self.method);
        differs.then_some(self.idempotent)
    }
}

/// Returns whether RFC 9110 (section 9.2.2) defines a method as idempotent.
pub fn is_idempotent(method: &str) -> bool {
    matches!(
        method,
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE"
    )
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub wire: String,
    /// Where it stands in the description.
    pub pointer: String,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be given.
    pub required: bool,
    /// Its type: a scalar, an enum, a list of these, or a union of all that.
    pub kind: Type,
    /// How the values of a list are written.
    pub list: Lists,
    /// What it is for, as Markdown.
    pub doc: String,
    /// What the server takes if it is not given, as JSON.
    pub default: Option<String>,
    /// What is said of its values beyond their type.
    pub bounds: Vec<Bound>,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// Whether its value is a secret: pages keep none.
    pub secret: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Into the path, as one segment.
    Path,
    /// Into the path, as one or several segments.
    Segments,
    /// Into the query.
    Query,
    /// Into the headers.
    Header,
}

/// How the values of a list are written into a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Each with the name before it.
    Repeated,
    /// All behind the name, with commas between them.
    Joined,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether the server asks for one.
    pub required: bool,
    /// What it is.
    pub content: BodyContent,
    /// What is said of it beyond its type, if that is no schema of its own.
    pub bounds: Vec<Bound>,
    /// What it is for, as Markdown.
    pub doc: String,
    /// Further media types that the server takes, which the client does not send.
    pub others: Vec<String>,
    /// Whether the whole of it is a secret: pages keep none.
    pub secret: bool,
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
    /// The media type.
    pub media_type: String,
}

/// What an operation answers if all is well.
#[derive(Clone, Debug)]
pub struct Success {
    /// The statuses.
    pub statuses: Vec<u16>,
    /// The body.
    pub content: Content,
    /// The media type to ask for, where it is not JSON.
    pub accept: Option<String>,
    /// What is said of the body beyond its type, if that is no schema of its own.
    pub bounds: Vec<Bound>,
    /// What else the server answers, if it is asked for another media type.
    pub choices: Vec<Choice>,
    /// What it is, as Markdown.
    pub doc: String,
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
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
    /// Another one with each status.
    ByStatus(Vec<Case>),
}

/// The body of an answer with one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The status.
    pub status: u16,
    /// The body, which is not once more one by status.
    pub content: Content,
    /// What is said of the body beyond its type, if that is no schema of its own.
    pub bounds: Vec<Bound>,
    /// What it is, as Markdown.
    pub doc: String,
}

/// An answer in another media type.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The media type.
    pub media_type: String,
    /// The body.
    pub content: Content,
    /// The examples that the description gives of it.
    pub examples: Vec<Example>,
}

/// What an operation answers with one status, if all is not well.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The status.
    pub status: u16,
    /// The body, if one is declared.
    pub body: Option<Type>,
    /// When that happens, as Markdown.
    pub doc: String,
}

/// How an operation pages.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The query parameter that holds the page's number.
    pub number: Option<String>,
    /// The query parameter that holds the size of a page, with its default.
    pub size: Option<(String, i64)>,
    /// The status with which the answer is a page; none if there is one answer.
    pub case: Option<u16>,
    /// Whether the body may be absent.
    pub optional: bool,
    /// The object around the items; none if the body itself is the list.
    pub envelope: Option<Envelope>,
    /// The type of an item.
    pub item: Type,
}

/// An object around a page's items.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The object.
    pub object: Named,
    /// The member with the items.
    pub items: String,
    /// Whether that member may be absent.
    pub optional: bool,
    /// The member with the number of all items, and whether that may be absent.
    pub total: Option<(String, bool)>,
}

/// An example that the description gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The name that the description gives it.
    pub name: String,
    /// What it shows, in a line; empty if that is not said.
    pub summary: String,
    /// The status of the answer; none for a request.
    pub status: Option<u16>,
    /// The body, as JSON text.
    pub body: String,
    /// Where the body departs from its own schema: JSON Pointer, expected, found.
    pub drift: Vec<(String, String, String)>,
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

impl Content {
    /// Returns the types of its JSON bodies.
    pub fn kinds(&self) -> Vec<&Type> {
        match self {
            Self::Json(kind) | Self::JsonOrEmpty(kind) => vec![kind],
            Self::ByStatus(cases) => cases.iter().flat_map(|it| it.content.kinds()).collect(),
            Self::Empty | Self::YesOrNo | Self::Text | Self::Binary | Self::Redirect => Vec::new(),
        }
    }
}

impl Operation {
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
