//! What is said of values beyond their type, before and now.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::walk::{Spot, Walk};
use crate::model::Bound;

/// Whether some values that were allowed are not any more, and whether some are that were not.
#[derive(Clone, Copy, Default)]
struct Shift {
    fewer: bool,
    more: bool,
}

impl<'a> Walk<'a> {
    /// Compares bounds.
    pub(super) fn bounds(&mut self, old: &[Bound], new: &[Bound], spot: &Spot<'a>) {
        let value = |bounds: &[Bound], keyword| {
            let mut bounds = bounds.iter();
            let bound = bounds.find(|it: &&Bound| it.keyword == keyword);
            bound.map(|it| it.value.clone())
        };
        let mut keywords: Vec<&str> = old
            .iter()
            .chain(new)
            .map(|it| it.keyword.as_str())
            .collect();
        keywords.sort_unstable();
        keywords.dedup();
        for keyword in keywords {
            let (before, now) = (value(old, keyword), value(new, keyword));
            if before == now || is_equal(before.as_deref(), now.as_deref()) {
                continue;
            }
            let shift = shift(keyword, before.as_deref(), now.as_deref());
            let wire = Wire::breaking_if(
                (shift.fewer && spot.has_requests()) || (shift.more && spot.has_responses()),
            );
            let told = |it: Option<String>| it.map(|it| format!("{keyword}: {it}"));
            let both = (told(before), told(now));
            self.note(Kind::ConstraintChanged, spot, both, (wire, Rust::Same));
        }
    }
}

/// Returns whether two numbers are one: `5` and `5.0`.
fn is_equal(old: Option<&str>, new: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.and_then(|it| it.parse::<f64>().ok());
    number(old).is_some_and(|it| number(new) == Some(it))
}

/// Returns what the change of a bound means for the values that are allowed.
fn shift(keyword: &str, old: Option<&str>, new: Option<&str>) -> Shift {
    let number =
        |text: Option<&str>, absent: f64| text.map_or(Some(absent), |it| it.parse::<f64>().ok());
    let keyword = keyword.rsplit('.').next().unwrap_or(keyword);
    let ends = if keyword.starts_with("min") {
        // A higher least value leaves fewer, as a lower greatest one does; no length is below none.
        let least = match keyword {
            "minimum" => f64::NEG_INFINITY,
            _ => 0.0,
        };
        number(new, least).zip(number(old, least))
    } else if keyword.starts_with("max") {
        number(old, f64::INFINITY).zip(number(new, f64::INFINITY))
    } else if keyword == "format" {
        // What a format means is not checked by all.
        return Shift::default();
    } else {
        None
    };
    match ends {
        Some((left, right)) => Shift {
            fewer: left > right,
            more: left < right,
        },
        None => Shift {
            fewer: new.is_some(),
            more: old.is_some(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::shift;

    #[test]
    fn bounds_leave_fewer_values_or_more() {
        for (keyword, old, new, fewer, more) in [
            ("maxLength", None, Some("5"), true, false),
            ("maxLength", Some("5"), Some("4"), true, false),
            ("maxLength", Some("5"), Some("10"), false, true),
            ("minimum", Some("5"), Some("10"), true, false),
            ("minimum", Some("-1"), Some("-2.5"), false, true),
            ("minItems", Some("1"), None, false, true),
            ("minLength", None, Some("0"), false, false),
            ("items.maxLength", None, Some("5"), true, false),
            ("pattern", None, Some("\"a\""), true, false),
            ("pattern", Some("\"a\""), Some("\"b\""), true, true),
            ("uniqueItems", Some("true"), None, false, true),
            ("format", Some("\"uri\""), None, false, false),
        ] {
            let shift = shift(keyword, old, new);
            assert_eq!(
                (shift.fewer, shift.more),
                (fewer, more),
                "{keyword} {old:?} {new:?}"
            );
        }
    }
}
