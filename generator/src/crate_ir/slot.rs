//! Code templates for values. A template has a hole for each value. Documentation fills the holes with samples, and the
//! program of the reference site with the values of a form.

use serde::Serialize;

use super::context::Context;
use super::name::raw;
use super::{
    Body, BodyContent, EnumValue, Given, Member, Named, Parameter, Sets, Shape, Struct, Takes,
    Type, TypeDef, Union, Variant,
};

/// The placeholder for inner code.
const HOLE: &str = "{}";

/// The code of an empty map, where the type is inferred.
const EMPTY: &str = "std::collections::BTreeMap::new()";

/// A code template for a value. `N` identifies named types.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Slot<N> {
    /// A literal with surrounding code. The hole states the type: `{b}` boolean, `{i}` `i64`, `{u}` `u64`, `{f}` `f64`,
    /// `{s}` string, `{t}` string with a time. The hole `{d}` is a date: its year, month and day as arguments.
    Literal(String),
    /// Any JSON value: the code of null, of a boolean or string, and of other values as JSON text.
    Json { any: [String; 3] },
    /// A nullable value: its template, and the code of null.
    Nullable {
        null: &'static str,
        some: Box<Slot<N>>,
    },
    /// A list: the code around all items, the template of an item, and the code of an empty list.
    List {
        list: Box<Slot<N>>,
        #[serde(rename = "in")]
        around: &'static str,
        none: String,
    },
    /// A map: the code around all entries and around one entry, the templates of key and value, and the code of an
    /// empty map.
    Map {
        map: Box<Slot<N>>,
        key: &'static str,
        entry: &'static str,
        #[serde(rename = "in")]
        around: &'static str,
        none: String,
    },
    /// A value of a named type.
    Exact {
        #[serde(rename = "ref")]
        name: N,
    },
    /// An expression that converts into a value of a named type.
    Into { into: N },
    /// A template with surrounding code.
    Around {
        #[serde(rename = "in")]
        around: String,
        of: Box<Slot<N>>,
    },
}

/// The code templates of a named type.
#[derive(Clone, Debug)]
pub enum Template {
    /// A constructor and setters.
    Struct {
        /// The constructor, which has a hole if there are arguments.
        new: String,
        /// The template of each property; `None` for a property that requests omit.
        members: Vec<Option<Set>>,
        /// The template of additional properties.
        additional: Option<Slot<Named>>,
    },
    /// An enum value. The hole contains the name of a declared value, and the code `other` for any other value.
    Enum { value: String },
    /// A variant of a union: the surrounding code, and the template of its value.
    Union {
        variants: Vec<(String, Slot<Named>)>,
    },
}

/// The way in which code sets a property.
#[derive(Clone, Debug)]
pub enum Set {
    /// By an argument of the constructor.
    Argument(Slot<Named>),
    /// By a setter.
    Setter(Slot<Named>),
}

/// The code of an undeclared value, which replaces the value's name.
pub const OTHER: &str = "from({s})";

/// The code of the key of an entry.
pub const KEY: &str = "{s}.to_owned()";

/// The statements that add additional properties.
pub const ADDITIONAL: [&str; 3] = [
    "let mut value = {};",
    "value.additional.insert({});",
    "value",
];

impl<N> Slot<N> {
    /// Returns the template with surrounding code.
    pub fn within(self, around: &str) -> Self {
        match self {
            // Returns early for a literal without surrounding code.
            Self::Literal(text) if text.starts_with('{') && text.ends_with('}') => {
                Self::Literal(around.replacen(HOLE, &text, 1))
            }
            of => Self::Around {
                around: around.to_owned(),
                of: Box::new(of),
            },
        }
    }

    /// Returns the template with the names of types converted.
    pub fn named<M>(&self, name: &impl Fn(&N) -> M) -> Slot<M> {
        let within = |it: &Self| Box::new(it.named(name));
        match self {
            Self::Literal(text) => Slot::Literal(text.clone()),
            Self::Json { any } => Slot::Json { any: any.clone() },
            Self::Nullable { null, some } => Slot::Nullable {
                null,
                some: within(some),
            },
            Self::List { list, around, none } => Slot::List {
                list: within(list),
                around,
                none: none.clone(),
            },
            Self::Map {
                map,
                key,
                entry,
                around,
                none,
            } => Slot::Map {
                map: within(map),
                key,
                entry,
                around,
                none: none.clone(),
            },
            Self::Exact { name: it } => Slot::Exact { name: name(it) },
            Self::Into { into } => Slot::Into { into: name(into) },
            Self::Around { around, of } => Slot::Around {
                around: around.clone(),
                of: within(of),
            },
        }
    }
}

