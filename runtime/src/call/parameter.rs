//! Serialization of parameters to strings, before percent-encoding.

use serde_json::Value as Json;

use crate::value::View;

/// The serialized value of a parameter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
    /// There is no value.
    Absent,
    /// One string.
    One(String),
    /// A list of strings.
    Many(Vec<String>),
}

impl Parameter {
    /// Returns a parameter's value. A union is serialized as its current variant. Nulls in a list are left out.
    ///
    /// # Errors
    ///
    /// Fails for a value that is not a string: an object, or a list in a list.
    pub(crate) fn of(value: View<'_>) -> Result<Self, NoText> {
        Ok(match value {
            View::Union(value) => return Self::of(value.view().1),
            View::List(list) => Self::Many(texts((0..list.len()).map(|index| list.view(index)))?),
            View::Json(Json::Array(items)) => Self::Many(texts(items.iter().map(View::Json))?),
            single => text(single)?.map_or(Self::Absent, Self::One),
        })
    }
}

/// The value is not a string.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoText;

fn texts<'a>(values: impl Iterator<Item = View<'a>>) -> Result<Vec<String>, NoText> {
    values.filter_map(|value| text(value).transpose()).collect()
}

fn text(value: View<'_>) -> Result<Option<String>, NoText> {
    Ok(Some(match value {
        View::Absent | View::Null | View::Json(Json::Null) => return Ok(None),
        View::Bool(value) => value.to_string(),
        View::Int(value) => value.to_string(),
        View::Uint(value) => value.to_string(),
        View::Float(value) => value.to_string(),
        View::Str(value) => value.to_owned(),
        View::Time(value) => value.to_string(),
        View::Date(value) => value.to_string(),
        View::Json(Json::String(value)) => value.clone(),
        View::Json(Json::Bool(value)) => value.to_string(),
        View::Json(Json::Number(value)) => value.to_string(),
        View::Union(value) => return text(value.view().1),
        View::Json(Json::Array(_) | Json::Object(_))
        | View::Object(_)
        | View::List(_)
        | View::Map(_) => return Err(NoText),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{NoText, Parameter};
    use crate::value::Value;

    enum Field {
        Number(i64),
        Names(Vec<String>),
        Unknown(Json),
    }

    crate::union! {
        enum Field {
            Number,
            Names,
        }
    }

    fn many(texts: &[&str]) -> Result<Parameter, NoText> {
        Ok(Parameter::Many(
            texts.iter().map(|&it| it.to_owned()).collect(),
        ))
    }

    fn one(text: &str) -> Result<Parameter, NoText> {
        Ok(Parameter::One(text.to_owned()))
    }

    #[test]
    fn serializes_a_union_as_its_current_variant() {
        assert_eq!(Parameter::of(Field::Number(7).view()), one("7"));
        let names = Field::Names(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(Parameter::of(names.view()), many(&["a", "b"]));
        let unknown = |value| Parameter::of(Field::Unknown(value).view());
        assert_eq!(unknown(json!("x")), one("x"));
        assert_eq!(unknown(json!([1, null, true])), many(&["1", "true"]));
        assert_eq!(unknown(Json::Null), Ok(Parameter::Absent));
        assert_eq!(unknown(json!({"a": 1})), Err(NoText));
    }

    #[test]
    fn refuses_objects_and_nested_lists() {
        assert_eq!(
            Parameter::of(vec![vec!["a".to_owned()]].view()),
            Err(NoText)
        );
        assert_eq!(Parameter::of(json!([{}]).view()), Err(NoText));
    }
}
