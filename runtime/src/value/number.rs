//! Numbers that come as text: with its feature `arbitrary_precision`, which any crate of a program
//! can turn on, `serde_json` shows a number as a map of one member.

use serde::de::{IgnoredAny, MapAccess};

use super::held::Held;
use super::scalar::Scalar;

/// The name of that member.
pub(super) const KEY: &str = "$serde_json::private::Number";

/// Returns the number that a text is; none for one out of range.
pub(super) fn parse(text: &str) -> Option<Scalar<'static>> {
    if let Ok(value) = text.parse::<i64>() {
        return Some(Scalar::Int(value));
    }
    if let Ok(value) = text.parse::<u64>() {
        return Some(Scalar::from(value));
    }
    let value = text.parse::<f64>().ok()?;
    value.is_finite().then_some(Scalar::Float(value))
}

/// Takes the first member of a map, and returns the text of the number that it is.
pub(super) fn text<'de, A: MapAccess<'de>>(entries: &mut A) -> Result<Option<String>, A::Error> {
    let Some(key) = entries.next_key::<Held<'de>>()? else {
        return Ok(None);
    };
    if key.text() != Some(KEY) {
        entries.next_value::<IgnoredAny>()?;
        return Ok(None);
    }
    let value = entries.next_value::<Held<'de>>()?;
    Ok(value.text().map(str::to_owned))
}
