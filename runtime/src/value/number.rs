//! Numbers as text. Any crate of a program may enable the feature `arbitrary_precision` of `serde_json`, which then
//! presents a number as a map with one entry.

use super::scalar::Scalar;

/// The key of the entry that represents a number.
pub(super) const KEY: &str = "$serde_json::private::Number";

/// Parses a number. Returns `None` if the number is out of range.
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

/// Returns whether an `f64` represents a decimal number. This is the case if the `f64`, printed with as many digits,
/// gives the same number. So `0.1` is represented, but 2⁵³ + 1 is not.
pub(crate) fn holds(value: f64, text: &str) -> bool {
    /// The maximum number of significant digits of an `f64`, which the smallest `f64` has.
    const MOST: usize = 767;
    /// A normal `f64` represents any number with up to this many digits.
    const SURE: usize = f64::DIGITS as usize;
    let digits = significant(text);
    match digits.len() {
        0 => value == 0.0,
        1..=SURE if value.is_normal() => true,
        1..=MOST => significant(&format!("{value:.*e}", digits.len() - 1)) == digits,
        _ => false,
    }
}

/// Returns the digits of a decimal number without leading and trailing zeros.
fn significant(text: &str) -> String {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_float_represents_the_numbers_that_round_trip() {
        for text in [
            "0",
            "-0.0",
            "0e5",
            "0.1",
            "-1.5e300",
            "123456789012345",
            "9007199254740992",
            "-9007199254740994",
            "9223372036854775808",
            "9223372036854776000",
            "18446744073709552000",
            "1e22",
            "9007199254740993e3",
            "1.7976931348623157e308",
            "5e-324",
            "0.30000000000000004",
            // 0.1 as C prints it with twenty digits, and with all digits of the `f64`.
            "0.10000000000000000555",
            "0.1000000000000000055511151231257827021181583404541015625",
            "1000000000000000000000000000000000",
        ] {
            assert!(holds(text.parse().unwrap(), text), "{text}");
        }
        for text in [
            "9007199254740993",
            "-9007199254740993",
            "9223372036854775807",
            "18446744073709551615",
            "36893488147419103233",
            "3.14159265358979323846",
            "0.99999999999999999999",
            "1e-400",
            "1.2345678e-320",
            &format!("1{}1", "0".repeat(1000)),
        ] {
            assert!(!holds(text.parse().unwrap(), text), "{text}");
        }
    }
}
