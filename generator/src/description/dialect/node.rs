//! A JSON tree that preserves the order of members and the digits of numbers.

use std::fmt::{self, Display, Write as _};

use indexmap::IndexMap;
use serde_json::value::RawValue;

/// The maximum nesting depth of a text.
const DEEPEST: usize = 400;

/// The error for a text that is nested too deeply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDeep;

/// The members of an object, in the order of the text.
pub(super) type Members = IndexMap<String, Node>;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Object(Members),
    List(Vec<Node>),
    /// The JSON text of a string, a number, `true`, `false` or `null`.
    Scalar(String),
}

impl Node {
    /// Parses a text. Returns `None` if it is not valid JSON.
    pub(super) fn parse(json: &str) -> Result<Option<Self>, TooDeep> {
        match serde_json::from_str::<&RawValue>(json) {
            Ok(raw) => Self::of(raw, 0).map(Some),
            Err(_) => Ok(None),
        }
    }

    fn of(raw: &RawValue, depth: usize) -> Result<Self, TooDeep> {
        if depth > DEEPEST {
            return Err(TooDeep);
        }
        let text = raw.get();
        // A raw value is always valid JSON.
        if text.starts_with('{') {
            let members: IndexMap<String, &RawValue> =
                serde_json::from_str(text).unwrap_or_default();
            let members = members.into_iter();
            let members = members.map(|(key, raw)| Ok((key, Self::of(raw, depth + 1)?)));
            return members.collect::<Result<_, _>>().map(Self::Object);
        }
        if text.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
            let items = items.into_iter().map(|raw| Self::of(raw, depth + 1));
            return items.collect::<Result<_, _>>().map(Self::List);
        }
        Ok(Self::Scalar(text.to_owned()))
    }

    /// Creates an object.
    pub(super) fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        let members = members.map(|(key, value)| (key.to_owned(), value));
        Self::Object(members.into_iter().collect())
    }

    /// Creates a string.
    pub(super) fn text(text: &str) -> Self {
        Self::Scalar(serde_json::Value::from(text).to_string())
    }

    /// Creates a boolean.
    pub(super) fn flag(flag: bool) -> Self {
        Self::Scalar(flag.to_string())
    }

    /// Returns the members of an object.
    pub(super) fn members(&self) -> Option<&Members> {
        match self {
            Self::Object(members) => Some(members),
            Self::List(_) | Self::Scalar(_) => None,
        }
    }

    /// Returns the mutable members of an object.
    pub(super) fn members_mut(&mut self) -> Option<&mut Members> {
        match self {
            Self::Object(members) => Some(members),
            Self::List(_) | Self::Scalar(_) => None,
        }
    }

    /// Returns the items of a list.
    pub(super) fn items_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::List(items) => Some(items),
            Self::Object(_) | Self::Scalar(_) => None,
        }
    }

    /// Returns a member of an object.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.members()?.get(key)
    }

    /// Returns the value of a string.
    pub(super) fn as_text(&self) -> Option<String> {
        match self {
            Self::Scalar(text) => serde_json::from_str(text).ok(),
            Self::Object(_) | Self::List(_) => None,
        }
    }

    /// Returns the name of a type. An unquoted `null` in YAML also counts as the type `null`.
    pub(super) fn type_name(&self) -> Option<String> {
        let null = || self.is("null").then(|| "null".to_owned());
        self.as_text().or_else(null)
    }

    /// Returns whether the node is a scalar with this JSON text.
    pub(super) fn is(&self, scalar: &str) -> bool {
        matches!(self, Self::Scalar(text) if text == scalar)
    }

    /// Returns whether the node is a number.
    pub(super) fn is_number(&self) -> bool {
        let first = |text: &String| text.chars().next();
        matches!(self, Self::Scalar(text) if first(text).is_some_and(|it| it == '-' || it.is_ascii_digit()))
    }
}

/// Renames a member and keeps its position.
pub(super) fn rename(members: &mut Members, from: &str, to: &str) {
    let Some((index, _, value)) = members.shift_remove_full(from) else {
        return;
    };
    if !members.contains_key(to) {
        members.shift_insert(index, to.to_owned(), value);
    }
}

impl Display for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(text) => formatter.write_str(text),
            Self::List(items) => {
                formatter.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(formatter, "{comma}{item}")?;
                }
                formatter.write_char(']')
            }
            Self::Object(members) => {
                formatter.write_char('{')?;
                for (index, (key, value)) in members.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(formatter, "{comma}{}:{value}", Self::text(key))?;
                }
                formatter.write_char('}')
            }
        }
    }
}
