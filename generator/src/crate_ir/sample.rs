//! Sample values for documentation, forms and snippets, for use where the description contains no example.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::context::Types;
use super::{Body, BodyContent, Member, Named, Parameter, Shape, Struct, Type, Union};

/// The sample of a text body or a file.
pub const TEXT: &str = "Hello, world";

/// A JSON value. The members of its objects keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number that is not an integer.
    Float(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Returns the value as a parameter: the first item of a list, a string without quotes, otherwise JSON.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.first().map(Self::text).unwrap_or_default(),
            other => serde_json::to_string(other).unwrap_or_default(),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(it) => serializer.serialize_bool(*it),
            Self::Int(it) => serializer.serialize_i64(*it),
            Self::Float(it) => serializer.serialize_f64(*it),
            Self::Text(it) => serializer.serialize_str(it),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// Returns the sample of a parameter. The sample of an arbitrary string is the parameter's name in capitals.
pub fn parameter(types: &Types<'_>, parameter: &Parameter) -> Value {
    match &parameter.kind {
        Type::Str => Value::Text(parameter.wire.to_uppercase()),
        kind => value(types, kind),
    }
}

/// Returns the sample of a request body.
pub fn body(types: &Types<'_>, body: &Body) -> Value {
    match &body.content {
        BodyContent::Json(kind) => value(types, kind),
        BodyContent::Text(_) | BodyContent::Binary(_) => Value::Text(TEXT.to_owned()),
    }
}

/// Returns the sample of a property that requests must contain.
pub fn member(types: &Types<'_>, member: &Member) -> Value {
    Sampler::new(types).member(member)
}

/// Returns the sample of a type, with the properties that requests must contain.
pub fn value(types: &Types<'_>, kind: &Type) -> Value {
    Sampler::new(types).value(kind)
}

/// Builds samples recursively. In a recursive schema, a list is empty if it would contain an outer type again.
struct Sampler<'t> {
    types: &'t Types<'t>,
    /// The named types around the current value.
    around: Vec<Named>,
}

impl<'t> Sampler<'t> {
    fn new(types: &'t Types<'t>) -> Self {
        let around = Vec::new();
        Self { types, around }
    }

    fn value(&mut self, kind: &Type) -> Value {
        match kind {
            Type::Bool => Value::Bool(true),
            Type::Int | Type::Uint => Value::Int(1),
            Type::Float => Value::Float(1.0),
            Type::Str => Value::Text("octocat".to_owned()),
            Type::Time => Value::Text("2025-10-13T00:00:00Z".to_owned()),
            Type::Date => Value::Text("2025-10-13".to_owned()),
            Type::Json | Type::Nullable(_) => Value::Null,
            Type::List(item) if self.is_around(item) => Value::List(Vec::new()),
            Type::List(item) => Value::List(vec![self.value(item)]),
            Type::Map(_) => Value::Object(Vec::new()),
            Type::Named(named) => self.named(named),
        }
    }

    fn named(&mut self, named: &Named) -> Value {
        if self.around.contains(named) {
            return Value::Object(Vec::new());
        }
        let Some(def) = self.types.find(named) else {
            return Value::Null;
        };
        self.around.push(named.clone());
        let value = match &def.shape {
            Shape::Alias(kind) => self.value(kind),
            Shape::Enum(values) => {
                Value::Text(values.first().map(|it| it.wire.clone()).unwrap_or_default())
            }
            Shape::Struct(body) => self.structure(body),
            Shape::Union(union) => self.union(union),
        };
        self.around.pop();
        value
    }

    fn structure(&mut self, body: &Struct) -> Value {
        let members = body.asked();
        Value::Object(
            members
                .map(|it| (it.wire.clone(), self.member(it)))
                .collect(),
        )
    }

    fn member(&mut self, member: &Member) -> Value {
        match &member.kind {
            Type::List(_) | Type::Map(_) if member.takes_null => Value::Null,
            kind => self.value(kind),
        }
    }

    /// Returns the sample of the first variant that is a single word, otherwise of the first variant that is not
    /// recursive.
    fn union(&mut self, union: &Union) -> Value {
        let mut kinds = union.variants.iter().map(|it| &it.kind);
        let is_word = |kind: &&Type| matches!(kind, Type::Str | Type::Int | Type::Uint);
        let word = kinds.clone().find(is_word);
        match word.or_else(|| kinds.find(|it| !self.is_around(it))) {
            Some(kind) => self.value(kind),
            None => Value::Null,
        }
    }

    /// Returns whether a type is one of the types around the current value.
    fn is_around(&self, kind: &Type) -> bool {
        match kind {
            Type::Named(named) => self.around.contains(named),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_parameter_is_the_first_item_without_quotes() {
        let list = Value::List(vec![Value::Text("a".to_owned()), Value::Int(1)]);
        assert_eq!(list.text(), "a");
        assert_eq!(Value::Float(1.0).text(), "1.0");
        assert_eq!(Value::Null.text(), "null");
    }
}
