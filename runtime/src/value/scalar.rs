//! Decodes booleans, numbers and strings.

use std::fmt::Display;

use serde_json::Value as Json;

use super::place::Place;
pub(super) use super::time::{is_date as reads_as_date, is_timestamp as reads_as_time};
use super::{number, time};

/// A value that is not null, an array or an object.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Bool(bool),
    Int(i64),
    /// An integer beyond `i64::MAX`.
    Large(u64),
    Float(f64),
    Str(&'a str),
}

/// Why a place does not accept a value unchanged.
pub(super) enum Mismatch {
    /// The value is not declared, but the place keeps it.
    Kept,
    /// The place got a different value, which the text describes.
    ReadAs(String),
    /// The place was not changed.
    Refused,
}

/// Decodes a value into a place.
pub(super) fn store(place: &mut Place<'_>, value: &Scalar<'_>) -> Result<(), Mismatch> {
    match (place, value) {
        (Place::Bool(it), Scalar::Bool(value)) => **it = *value,
        (Place::Int(it), Scalar::Int(value)) => **it = *value,
        (Place::Int(it), Scalar::Large(_)) => return read_as(*it, i64::MAX),
        (Place::Int(it), Scalar::Float(value)) => match integral(*value) {
            Some(read) if may_be_rounded(*value) => return read_as(*it, read),
            Some(value) => **it = value,
            // `as` saturates at the limits of the integer type.
            None if value.fract() == 0.0 => return read_as(*it, *value as i64),
            None => return Err(Mismatch::Refused),
        },
        (Place::Uint(it), Scalar::Int(value)) => {
            **it = u64::try_from(*value).map_err(|_| Mismatch::Refused)?;
        }
        (Place::Uint(it), Scalar::Large(value)) => **it = *value,
        (Place::Uint(it), Scalar::Float(value)) if *value >= 0.0 => match unsigned(*value) {
            Some(read) if may_be_rounded(*value) => return read_as(*it, read),
            Some(value) => **it = value,
            None if value.fract() == 0.0 => return read_as(*it, *value as u64),
            None => return Err(Mismatch::Refused),
        },
        (Place::Float(it), Scalar::Int(value)) => {
            return float(it, *value as f64, value.unsigned_abs());
        }
        (Place::Float(it), Scalar::Large(value)) => return float(it, *value as f64, *value),
        (Place::Float(it), Scalar::Float(value)) => **it = *value,
        (Place::Str(it), Scalar::Str(value)) => {
            **it = (*value).to_owned();
        }
        (Place::Time(it), Scalar::Str(value)) => {
            return found(*it, time::timestamp(value));
        }
        (Place::Time(it), Scalar::Int(value)) => {
            return read_as(*it, time::unix(*value).ok_or(Mismatch::Refused)?);
        }
        (Place::Date(it), Scalar::Str(value)) => return found(*it, time::date(value)),
        (Place::Enum(it), Scalar::Str(value)) => {
            if !it.set(value) {
                return Err(Mismatch::Kept);
            }
        }
        (Place::Json(it), value) => **it = value.to_json(),
        _ => return Err(Mismatch::Refused),
    }
    Ok(())
}

/// Decodes a value that the place cannot represent.
fn read_as<T: Copy + Display>(place: &mut T, value: T) -> Result<(), Mismatch> {
    *place = value;
    Err(Mismatch::ReadAs(value.to_string()))
}

/// Decodes a date or time.
fn found<T: Copy + Display>(place: &mut T, found: Option<time::Found<T>>) -> Result<(), Mismatch> {
    let found = found.ok_or(Mismatch::Refused)?;
    if !found.is_exact {
        return read_as(place, found.value);
    }
    *place = found.value;
    Ok(())
}

/// Decodes an integer into a float.
fn float(place: &mut f64, value: f64, magnitude: u64) -> Result<(), Mismatch> {
    const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
    if magnitude > EXACT && !number::holds(value, &magnitude.to_string()) {
        return read_as(place, value);
    }
    *place = value;
    Ok(())
}

/// Returns whether a float without a fraction may be the rounded form of a different integer. From 2⁵³ on, an `f64`
/// cannot represent every integer.
fn may_be_rounded(value: f64) -> bool {
    const FIRST: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    value.abs() >= FIRST
}

/// Returns the integer value of a number without a fraction.
pub(super) fn integral(value: f64) -> Option<i64> {
    /// 2⁶³: every smaller `f64` without a fraction is exactly an `i64`.
    const LIMIT: f64 = (1_u64 << 63) as f64;
    let exact = value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value);
    exact.then_some(value as i64)
}

/// Returns the unsigned integer value of a number without a fraction.
pub(super) fn unsigned(value: f64) -> Option<u64> {
    /// 2⁶⁴: every smaller `f64` without a fraction is exactly a `u64`.
    const LIMIT: f64 = u64::MAX as f64;
    let exact = value.fract() == 0.0 && (0.0..LIMIT).contains(&value);
    exact.then_some(value as u64)
}

/// Describes a value for a report.
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

/// Quotes a string for a report: on one line, and shortened.
pub(crate) fn quoted(value: &str) -> String {
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

    /// Describes a value for a report. A string is quoted only if the description allows certain strings.
    pub(super) fn describe(&self, place: &Place<'_>) -> String {
        match (self, place) {
            (Self::Bool(_), _) => "a boolean".to_owned(),
            (Self::Int(value), _) => format!("`{value}`"),
            (Self::Large(value), _) => format!("`{value}`"),
            (Self::Float(value), _) => format!("`{value}`"),
            (Self::Str(value), Place::Enum(_) | Place::Time(_) | Place::Date(_)) => quoted(value),
            (Self::Str(_), _) => "a string".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{integral, unsigned};

    #[test]
    fn unsigned_integers_must_be_exact_in_64_bits() {
        const LIMIT: f64 = 18_446_744_073_709_551_616.0;
        assert_eq!(unsigned(2.0), Some(2));
        assert_eq!(unsigned(-0.0), Some(0));
        assert_eq!(unsigned(LIMIT.next_down()), Some(u64::MAX - 2047));
        for value in [0.5, LIMIT, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(unsigned(value), None, "{value}");
        }
    }

    #[test]
    fn integers_must_be_exact_in_64_bits() {
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
