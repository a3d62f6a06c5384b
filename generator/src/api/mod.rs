//! The API model: plain data in which all wire decisions are made, without Rust names. This module imports no other
//! module of the crate.

mod about;
mod availability;
pub mod index;
mod profile;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub use self::about::{About, Security};
pub use self::availability::{Availability, ResponseHead, ResponseHeader, VersionChange};
pub use self::profile::{
    GraphQlEndpoint, HostServer, HostVariable, Profile, TokenVariables, UploadServer,
};
pub use self::types::{
    Bound, Discriminator, EnumValue, Label, Member, Named, Place, Rule, SchemaFile, Shape, Step,
    Struct, Type, TypeDef, TypeScope, Union, Variant,
};

/// The API of one crate.
#[derive(Clone, Debug)]
pub struct Api {
    /// The API's title in the description, which may be empty.
    pub title: String,
    /// General information about the API.
    pub about: About,
    /// The package metadata of the crate.
    pub package: Package,
    /// The base URL: the absolute URL of the description's first server.
    pub server: String,
    /// The URLs of the description's other servers.
    pub other_servers: Vec<String>,
    /// The API version that each call sends.
    pub api_version: Option<String>,
    /// The profile: facts of the API that its description does not state.
    pub profile: Profile,
    /// The selected tags, in the description's order.
    pub tags: Vec<Tag>,
    /// The component schemas that the operations reach, sorted by name.
    pub schemas: Vec<SchemaFile>,
    /// The skipped operations, each with its reason.
    pub skipped: Vec<Skipped>,
}

/// The package metadata of the crate.
#[derive(Clone, Debug)]
pub struct Package {
    /// The name, with hyphens.
    pub name: String,
    /// The version.
    pub version: String,
    /// The description, in one line.
    pub description: String,
    /// The URL of the source repository.
    pub repository: String,
    /// The URL of the published documentation, as `cargo doc` generates it.
    pub documentation: Option<String>,
    /// The required version of the runtime.
    pub runtime_version: String,
    /// The folder of the runtime, as written into the manifest.
    pub runtime_path: Option<String>,
    /// The names from `[[rename]]`, by JSON pointer.
    pub names: BTreeMap<String, String>,
}

/// A skipped operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// `GET /path`.
    pub call: String,
    /// The operationId.
    pub id: String,
    /// The reason.
    pub reason: String,
}

/// A tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The name in the description.
    pub wire: String,
    /// The description.
    pub doc: String,
    /// The operations, in the description's order.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// The operationId without the tag's name.
    pub short: String,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The JSON pointer of the operation.
    pub pointer: String,
    /// A summary in one line.
    pub summary: String,
    /// The description, as Markdown.
    pub doc: String,
    /// The URL of the page in the API's documentation.
    pub docs_url: Option<String>,
    /// The group of the operation in the API's documentation.
    pub group: Option<String>,
    /// The operation's own server, as an absolute URL.
    pub server: Option<String>,
    /// Whether a call notifies people.
    pub notifies: bool,
    /// Whether the operation is idempotent.
    pub idempotent: bool,
    /// The reason for the deprecation; `None` if the operation is not deprecated.
    pub deprecated: Option<String>,
    /// Who may call the operation, and how stable it is.
    pub availability: Availability,
    /// The parameters, in the description's order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The response on success.
    pub success: Success,
    /// The error responses, by status.
    pub failures: Vec<Failure>,
    /// The body of error responses with other statuses, if it is declared.
    pub other: Option<Type>,
    /// The declared headers and media types of responses, by status.
    pub heads: Vec<ResponseHead>,
    /// The pagination, if the operation is paginated.
    pub pagination: Option<Pagination>,
    /// The reason why the operation is not paginated although it has a page size parameter.
    pub unpaged: Option<String>,
    /// The types that only this operation uses.
    pub types: Vec<TypeDef>,
    /// The indexes of the own types that a request of this operation can contain.
    pub sent: BTreeSet<usize>,
    /// The examples in the description.
    pub examples: Vec<Example>,
}

impl Api {
    /// Returns whether a request can contain a type. `operation` is the operation that uses the type.
    pub fn is_sent(&self, named: &Named, operation: &Operation) -> bool {
        let sent = match &named.home {
            TypeScope::Operation => Some(&operation.sent),
            TypeScope::Component(wire) => {
                let by_name = |it: &SchemaFile| it.wire.cmp(wire);
                let place = self.schemas.binary_search_by(by_name).ok();
                place.and_then(|it| self.schemas.get(it)).map(|it| &it.sent)
            }
        };
        sent.is_some_and(|it| it.contains(&named.number))
    }
}

