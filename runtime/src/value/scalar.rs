//! Booleans, numbers and strings: which place takes which, and what the rest is called.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::place::Place;

/// One value that is neither null nor an array nor an object.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Bool(bool),
    Int(i64),
    /// An integer beyond 64 signed bits.
    Large(u64),
    Float(f64),
    Str(&'a str),
}

/// Why a place did not take a value as it is: what was found.
pub(super) enum Misfit {
    /// The place has it all the same.
    Kept(String),
    /// The place is as it was.
    Refused(String),
}

/// Puts a value into a place.
pub(super) fn store(place: &mut Place<'_>, value: &Scalar<'_>) -> Result<(), Misfit> {
    match (place, value) {
        (Place::Bool(it), Scalar::Bool(value)) => **it = *value,
        (Place::Int(it), Scalar::Int(value)) => **it = *value,
        (Place::Int(it), Scalar::Float(value)) => {
            **it = integral(*value).ok_or_else(|| Misfit::Refused(format!("`{value}`")))?;
        }
        (Place::Float(it), Scalar::Int(value)) => **it = *value as f64,
        (Place::Float(it), Scalar::Large(value)) => **it = *value as f64,
        (Place::Float(it), Scalar::Float(value)) => **it = *value,
        (Place::Str(it), Scalar::Str(value)) => {
            **it = (*value).to_owned();
        }
        (Place::Time(it), Scalar::Str(value)) => {
            **it = value.parse().map_err(|_| Misfit::Refused(quoted(value)))?;
        }
        (Place::Date(it), Scalar::Str(value)) => {
            **it = value
                .parse::<Date>()
                .map_err(|_| Misfit::Refused(quoted(value)))?;
            if it.to_string() != *value {
                return Err(Misfit::Kept(quoted(value)));
            }
        }
        (Place::Enum(it), Scalar::Str(value)) => {
            if !it.set(value) {
                return Err(Misfit::Kept(quoted(value)));
            }
        }
        (Place::Json(it), value) => **it = value.to_json(),
        (_, value) => return Err(Misfit::Refused(value.describe())),
    }
    Ok(())
}

/// Returns the integer that a number without a fraction is.
pub(super) fn integral(value: f64) -> Option<i64> {
    /// 2⁶³: every `f64` below it that has no fraction is an `i64` exactly.
    const LIMIT: f64 = (1_u64 << 63) as f64;
    let exact = value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value);
    exact.then_some(value as i64)
}

/// Returns whether a string reads as a date and time, or as a date.
pub(super) fn reads_as_time(value: &str) -> bool {
    value.parse::<Timestamp>().is_ok()
}

/// Returns whether a string reads as a date.
pub(super) fn reads_as_date(value: &str) -> bool {
    value.parse::<Date>().is_ok()
}

/// Returns what a value is, in words.
pub(super) fn describe(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(_) => "a boolean".to_owned(),
        Json::Number(number) => format!("`{number}`"),
        Json::String(_) => "a string".to_owned(),
        Json::Array(_) => "an array".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

/// Returns a string value for a report: in one line, and not all of a long one.
pub(super) fn quoted(value: &str) -> String {
    const LONGEST: usize = 64;
    let mut short: String = value
        .chars()
        .take(LONGEST)
        .flat_map(char::escape_debug)
        .collect();
    if value.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}

impl From<u64> for Scalar<'_> {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Self::Large(value), Self::Int)
    }
}

impl Scalar<'_> {
    fn to_json(self) -> Json {
        match self {
            Self::Bool(value) => Json::from(value),
            Self::Int(value) => Json::from(value),
            Self::Large(value) => Json::from(value),
            Self::Float(value) => Json::from(value),
            Self::Str(value) => Json::from(value),
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Bool(_) => "a boolean".to_owned(),
            Self::Int(value) => format!("`{value}`"),
            Self::Large(value) => format!("`{value}`"),
            Self::Float(value) => format!("`{value}`"),
            Self::Str(_) => "a string".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::integral;

    #[test]
    fn integers_are_those_that_64_bits_hold_exactly() {
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        assert_eq!(integral(2.0), Some(2));
        assert_eq!(integral(-0.0), Some(0));
        assert_eq!(integral(-LIMIT), Some(i64::MIN));
        assert_eq!(integral(LIMIT.next_down()), Some(i64::MAX - 1023));
        for value in [0.5, LIMIT, (-LIMIT).next_down(), f64::NAN, f64::INFINITY] {
            assert_eq!(integral(value), None, "{value}");
        }
    }
}
