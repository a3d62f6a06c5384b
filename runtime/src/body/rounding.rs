//! Finds numbers that an `f64` rounds. `serde_json` returns only the rounded value, so this module searches the body's
//! text.

use std::collections::BTreeMap;

use crate::base::drift::{Correction, Drift};
use crate::body::repair;
use crate::value::{LeftOut, View, holds, number_at, quoted, shortened};

/// The number of digits that every `f64` represents, plus one. A shorter number without an exponent is never rounded.
const SHORTEST: usize = 16;

/// The length of the shortest number that an `f64` rounds: `1e-324`, which rounds to 0.
const STRIDE: usize = 6;

/// Returns whether a body may contain a number that an `f64` rounds. For speed, the search checks only one byte in
/// [`STRIDE`], and also matches digits within strings.
pub(crate) fn is_possible(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let mut next = at + STRIDE;
        let is_in_number = match byte {
            b'0'..=b'9' | b'.' | b'-' => true,
            b'e' | b'E' => bytes.get(at + 1) == Some(&b'-'),
            _ => false,
        };
        if is_in_number {
            let (before, behind) = bytes.split_at(at);
            let start = at - before.iter().rev().take_while(|it| is_part(it)).count();
            let end = at + behind.iter().take_while(|it| is_part(it)).count();
            let text = bytes.get(start..end).unwrap_or_default();
            if std::str::from_utf8(text).is_ok_and(is_rounded) {
                return true;
            }
            next = next.max(end.next_multiple_of(STRIDE));
        }
        at = next;
    }
    false
}

/// Returns whether a number is neither a 64-bit integer nor exactly representable as `f64`.
pub(crate) fn is_rounded(text: &str) -> bool {
    (text.len() >= SHORTEST || text.contains(['e', 'E']))
        && text.parse::<i64>().is_err()
        && text.parse::<u64>().is_err()
        && text
            .parse::<f64>()
            .is_ok_and(|value| value.is_finite() && !holds(value, text))
}

/// Records drift for each rounded number of the decoded value. Numbers in undeclared properties are ignored.
pub(crate) fn note(bytes: &[u8], value: View<'_>, noted: &mut Vec<Drift>) {
    let mut rounded: BTreeMap<String, String> = repair::rounded(bytes).into_iter().collect();
    let left_out = LeftOut::of(noted);
    let new = |path: &str, text: &str| {
        Drift::new(path, "a number", quoted(text)).with_raw(shortened(text))
    };
    for drift in noted.iter_mut() {
        if let Some(text) = rounded.remove(&drift.path) {
            let exact = new(&drift.path, &text);
            drift.take_found(exact);
        }
    }
    for (path, text) in rounded {
        if let Some(read) = number_at(value, &path, &text, &left_out) {
            let read = Correction::ReadAs(read.to_string());
            noted.push(new(&path, &text).corrected(read));
        }
    }
}

/// Returns whether a byte can be part of a number.
fn is_part(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
}

#[cfg(test)]
mod tests {
    use super::is_possible;

    #[test]
    fn a_long_number_is_found_at_every_offset() {
        for shift in 0..40 {
            let body = |number: &str| format!("{}[{number}]", " ".repeat(shift));
            for number in [
                "36893488147419103233",
                "-36893488147419103233",
                "3.14159265358979323846",
                "314159265358979323846e-20",
                "1e-400",
                "5E-9999",
                "-0.1e-400",
                "1.2345678e-320",
            ] {
                assert!(is_possible(body(number).as_bytes()), "{shift} {number}");
            }
            for number in [
                "18446744073709551615",
                "0.30000000000000004",
                "1e300",
                "1e-300",
                "0e-400",
            ] {
                assert!(!is_possible(body(number).as_bytes()), "{shift} {number}");
            }
        }
    }

    #[test]
    fn the_search_is_linear() {
        let digits = format!(r#"["{}"]"#, "1-".repeat(500_000));
        let start = std::time::Instant::now();
        assert!(!is_possible(digits.as_bytes()));
        assert!(start.elapsed().as_secs() < 5);
    }
}
