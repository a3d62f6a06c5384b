//! Parameters as text.

use crate::value::View;

/// Returns a parameter's value as it goes into a path or a query, before it is encoded; none if
/// there is no value.
///
/// # Errors
///
/// Fails for a value that has no such text: an array or an object.
pub(crate) fn text(value: View<'_>) -> Result<Option<String>, NoText> {
    Ok(Some(match value {
        View::Absent | View::Null => return Ok(None),
        View::Bool(value) => value.to_string(),
        View::Int(value) => value.to_string(),
        View::Float(value) => value.to_string(),
        View::Str(value) => value.to_owned(),
        View::Time(value) => value.to_string(),
        View::Date(value) => value.to_string(),
        View::Json(value) => match value {
            serde_json::Value::Null => return Ok(None),
            serde_json::Value::String(value) => value.clone(),
            serde_json::Value::Array(_) | serde_json::Value::Object(_) => return Err(NoText),
            scalar => scalar.to_string(),
        },
        View::Union(value) => return text(value.view().1),
        View::Object(_) | View::List(_) | View::Map(_) => return Err(NoText),
    }))
}

/// The value has no text.
#[derive(Debug)]
pub(crate) struct NoText;
