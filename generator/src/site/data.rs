//! What the program on a page is told of its operation, as `generator/web/src` reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Site;
use super::places::{Places, name_in};
use crate::model::{
    self, Api, Body, BodyContent, Bound, Content, Field, Given, Lists, Location, Named, Operation,
    Shape, Tag, Type,
};

/// Returns data as JSON that may stand in a script or in a page.
pub(super) fn script<T: Serialize>(data: &T) -> String {
    // What is serialised here has string keys and no numbers that JSON lacks.
    let text = serde_json::to_string(data).unwrap_or_default();
    text.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TypeRef {
    Bool,
    Int,
    Float,
    Str,
    Time,
    Date,
    Json,
    List(Box<TypeRef>),
    Map(Box<TypeRef>),
    Nullable(Box<TypeRef>),
    Ref(String),
}

#[derive(Serialize)]
pub(super) struct TypeDef<'a> {
    rust: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    doc: &'a str,
    shape: ShapeData<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ShapeData<'a> {
    Struct(StructData<'a>),
    Enum {
        values: Vec<Value<'a>>,
    },
    Union {
        variants: Vec<Variant<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        discriminator: Option<Discriminator<'a>>,
    },
    Alias {
        alias: TypeRef,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StructData<'a> {
    members: Vec<Member<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional: Option<TypeRef>,
    #[serde(skip_serializing_if = "is_false")]
    in_request: bool,
}

#[derive(Serialize)]
struct Value<'a> {
    wire: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Variant<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: TypeRef,
}

#[derive(Serialize)]
struct Discriminator<'a> {
    member: &'a str,
    values: &'a [(String, String)],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Member<'a> {
    wire: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: TypeRef,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(skip_serializing_if = "is_false")]
    nullable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    setter: bool,
    #[serde(skip_serializing_if = "is_false")]
    takes_null: bool,
    #[serde(skip_serializing_if = "is_false")]
    boxed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<(&'a str, &'a str)>,
}

#[derive(Serialize)]
struct Parameter<'a> {
    wire: &'a str,
    name: &'a str,
    #[serde(rename = "in")]
    location: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(rename = "type")]
    kind: TypeRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<(&'a str, &'a str)>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BodyData<'a> {
    given: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<TypeRef>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    text: Vec<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    binary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'a> {
    name: &'a str,
    media_type: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Status {
    Code(u16),
    Other(&'static str),
}

#[derive(Serialize)]
struct Answer<'a> {
    status: Status,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<TypeRef>,
    #[serde(skip_serializing_if = "is_false")]
    text: bool,
    #[serde(skip_serializing_if = "is_false")]
    binary: bool,
    #[serde(skip_serializing_if = "is_false")]
    redirect: bool,
    #[serde(skip_serializing_if = "is_false")]
    error: bool,
    doc: &'a str,
}

#[derive(Serialize)]
struct Pagination<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OperationData<'a> {
    id: &'a str,
    method: &'a str,
    path: &'a str,
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_version: Option<&'a str>,
    accept: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    deprecated: bool,
    krate: String,
    tag: &'a str,
    module: &'a str,
    call: &'a str,
    parameters: Vec<Parameter<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyData<'a>>,
    answers: Vec<Answer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination: Option<Pagination<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    docs_url: Option<&'a str>,
    types: BTreeMap<String, TypeDef<'a>>,
    type_files: BTreeMap<String, &'a str>,
}

/// What GitHub asks clients to ask for, where nothing else is wanted.
const ACCEPT: &str = "application/vnd.github+json";

