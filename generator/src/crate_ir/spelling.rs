//! Spells types for code in the crate, for code that uses the crate, and for documentation. No other module spells
//! types.

use std::fmt;

use super::name;
use super::operation::Content;
use super::types::{Field, Member, Named, SchemaFile, Type, TypeScope};

/// The position from which code names a type.
#[derive(Clone, Copy, Debug)]
pub enum From<'a> {
    /// The module of a component schema.
    Schema(&'a SchemaFile<'a>),
    /// A module of an operation.
    Operation,
    /// The module `conformance`, for an operation of this tag's module.
    Table(&'a str),
    /// Code that uses the crate.
    User {
        /// The name of the crate in that code.
        krate: &'a str,
        /// The module of the operation's tag.
        tag: &'a str,
    },
    /// Documentation text, which omits modules if the names are unambiguous.
    Text,
}

/// A spelled type: a path with type arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// The segments of the path, without `r#`.
    pub path: Vec<String>,
    /// The type arguments; `()` is an empty path without arguments.
    pub arguments: Vec<Spelled>,
}

impl Type {
    /// Returns the spelling of the type.
    pub fn spelled(&self, from: From<'_>) -> Spelled {
        match self {
            Self::Bool => Spelled::name("bool"),
            Self::Int => Spelled::name("i64"),
            Self::Uint => Spelled::name("u64"),
            Self::Float => Spelled::name("f64"),
            Self::Str => Spelled::name("String"),
            Self::Time => Spelled::of_runtime(from, &["jiff", "Timestamp"]),
            Self::Date => Spelled::of_runtime(from, &["jiff", "civil", "Date"]),
            Self::Json => Spelled::of_runtime(from, &["serde_json", "Value"]),
            Self::List(item) => Spelled::name("Vec").with(item.spelled(from)),
            Self::Map(value) => {
                let value = value.spelled(from);
                match from {
                    From::Text => Spelled::name("Map").with(value),
                    _ => Spelled::path(["std", "collections", "BTreeMap"])
                        .with(Self::Str.spelled(from))
                        .with(value),
                }
            }
            Self::Nullable(kind) => kind.spelled(from).optional(),
            Self::Named(named) => named.spelled(from),
        }
    }

    /// Returns the spelling of the type in documentation text.
    pub fn display(&self) -> String {
        self.spelled(From::Text).to_string()
    }

    /// Returns whether the spelling contains a path into the runtime.
    pub(super) fn is_of_runtime(&self) -> bool {
        match self {
            Self::Time | Self::Date | Self::Json => true,
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.is_of_runtime(),
            Self::Bool | Self::Int | Self::Uint | Self::Float | Self::Str | Self::Named(_) => false,
        }
    }
}

impl Named {
    /// Returns the spelling of the type.
    pub fn spelled(&self, from: From<'_>) -> Spelled {
        let name = self.name.as_str();
        match (&self.home, from) {
            (TypeScope::Operation, From::Table(tag)) => Spelled::path([tag, name]),
            (TypeScope::Operation, From::User { krate, tag }) => Spelled::path([krate, tag, name]),
            (TypeScope::Operation | TypeScope::Types, From::Text) | (TypeScope::Operation, _) => {
                Spelled::name(name)
            }
            (TypeScope::Types, From::Schema(file)) => {
                match file.types.first().is_some_and(|def| def.name == name) {
                    true => Spelled::name(name),
                    false => Spelled::path(["super", name]),
                }
            }
            (TypeScope::Within(module), From::Schema(file)) => match file.module == *module {
                true => Spelled::name(name),
                false => Spelled::path(["super", module, name]),
            },
            (TypeScope::Types, From::User { krate, .. }) => Spelled::path([krate, "types", name]),
            (TypeScope::Types, _) => Spelled::path(["types", name]),
            (TypeScope::Within(module), From::Text) => Spelled::path([module, name]),
            (TypeScope::Within(module), From::User { krate, .. }) => {
                Spelled::path([krate, "types", module, name])
            }
            (TypeScope::Within(module), _) => Spelled::path(["types", module, name]),
        }
    }
}