impl Operation {
    /// Returns whether the operation is idempotent, if the HTTP method implies the opposite.
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

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub wire: String,
    /// The JSON pointer.
    pub pointer: String,
    /// The location.
    pub location: ParameterLocation,
    /// Whether the parameter is required.
    pub required: bool,
    /// The type: a scalar, an enum, a list of these, or a union.
    pub kind: Type,
    /// The serialization of a list value.
    pub list: Lists,
    /// The description, as Markdown.
    pub doc: String,
    /// The server's default, as JSON.
    pub default: Option<String>,
    /// The constraints that the type does not express.
    pub bounds: Vec<Bound>,
    /// Whether the parameter is deprecated.
    pub deprecated: bool,
    /// Whether the value is secret, so that pages must not store it.
    pub secret: bool,
}

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the path, as one segment.
    Path,
    /// In the path, as one or more segments.
    Segments,
    /// In the query.
    Query,
    /// In the headers.
    Header,
}

/// The serialization of lists in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// The name is repeated for each value.
    Repeated,
    /// The name occurs once, with comma-separated values.
    Joined,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether the body is required.
    pub required: bool,
    /// The content.
    pub content: BodyContent,
    /// The constraints that the type does not express. Empty for a component schema, which has its own.
    pub bounds: Vec<Bound>,
    /// The description, as Markdown.
    pub doc: String,
    /// The media types that the server also accepts and the client does not send.
    pub others: Vec<String>,
    /// Whether the whole body is secret, so that pages must not store it.
    pub secret: bool,
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
    /// The media type.
    pub media_type: String,
}

/// The success responses of an operation.
#[derive(Clone, Debug)]
pub struct Success {
    /// The statuses.
    pub statuses: Vec<u16>,
    /// The body.
    pub content: Content,
    /// The media type to request in `Accept`, if it is not JSON.
    pub accept: Option<String>,
    /// The constraints of the body that its type does not express. Empty for a component schema, which has its own.
    pub bounds: Vec<Bound>,
    /// The responses in alternative media types.
    pub choices: Vec<Choice>,
    /// The description, as Markdown.
    pub doc: String,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// No body.
    Empty,
    /// No body: the status 404 means `false`, and any other status means `true`.
    YesOrNo,
    /// JSON.
    Json(Type),
    /// JSON, or no body with the status 204 or 205.
    JsonOrEmpty(Type),
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// No body, but a `Location` header.
    Redirect,
    /// A different body for each status.
    ByStatus(Vec<Case>),
}

/// The body of a response with one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The status.
    pub status: u16,
    /// The body, which is never `ByStatus`.
    pub content: Content,
    /// The constraints of the body that its type does not express. Empty for a component schema, which has its own.
    pub bounds: Vec<Bound>,
    /// The description, as Markdown.
    pub doc: String,
}

/// A response in an alternative media type.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The media type.
    pub media_type: String,
    /// The body.
    pub content: Content,
    /// The examples in the description.
    pub examples: Vec<Example>,
}

/// An error response with one status.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The status.
    pub status: u16,
    /// The body, if the description declares one.
    pub body: Option<Type>,
    /// The description, as Markdown.
    pub doc: String,
}

/// The pagination of an operation.
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The query parameter for the page number.
    pub number: Option<String>,
    /// The query parameter for the page size, with its default.
    pub size: Option<(String, i64)>,
    /// The status of the responses that are pages; `None` if the operation has only one success response.
    pub case: Option<u16>,
    /// Whether the body is optional.
    pub optional: bool,
    /// The object that contains the items; `None` if the body itself is the list.
    pub envelope: Option<Envelope>,
    /// The type of an item.
    pub item: Type,
}

/// The object that contains the items of a page.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The object.
    pub object: Named,
    /// The property with the items.
    pub items: String,
    /// Whether that property is optional.
    pub optional: bool,
    /// The property with the total number of items, and whether this property is optional.
    pub total: Option<(String, bool)>,
}

/// An example in the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The name of the example in the description.
    pub name: String,
    /// A summary in one line, which may be empty.
    pub summary: String,
    /// The status of the response; `None` for a request.
    pub status: Option<u16>,
    /// The body, as JSON text.
    pub body: String,
    /// The deviations of the example from the schema, each with its JSON pointer, the expected and the actual value.
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
    /// Returns the types of all JSON bodies.
    pub fn kinds(&self) -> Vec<&Type> {
        match self {
            Self::Json(kind) | Self::JsonOrEmpty(kind) => vec![kind],
            Self::ByStatus(cases) => cases.iter().flat_map(|it| it.content.kinds()).collect(),
            Self::Empty | Self::YesOrNo | Self::Text | Self::Binary | Self::Redirect => Vec::new(),
        }
    }
}

impl Operation {
    /// Returns the types of the parameters, the request body and the responses.
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
