//! Decides on the error enums. Operations that declare the same errors share one enum, and each operation has an alias
//! of the enum. The name of an enum depends only on its statuses and bodies, so an added operation renames nothing.

use std::collections::BTreeSet;

use super::Crate;
use super::operation::Operation;
use super::types::Type;
use crate::api::{self, TypeScope};

/// An error enum that operations share.
#[derive(Clone, Debug)]
pub struct SharedError {
    /// The module's name.
    pub module: String,
    /// The enum's name.
    pub name: String,
    /// The variants, by status.
    pub variants: Vec<ErrorVariant>,
    /// The body of errors with other statuses, if the description declares one.
    pub other: Option<Type>,
    /// The modules of the tags whose operations use this enum, in the tags' order. The features of these tags compile
    /// the enum.
    pub tags: Vec<String>,
}

/// A variant of an error enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariant {
    /// The variant's name.
    pub variant: String,
    /// The status.
    pub status: u16,
    /// The body, if the description declares one.
    pub body: Option<Type>,
}

impl SharedError {
    /// Returns whether the enum uses the type of a component schema.
    pub fn names_components(&self) -> bool {
        let bodies = self.variants.iter().filter_map(|it| it.body.as_ref());
        let mut bodies = bodies.chain(&self.other);
        bodies.any(|it| it.named().is_some())
    }
}

impl Crate<'_> {
    /// Returns the modules of the tags that use a component schema's type in a shared error.
    pub fn component_error_tags(&self) -> Vec<String> {
        let errors = self.errors.iter().filter(|it| it.names_components());
        let tags: BTreeSet<&String> = errors.flat_map(|it| &it.tags).collect();
        let modules = self.tags.iter().map(|it| &it.module);
        modules.filter(|it| tags.contains(it)).cloned().collect()
    }
}

/// Returns the type of an error's body: any JSON, unless the description declares a body.
pub fn body_type(declared: Option<&Type>) -> &Type {
    declared.unwrap_or(&Type::Json)
}

/// The maximum length of a shared enum's name.
const LONGEST: usize = 80;

/// The statuses and bodies of an operation's errors.
pub(super) struct Shape<'a> {
    /// The name of each body in words, the type of the body, and the statuses with this body. Bodies are sorted by
    /// their first status.
    bodies: Vec<(String, &'a api::Type, Vec<u16>)>,
    /// The words for the body of other statuses, and its type.
    other: Option<(String, &'a api::Type)>,
    /// One of the component schemas among the bodies.
    pub(super) component: Option<String>,
}

impl<'a> Shape<'a> {
    /// Returns the shape of the errors; `None` if a body is one of the operation's own types.
    pub(super) fn of(
        operation: &'a api::Operation,
        component: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let mut failures: Vec<&api::Failure> = operation.failures.iter().collect();
        failures.sort_by_key(|it| it.status);
        let mut bodies: Vec<(String, &api::Type, Vec<u16>)> = Vec::new();
        let mut named = None;
        for failure in failures {
            let kind = failure.body.as_ref().unwrap_or(&api::Type::Json);
            let word = body(kind, &component, &mut named)?;
            match bodies.iter_mut().find(|(_, it, _)| *it == kind) {
                Some((_, _, statuses)) => statuses.push(failure.status),
                None => bodies.push((word, kind, vec![failure.status])),
            }
        }
        let other = match &operation.other {
            Some(kind) => Some((body(kind, &component, &mut named)?, kind)),
            None => None,
        };
        Some(Self {
            bodies,
            other,
            component: named,
        })
    }

    /// Returns the name of the enum: each body with its statuses, such as `BasicError401_403Status404`. Returns `None`
    /// if this name would be too long; the operation then has an enum of its own.
    pub(super) fn name(&self) -> Option<String> {
        let mut name = String::new();
        for (body, _, statuses) in &self.bodies {
            let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
            name.push_str(body);
            name.push_str(&statuses.join("_"));
        }
        if let Some((body, _)) = &self.other {
            name.push_str(body);
            name.push_str("Default");
        }
        match name.len() {
            0 => Some(ANY.to_owned()),
            1..=LONGEST => Some(name),
            _ => None,
        }
    }

    /// Returns a text that is different for each shape.
    pub(super) fn key(&self) -> String {
        let bodies = self.bodies.iter().map(|(body, kind, statuses)| {
            let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
            format!("{} for {}", of_kind(body, kind), statuses.join(", "))
        });
        let other = self.other.iter();
        let other = other.map(|(body, kind)| format!("{} by default", of_kind(body, kind)));
        let bodies: Vec<String> = bodies.chain(other).collect();
        format!("the errors {}", bodies.join(" and "))
    }
}

/// Describes a body. The text is different for each type.
fn of_kind(body: &str, kind: &api::Type) -> String {
    match kind.named() {
        Some(named) => match &named.home {
            TypeScope::Component(wire) => format!("`{body}` of the schema `{wire}`"),
            TypeScope::Operation => format!("`{body}`"),
        },
        None => format!("`{body}`"),
    }
}

/// The name of the error of operations that declare no errors.
const ANY: &str = "AnyStatus";

/// The words for types that are not component schemas.
const WORDS: [&str; 8] = [
    "Status",
    "Bool",
    "Integer",
    "Unsigned",
    "Number",
    "Text",
    "Timestamp",
    "Date",
];

/// Returns the word for a component schema's type: its name, with a suffix if the name could mean a different type.
fn word_of(name: String) -> String {
    let is_other = WORDS.contains(&name.as_str())
        || name.starts_with("Nullable")
        || ["List", "Map", "Schema"]
            .iter()
            .any(|it| name.ends_with(it));
    match is_other {
        true => format!("{name}Schema"),
        false => name,
    }
}

/// Returns the word for a body.
fn body(
    kind: &api::Type,
    component: &impl Fn(&str) -> Option<String>,
    named: &mut Option<String>,
) -> Option<String> {
    let within = |kind: &api::Type, named: &mut Option<String>| body(kind, component, named);
    Some(match kind {
        api::Type::Json => "Status".to_owned(),
        api::Type::Bool => "Bool".to_owned(),
        api::Type::Int => "Integer".to_owned(),
        api::Type::Uint => "Unsigned".to_owned(),
        api::Type::Float => "Number".to_owned(),
        api::Type::Str => "Text".to_owned(),
        api::Type::Time => "Timestamp".to_owned(),
        api::Type::Date => "Date".to_owned(),
        api::Type::List(item) => format!("{}List", within(item, named)?),
        api::Type::Map(value) => format!("{}Map", within(value, named)?),
        api::Type::Nullable(kind) => format!("Nullable{}", within(kind, named)?),
        api::Type::Named(it) => match &it.home {
            TypeScope::Component(wire) if it.number == 0 => {
                named.get_or_insert_with(|| wire.clone());
                word_of(component(wire)?)
            }
            TypeScope::Component(_) | TypeScope::Operation => return None,
        },
    })
}

impl Operation<'_> {
    /// Returns the name of the enum that contains the operation's errors.
    pub fn error_enum(&self) -> String {
        match &self.shared_error {
            Some(name) => format!("shared_errors::{name}"),
            None => self.error_name(),
        }
    }
}