/// Returns what the program is told of an operation, as JSON.
pub(super) fn of(site: &Site<'_>, tag: &Tag, operation: &Operation) -> String {
    let (api, places) = (site.api, &site.places);
    let given: Vec<&Type> = (operation.parameters.iter().map(|it| &it.kind))
        .chain(operation.body.iter().filter_map(|it| it.content.kind()))
        .collect();
    let own = &operation.types;
    let kinds = operation.kinds();
    let answered: Vec<&Type> = kinds.into_iter().filter(|it| !given.contains(it)).collect();
    let inline = inline(site, &given, tag, operation);
    let mut type_files = places.scripts_for(&answered, own);
    type_files.retain(|key, _| !inline.contains_key(key));
    script(&OperationData {
        id: &operation.id,
        method: &operation.method,
        path: &operation.path,
        server: operation.server.as_deref().unwrap_or(&api.server),
        api_version: api.api_version.as_deref(),
        accept: operation.success.accept.as_deref().unwrap_or(ACCEPT),
        deprecated: operation.deprecated.is_some(),
        krate: krate(api),
        tag: &tag.wire,
        module: &tag.module,
        call: &operation.name,
        parameters: (operation.parameters.iter())
            .map(|it| parameter(places, it))
            .collect(),
        body: operation
            .body
            .as_ref()
            .map(|it| body(places, it, operation)),
        answers: answers(places, operation),
        pagination: operation.pagination.as_ref().map(|it| Pagination {
            number: it.number.as_deref(),
            size: it.size.as_ref().map(|(name, _)| name.as_str()),
            items: it.envelope.as_ref().map(|it| it.wire.as_str()),
        }),
        docs_url: operation.docs_url.as_deref(),
        types: inline,
        type_files,
    })
}

/// Returns the crate's name as code has it.
fn krate(api: &Api) -> String {
    api.package.name.replace('-', "_")
}

/// Returns the types that what is sent reaches, and all that are the operation's own.
fn inline<'a>(
    site: &Site<'a>,
    given: &[&Type],
    tag: &'a Tag,
    operation: &'a Operation,
) -> BTreeMap<String, TypeDef<'a>> {
    let places = &site.places;
    let mut reached = places.reached(given, &operation.types);
    reached.extend(operation.types.iter().map(|def| Named {
        name: def.name.clone(),
        home: model::Home::Operation,
    }));
    let def = |named: &Named| {
        let def = places.find(named, &operation.types)?;
        let data = type_def(places, named, def, &tag.module, false);
        Some((places.key(named), data))
    };
    reached.iter().filter_map(def).collect()
}

/// Returns a type for the program.
pub(super) fn type_def<'a>(
    places: &Places<'_>,
    named: &Named,
    def: &'a model::TypeDef,
    module: &str,
    with_doc: bool,
) -> TypeDef<'a> {
    let rust = match &named.home {
        model::Home::Operation => format!("{module}::{}", named.name),
        model::Home::Types => format!("types::{}", named.name),
        model::Home::Within(within) => format!("types::{within}::{}", named.name),
    };
    let shape = match &def.shape {
        Shape::Struct(body) => ShapeData::Struct(StructData {
            members: body.members.iter().map(|it| member(places, it)).collect(),
            additional: body.additional.as_ref().map(|it| type_ref(places, it)),
            in_request: body.in_request,
        }),
        Shape::Enum(values) => ShapeData::Enum {
            values: values
                .iter()
                .map(|it| Value {
                    wire: &it.wire,
                    name: &it.name,
                })
                .collect(),
        },
        Shape::Union(union) => ShapeData::Union {
            variants: (union.variants.iter())
                .map(|it| Variant {
                    name: &it.name,
                    kind: type_ref(places, &it.kind),
                })
                .collect(),
            discriminator: union.discriminator.as_ref().map(|it| Discriminator {
                member: &it.member,
                values: &it.values,
            }),
        },
        Shape::Alias(kind) => ShapeData::Alias {
            alias: type_ref(places, kind),
        },
    };
    TypeDef {
        rust,
        doc: if with_doc { &def.doc } else { "" },
        shape,
    }
}

fn member<'a>(places: &Places<'_>, member: &'a model::Member) -> Member<'a> {
    Member {
        wire: &member.wire,
        name: &member.name,
        kind: type_ref(places, &member.kind),
        required: member.required,
        nullable: member.nullable,
        field: match member.field {
            Field::Plain => None,
            Field::Optional => Some("optional"),
            Field::ThreeValued => Some("three"),
        },
        setter: member.has_setter,
        takes_null: member.takes_null,
        boxed: member.boxed,
        only: member.only.as_deref(),
        default: member.default.as_deref(),
        bounds: bounds(&member.bounds),
    }
}

fn parameter<'a>(places: &Places<'_>, parameter: &'a model::Parameter) -> Parameter<'a> {
    Parameter {
        wire: &parameter.wire,
        name: &parameter.name,
        location: location(parameter.location),
        required: parameter.required,
        kind: type_ref(places, &parameter.kind),
        list: (parameter.list == Lists::Joined).then_some("joined"),
        default: parameter.default.as_deref(),
        bounds: bounds(&parameter.bounds),
    }
}

