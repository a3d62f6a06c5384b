//! Writes types as data for the script of a page: their structure, and the code templates of their values.

use serde::Serialize;

use super::places::Places;
use crate::crate_ir::context::Context;
use crate::crate_ir::sample::{self, Value};
use crate::crate_ir::slot::{self, ADDITIONAL, KEY, OTHER, Set, Slot, Template};
use crate::crate_ir::{self, Bound, EnumValue, Named, Shape, Type};

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
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    doc: &'a str,
    shape: ShapeData<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ShapeData<'a> {
    Struct(StructData<'a>),
    Enum(EnumData<'a>),
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
struct StructData<'a> {
    members: Vec<Member<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional: Option<TypeRef>,
    /// The constructor.
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<String>,
    /// The code template of additional properties.
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<Rest>,
}

#[derive(Serialize)]
struct Rest {
    map: Slot<String>,
    key: &'static str,
    #[serde(rename = "in")]
    around: [&'static str; 3],
}

#[derive(Serialize)]
struct EnumData<'a> {
    values: Vec<&'a str>,
    /// The names of the values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    /// The code around the name of a value, and the code that replaces the name of an undeclared value.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    around: Option<(String, &'static str)>,
}

#[derive(Serialize)]
struct Variant<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: TypeRef,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    around: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<Slot<String>>,
}

#[derive(Serialize)]
struct Discriminator<'a> {
    member: &'a str,
    values: &'a [(String, String)],
}

#[derive(Serialize)]
struct Member<'a> {
    wire: &'a str,
    #[serde(rename = "type")]
    kind: TypeRef,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(skip_serializing_if = "is_false")]
    nullable: bool,
    #[serde(skip_serializing_if = "is_false")]
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    only: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<(&'a str, &'a str)>,
    /// The code template of the constructor's argument.
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<Slot<String>>,
    /// The placeholder of a missing value.
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<Value>,
    /// The setter call.
    #[serde(skip_serializing_if = "Option::is_none")]
    setter: Option<Slot<String>>,
}

/// Returns a type for the script. With a context, the type contains code templates.
pub(super) fn type_def<'a>(
    places: &Places<'_>,
    named: &Named,
    def: &'a crate_ir::TypeDef<'a>,
    context: Option<&Context<'_>>,
    with_doc: bool,
) -> TypeDef<'a> {
    let code = context.and_then(|it| slot::template(it, named, def));
    let shape = match &def.shape {
        Shape::Struct(body) => ShapeData::Struct(structure(places, body, context, code)),
        Shape::Enum(values) => ShapeData::Enum(enumeration(values, code)),
        Shape::Union(union) => ShapeData::Union {
            variants: variants(places, union, code),
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
        name: &def.name,
        doc: if with_doc { &def.doc } else { "" },
        shape,
    }
}

fn structure<'a>(
    places: &Places<'_>,
    body: &'a crate_ir::Struct<'a>,
    context: Option<&Context<'_>>,
    code: Option<Template>,
) -> StructData<'a> {
    let mut data = StructData {
        members: (body.members.iter())
            .map(|it| member(places, it, body.in_request))
            .collect(),
        additional: body.additional.as_ref().map(|it| type_ref(places, it)),
        new: None,
        rest: None,
    };
    let (
        Some(Template::Struct {
            new,
            members,
            additional,
        }),
        Some(context),
    ) = (code, context)
    else {
        return data;
    };
    for ((it, member), set) in data.members.iter_mut().zip(&body.members).zip(members) {
        match set {
            Some(Set::Argument(slot)) => {
                it.argument = Some(slot_data(places, &slot));
                it.sample = Some(sample::member(&context.types, member));
            }
            Some(Set::Setter(slot)) => it.setter = Some(slot_data(places, &slot)),
            None => {}
        }
    }
    data.new = Some(new);
    data.rest = additional.map(|it| Rest {
        map: slot_data(places, &it),
        key: KEY,
        around: ADDITIONAL,
    });
    data
}

fn enumeration<'a>(values: &'a [EnumValue<'a>], code: Option<Template>) -> EnumData<'a> {
    let around = match code {
        Some(Template::Enum { value }) => Some((value, OTHER)),
        _ => None,
    };
    let names = values.iter().filter(|_| around.is_some());
    EnumData {
        names: names.map(slot::value_name).collect(),
        values: values.iter().map(|it| it.wire.as_str()).collect(),
        around,
    }
}

fn variants<'a>(
    places: &Places<'_>,
    union: &'a crate_ir::Union<'a>,
    code: Option<Template>,
) -> Vec<Variant<'a>> {
    let code = match code {
        Some(Template::Union { variants }) => variants,
        _ => Vec::new(),
    };
    let mut code = code.into_iter();
    let variant = |it: &'a crate_ir::Variant<'a>| {
        let (around, of) = code.next().unzip();
        Variant {
            name: &it.name,
            kind: type_ref(places, &it.kind),
            around,
            of: of.map(|it| slot_data(places, &it)),
        }
    };
    union.variants.iter().map(variant).collect()
}

fn member<'a>(places: &Places<'_>, member: &'a crate_ir::Member<'a>, is_sent: bool) -> Member<'a> {
    Member {
        wire: &member.wire,
        kind: type_ref(places, &member.kind),
        required: member.required,
        nullable: member.nullable,
        secret: is_sent && member.secret,
        only: member.only.as_deref(),
        default: member.default.as_deref(),
        bounds: bounds(&member.bounds),
        argument: None,
        sample: None,
        setter: None,
    }
}

/// Returns a code template in which types are replaced by their keys.
pub(super) fn slot_data(places: &Places<'_>, slot: &Slot<Named>) -> Slot<String> {
    slot.named(&|it: &Named| places.key(it))
}

/// Returns constraints as pairs.
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

/// Returns the kind of control for values of a type.
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
        Type::Named(_) => match kind.named().and_then(find) {
            Some(Shape::Enum(_)) => "enum",
            Some(Shape::Alias(kind)) => kind_of(&kind, find),
            _ => "str",
        },
    }
}