/// Returns the template of a parameter.
pub fn parameter(context: &Context<'_>, parameter: &Parameter) -> Slot<Named> {
    let slot = match parameter.takes() {
        Takes::Items(item) => items(context, item),
        _ => into(context, &parameter.kind),
    };
    match parameter.required {
        true => slot,
        false => slot.within(&format!(".{}({HOLE})", raw(&parameter.name))),
    }
}

/// Returns the template of a body: an argument, or the call of the first method that sets the body.
pub fn body(context: &Context<'_>, body: &Body) -> Slot<Named> {
    let slot = match &body.content {
        BodyContent::Json(kind) => match (body.takes(), kind) {
            (Takes::Items(item), _) => items(context, item),
            (Takes::Into, kind) => into(context, kind),
            (_, Type::Map(value)) => map(context, value, EMPTY.to_owned()),
            (_, kind) => exact(context, kind),
        },
        BodyContent::Text(_) => literal("{s}"),
        BodyContent::Binary(_) => literal("std::fs::read({s})?"),
    };
    let name = match &body.content {
        BodyContent::Text(texts) => texts.first().map_or("body", |it| it.name.as_str()),
        BodyContent::Json(_) | BodyContent::Binary(_) => "body",
    };
    match body.given {
        Given::Always => slot,
        Given::OrEmpty | Given::OrNot => slot.within(&format!(".{}({HOLE})", raw(name))),
    }
}

/// Returns the name of an enum value in code.
pub fn value_name(value: &EnumValue) -> String {
    raw(&value.name)
}

/// Returns the templates of a named type. An alias has the templates of its target.
pub fn template(context: &Context<'_>, named: &Named, def: &TypeDef) -> Option<Template> {
    let path = context.path(named);
    Some(match &def.shape {
        Shape::Struct(body) => structure(context, &path, body),
        Shape::Enum(_) => Template::Enum {
            value: format!("{path}::{HOLE}"),
        },
        Shape::Union(union) => Template::Union {
            variants: variants(context, &path, union),
        },
        Shape::Alias(_) => return None,
    })
}

fn structure(context: &Context<'_>, path: &str, body: &Struct) -> Template {
    let new = match body.asked().next() {
        Some(_) => format!("{path}::new({HOLE})"),
        None => format!("{path}::default()"),
    };
    let members = body.members.iter().map(|it| match it.is_asked() {
        true => Some(Set::Argument(argument(context, it))),
        false if it.has_setter => {
            let setter = format!(".{}({HOLE})", raw(&it.name));
            Some(Set::Setter(setter_value(context, it).within(&setter)))
        }
        false => None,
    });
    Template::Struct {
        new,
        members: members.collect(),
        additional: body.additional.as_ref().map(|it| exact(context, it)),
    }
}

fn variants(context: &Context<'_>, path: &str, union: &Union) -> Vec<(String, Slot<Named>)> {
    let variant = |it: &Variant| {
        let (around, slot) = match &it.kind {
            Type::Str => (format!("{path}::from({HOLE})"), literal("{s}")),
            Type::Named(_) => (format!("{path}::from({HOLE})"), exact(context, &it.kind)),
            kind => {
                let name = raw(&it.name);
                (format!("{path}::{name}({HOLE})"), exact(context, kind))
            }
        };
        (around, slot)
    };
    union.variants.iter().map(variant).collect()
}

/// Returns the template of a property as an argument of `new`.
fn argument(context: &Context<'_>, member: &Member) -> Slot<Named> {
    match (member.takes(), &member.kind) {
        (Takes::Items(item), _) => items(context, item),
        (Takes::OrNull, _) => nullable(context, member, true),
        (_, kind) if member.boxed => Slot::Nullable {
            null: "None",
            some: Box::new(
                exact(context, kind)
                    .within("Box::new({})")
                    .within("Some({})"),
            ),
        },
        (_, Type::Map(value)) => map(context, value, EMPTY.to_owned()),
        (_, kind) => into(context, kind),
    }
}