/// Returns the word for where a parameter goes.
pub(super) fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Segments => "segments",
        Location::Query => "query",
        Location::Header => "header",
    }
}

fn body<'a>(places: &Places<'_>, body: &'a Body, operation: &'a Operation) -> BodyData<'a> {
    let mut data = BodyData {
        given: match body.given {
            Given::Always => "always",
            Given::OrEmpty => "or-empty",
            Given::OrNot => "or-not",
        },
        json: None,
        text: Vec::new(),
        binary: None,
        example: example(operation),
    };
    match &body.content {
        BodyContent::Json(kind) => data.json = Some(type_ref(places, kind)),
        BodyContent::Binary(media_type) => data.binary = Some(media_type),
        BodyContent::Text(texts) => {
            let texts = texts.iter().map(|it| Text {
                name: &it.name,
                media_type: &it.media_type,
            });
            data.text = texts.collect();
        }
    }
    data
}

/// Returns the first example of an operation's request body, as JSON that is laid out.
pub(super) fn example(operation: &Operation) -> Option<String> {
    let mut examples = operation.examples.iter();
    let found = examples.find(|it| it.status.is_none())?;
    let value: serde_json::Value = serde_json::from_str(&found.body).ok()?;
    serde_json::to_string_pretty(&value).ok()
}

fn answers<'a>(places: &Places<'_>, operation: &'a Operation) -> Vec<Answer<'a>> {
    let doc = |status: u16| {
        let head = operation.heads.iter().find(|it| it.status == status);
        head.map_or("", |it| it.doc.as_str())
    };
    let success = operation.success.statuses.iter().map(|status| {
        let content = super::answers::content(&operation.success.content, *status);
        let is = |it: &Content| content == it;
        Answer {
            status: Status::Code(*status),
            kind: content.kinds().first().map(|it| type_ref(places, it)),
            text: is(&Content::Text),
            binary: is(&Content::Binary),
            redirect: is(&Content::Redirect),
            error: false,
            doc: doc(*status),
        }
    });
    let error = |status: Status, kind: Option<&Type>, doc: &'a str| Answer {
        status,
        kind: kind.map(|it| type_ref(places, it)),
        text: false,
        binary: false,
        redirect: false,
        error: true,
        doc,
    };
    let failures = operation
        .failures
        .iter()
        .map(|it| error(Status::Code(it.status), it.body.as_ref(), &it.doc));
    let other = operation
        .other
        .iter()
        .map(|it| error(Status::Other("other"), Some(it), ""));
    success.chain(failures).chain(other).collect()
}

fn bounds(bounds: &[Bound]) -> Vec<(&str, &str)> {
    let pairs = bounds.iter();
    pairs
        .map(|it| (it.keyword.as_str(), it.value.as_str()))
        .collect()
}

fn type_ref(places: &Places<'_>, kind: &Type) -> TypeRef {
    let within = |kind: &Type| Box::new(type_ref(places, kind));
    match kind {
        Type::Bool => TypeRef::Bool,
        Type::Int => TypeRef::Int,
        Type::Float => TypeRef::Float,
        Type::Str => TypeRef::Str,
        Type::Time => TypeRef::Time,
        Type::Date => TypeRef::Date,
        Type::Json => TypeRef::Json,
        Type::List(kind) => TypeRef::List(within(kind)),
        Type::Map(kind) => TypeRef::Map(within(kind)),
        Type::Nullable(kind) => TypeRef::Nullable(within(kind)),
        Type::Named(named) => TypeRef::Ref(places.key(named)),
    }
}

/// Returns the kind of a control for values of a type.
pub(super) fn kind_of(kind: &Type, find: &impl Fn(&Named) -> Option<Shape>) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Int => "int",
        Type::Float => "float",
        Type::Str => "str",
        Type::Time => "time",
        Type::Date => "date",
        Type::List(_) => "list",
        Type::Nullable(kind) => kind_of(kind, find),
        Type::Json | Type::Map(_) => "json",
        Type::Named(_) => match name_in(kind).and_then(find) {
            Some(Shape::Enum(_)) => "enum",
            Some(Shape::Alias(kind)) => kind_of(&kind, find),
            _ => "str",
        },
    }
}
