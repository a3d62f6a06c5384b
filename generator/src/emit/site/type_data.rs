//! Types as the program on a page reads them: what stands behind a name, and what a control takes.

use serde::Serialize;

use super::places::{Places, name_in};
use crate::crate_ir::{self, Bound, Field, Named, Shape, Type};

pub(super) fn is_false(flag: &bool) -> bool {
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
    #[serde(skip_serializing_if = "is_false")]
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<(&'a str, &'a str)>,
}

/// Returns a type for the program.
pub(super) fn type_def<'a>(
    places: &Places<'_>,
    named: &Named,
    def: &'a crate_ir::TypeDef<'a>,
    module: &str,
    with_doc: bool,
) -> TypeDef<'a> {
    let rust = match &named.home {
        crate_ir::Home::Operation => format!("{module}::{}", named.name),
        crate_ir::Home::Types => format!("types::{}", named.name),
        crate_ir::Home::Within(within) => format!("types::{within}::{}", named.name),
    };
    let shape = match &def.shape {
        Shape::Struct(body) => ShapeData::Struct(StructData {
            members: (body.members.iter())
                .map(|it| member(places, it, body.in_request))
                .collect(),
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

fn member<'a>(places: &Places<'_>, member: &'a crate_ir::Member<'a>, is_sent: bool) -> Member<'a> {
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
        secret: is_sent && member.secret,
        only: member.only.as_deref(),
        default: member.default.as_deref(),
        bounds: bounds(&member.bounds),
    }
}

/// Returns what is said of values beyond their type, as pairs.
pub(super) fn bounds(bounds: &[Bound]) -> Vec<(&str, &str)> {
    let pairs = bounds.iter();
    pairs
        .map(|it| (it.keyword.as_str(), it.value.as_str()))
        .collect()
}

/// Returns a reference to a type.
pub(super) fn type_ref(places: &Places<'_>, kind: &Type) -> TypeRef {
    let within = |kind: &Type| Box::new(type_ref(places, kind));
    match kind {
        Type::Bool => TypeRef::Bool,
        Type::Int | Type::Uint => TypeRef::Int,
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
pub(super) fn kind_of<'a>(
    kind: &Type,
    find: &impl Fn(&Named) -> Option<Shape<'a>>,
) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Int | Type::Uint => "int",
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