impl Member<'_> {
    /// Returns the spelling of a value's type. Ignores whether the value is optional.
    pub fn value_spelled(&self, from: From<'_>) -> Spelled {
        let kind = self.kind.spelled(from);
        match self.boxed && !matches!(from, From::Text) {
            true => Spelled::name("Box").with(kind),
            false => kind,
        }
    }

    /// Returns the spelling of the field's type.
    pub fn spelled(&self, from: From<'_>) -> Spelled {
        let value = self.value_spelled(from);
        match self.field {
            Field::Plain => value,
            Field::Optional => value.optional(),
            Field::ThreeValued => Spelled::of_runtime(from, &["Nullable"]).with(value),
        }
    }

    /// Returns the spelling of the field's type in documentation text, without boxes.
    pub fn display(&self) -> String {
        self.spelled(From::Text).to_string()
    }
}

impl Content<'_> {
    /// Returns the spelling of a response body's type.
    pub fn spelled(&self, from: From<'_>) -> Spelled {
        match self {
            Self::Empty => Spelled::path([]),
            Self::YesOrNo => Type::Bool.spelled(from),
            Self::Json(kind) => kind.spelled(from),
            Self::JsonOrEmpty(kind) => kind.spelled(from).optional(),
            Self::Text => Type::Str.spelled(from),
            Self::Binary => Spelled::of_runtime(from, &["Bytes"]),
            Self::Redirect => Spelled::of_runtime(from, &["Redirect"]),
            Self::ByStatus(name, _) => Named {
                name: name.clone(),
                home: TypeScope::Operation,
            }
            .spelled(from),
        }
    }

    /// Returns the spelling of a response body's type in documentation text.
    pub fn display(&self) -> String {
        self.spelled(From::Text).to_string()
    }
}

impl Spelled {
    fn path<const N: usize>(parts: [&str; N]) -> Self {
        Self {
            path: parts.map(str::to_owned).to_vec(),
            arguments: Vec::new(),
        }
    }

    fn name(name: &str) -> Self {
        Self::path([name])
    }

    /// Returns the path of a runtime item.
    pub(super) fn of_runtime(from: From<'_>, parts: &[&str]) -> Self {
        let root = match from {
            From::Text => return Self::name(parts.last().copied().unwrap_or_default()),
            From::User { krate, .. } => krate,
            From::Schema(_) | From::Operation | From::Table(_) => "runtime",
        };
        let path = [root].into_iter().chain(parts.iter().copied());
        Self {
            path: path.map(str::to_owned).collect(),
            arguments: Vec::new(),
        }
    }

    pub(super) fn with(mut self, argument: Self) -> Self {
        self.arguments.push(argument);
        self
    }

    fn optional(self) -> Self {
        Self::name("Option").with(self)
    }
}

impl Spelled {
    /// Returns the code of the type, with raw identifiers where necessary.
    pub fn code(&self) -> String {
        self.written(&name::raw)
    }

    fn written(&self, part: &dyn Fn(&str) -> String) -> String {
        if self.path.is_empty() {
            return "()".to_owned();
        }
        let path: Vec<String> = self.path.iter().map(|it| part(it)).collect();
        let arguments: Vec<String> = self.arguments.iter().map(|it| it.written(part)).collect();
        match arguments.is_empty() {
            true => path.join("::"),
            false => format!("{}<{}>", path.join("::"), arguments.join(", ")),
        }
    }
}

/// Returns a string literal.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

impl fmt::Display for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(&str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::{From, Named, Type, TypeScope};

    #[test]
    fn the_spelling_of_a_type_depends_on_the_position() {
        let part = Type::Named(Named {
            name: "Part".to_owned(),
            home: TypeScope::Within("type".to_owned()),
        });
        let own = Type::Named(Named {
            name: "Own".to_owned(),
            home: TypeScope::Operation,
        });
        let user = From::User {
            krate: "client",
            tag: "teams",
        };
        for (kind, from, expected) in [
            (&part, From::Operation, "types::type::Part"),
            (&part, From::Text, "type::Part"),
            (&part, user, "client::types::type::Part"),
            (&own, From::Operation, "Own"),
            (&own, From::Table("teams"), "teams::Own"),
            (&own, user, "client::teams::Own"),
            (&Type::Date, From::Operation, "runtime::jiff::civil::Date"),
            (&Type::Date, From::Text, "Date"),
        ] {
            assert_eq!(kind.spelled(from).to_string(), expected);
        }
        let parts = Type::Map(Box::new(Type::Nullable(Box::new(part))));
        assert_eq!(parts.display(), "Map<Option<type::Part>>");
        assert_eq!(
            parts.spelled(user).code(),
            "std::collections::BTreeMap<String, Option<client::types::r#type::Part>>"
        );
    }
}