/// Returns the template of a property as an argument of its setter.
fn setter_value(context: &Context<'_>, member: &Member) -> Slot<Named> {
    match (member.sets(), &member.kind) {
        (Sets::OrNull, _) => nullable(context, member, false),
        (Sets::Items(item), _) => items(context, item),
        (_, kind) if member.boxed => exact(context, kind).within("Box::new({})"),
        (_, kind) => into(context, kind),
    }
}

/// Returns the template of an expression that converts into a `Nullable`.
fn nullable(context: &Context<'_>, member: &Member, is_argument: bool) -> Slot<Named> {
    let kind = &member.kind;
    let some = match kind {
        _ if member.boxed => exact(context, kind).within("Box::new({})"),
        _ if is_string(context, kind) => literal("{s}"),
        _ if is_argument && is_union(context, kind) => {
            into(context, kind).within("{}.into()").within("Some({})")
        }
        _ => exact(context, kind),
    };
    Slot::Nullable {
        null: "None",
        some: Box::new(some),
    }
}

/// Returns the template of an expression that converts into a type.
fn into(context: &Context<'_>, kind: &Type) -> Slot<Named> {
    match kind {
        Type::Str => literal("{s}"),
        Type::Named(named) => match context.types.find(named).map(|def| &def.shape) {
            Some(Shape::Alias(kind)) => into(context, kind),
            Some(Shape::Enum(_) | Shape::Union(_)) => Slot::Into {
                into: named.clone(),
            },
            _ => exact(context, kind),
        },
        kind => exact(context, kind),
    }
}

/// Returns the template of a value of a type.
fn exact(context: &Context<'_>, kind: &Type) -> Slot<Named> {
    let krate = &context.krate;
    match kind {
        Type::Bool => literal("{b}"),
        Type::Int => literal("{i}"),
        Type::Uint => literal("{u}"),
        Type::Float => literal("{f}"),
        Type::Str => literal("{s}.to_owned()"),
        Type::Time => Slot::Literal(format!("{{t}}.parse::<{krate}::jiff::Timestamp>()?")),
        Type::Date => Slot::Literal(format!("{krate}::jiff::civil::date({{d}})")),
        Type::Json => Slot::Json {
            any: [
                format!("{krate}::serde_json::Value::Null"),
                format!("{krate}::serde_json::json!({HOLE})"),
                format!("{krate}::serde_json::from_str::<{krate}::serde_json::Value>({{s}})?"),
            ],
        },
        Type::List(item) => Slot::List {
            none: format!("Vec::<{}>::new()", context.kind(item)),
            list: Box::new(exact(context, item)),
            around: "vec![{}]",
        },
        Type::Map(value) => {
            let spelled = context.kind(value);
            let none = format!("std::collections::BTreeMap::<String, {spelled}>::new()");
            map(context, value, none)
        }
        Type::Nullable(inner) => Slot::Nullable {
            null: "None",
            some: Box::new(exact(context, inner).within("Some({})")),
        },
        Type::Named(named) => match context.types.find(named).map(|def| &def.shape) {
            Some(Shape::Alias(kind)) => exact(context, kind),
            _ => Slot::Exact {
                name: named.clone(),
            },
        },
    }
}

/// Returns the template of an expression that is collected into a list.
fn items(context: &Context<'_>, item: &Type) -> Slot<Named> {
    Slot::List {
        none: format!("Vec::<{}>::new()", context.kind(item)),
        list: Box::new(match item {
            Type::Str => literal("{s}"),
            item => exact(context, item),
        }),
        around: "[{}]",
    }
}

fn map(context: &Context<'_>, value: &Type, none: String) -> Slot<Named> {
    Slot::Map {
        map: Box::new(exact(context, value)),
        key: KEY,
        entry: "({})",
        around: "std::collections::BTreeMap::from([{}])",
        none,
    }
}

fn literal(code: &str) -> Slot<Named> {
    Slot::Literal(code.to_owned())
}

/// Returns whether a type is a string or an alias of a string.
fn is_string(context: &Context<'_>, kind: &Type) -> bool {
    match kind {
        Type::Str => true,
        Type::Named(named) => match context.types.find(named).map(|def| &def.shape) {
            Some(Shape::Alias(kind)) => is_string(context, kind),
            _ => false,
        },
        _ => false,
    }
}

fn is_union(context: &Context<'_>, kind: &Type) -> bool {
    match kind {
        Type::Named(named) => {
            let shape = context.types.find(named).map(|def| &def.shape);
            matches!(shape, Some(Shape::Union(_)))
        }
        _ => false,
    }
}
