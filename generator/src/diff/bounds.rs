//! Compares the constraints of values.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::walk::{Location, Walk};
use crate::api::Bound;

use serde_json::Value as Json;

/// Whether the new constraints forbid some old values, and whether they allow new ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shift {
    fewer: bool,
    more: bool,
}

impl<'a> Walk<'a> {
    /// Compares constraints. If a change from index `from` on already reports a different type of the value or its
    /// items, that change includes the constraints.
    pub(super) fn bounds(
        &mut self,
        old: &[Bound],
        new: &[Bound],
        from: usize,
        location: &Location<'a>,
    ) {
        let retyped = self.retyped(from, location);
        for keyword in keywords(old, new) {
            if retyped.is_some_and(|it| keyword.matches('.').count() >= it) {
                continue;
            }
            let (before, now) = (value(old, keyword), value(new, keyword));
            if is_same(keyword, before, now) {
                continue;
            }
            let shift = shift(keyword, old, new);
            let wire = Wire::breaking_if(
                (shift.fewer && location.has_requests())
                    || (shift.more && location.has_responses()),
            );
            let describe = |it: Option<&str>| it.map(|it| format!("{keyword}: {it}"));
            let both = (describe(before), describe(now));
            self.note(Kind::ConstraintChanged, location, both, (wire, Rust::Same));
        }
    }
}

/// Returns whether `wide` allows each value that `narrow` allows, as far as constraints show this.
pub(super) fn are_within(narrow: &[Bound], wide: &[Bound]) -> bool {
    let keywords = keywords(narrow, wide);
    !keywords.into_iter().any(|it| shift(it, narrow, wide).fewer)
}

/// Returns the keywords of constraints, without duplicates.
fn keywords<'b>(old: &'b [Bound], new: &'b [Bound]) -> Vec<&'b str> {
    let all = old.iter().chain(new);
    let mut keywords: Vec<&str> = all.map(|it| it.keyword.as_str()).collect();
    keywords.sort_unstable();
    keywords.dedup();
    keywords
}

fn value<'b>(bounds: &'b [Bound], keyword: &str) -> Option<&'b str> {
    let bound = bounds.iter().find(|it| it.keyword == keyword);
    bound.map(|it| it.value.as_str())
}

/// Returns whether two values of a keyword have the same meaning, such as `5` and `5.0`, or the same list in a
/// different order.
fn is_same(keyword: &str, old: Option<&str>, new: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.and_then(|it| it.parse::<f64>().ok());
    let is_enum = keyword.rsplit('.').next() == Some("enum");
    old == new
        || number(old).is_some_and(|it| number(new) == Some(it))
        || (is_enum && old.is_some() && new.is_some() && listed(old, new) == Shift::default())
}

/// Returns the effect of a changed constraint on the allowed values.
fn shift(keyword: &str, old: &[Bound], new: &[Bound]) -> Shift {
    let (of, last) = keyword.rsplit_once('.').unwrap_or(("", keyword));
    let beside = |name: &str| match of {
        "" => name.to_owned(),
        _ => format!("{of}.{name}"),
    };
    let end = |bounds: &[Bound], name: &str, open: &str, absent: f64| {
        let text = value(bounds, &beside(name));
        let number = text.map_or(Some(absent), |it| it.parse::<f64>().ok())?;
        Some((number, value(bounds, &beside(open)) == Some("true")))
    };
    // A higher minimum allows fewer values, and so does a lower maximum.
    let least = |bounds: &[Bound]| {
        let (number, is_open) = end(bounds, "minimum", "exclusiveMinimum", f64::NEG_INFINITY)?;
        Some((number, u8::from(is_open)))
    };
    let most = |bounds: &[Bound]| {
        let (number, is_open) = end(bounds, "maximum", "exclusiveMaximum", f64::INFINITY)?;
        Some((-number, u8::from(is_open)))
    };
    // A minimum length of 0 allows every length.
    let length = |bounds: &[Bound]| {
        let text = value(bounds, keyword);
        let is_least = last.starts_with("min");
        match text.map(|it| it.parse::<f64>().ok()) {
            Some(number) => number.map(|it| (if is_least { it } else { -it }, 0)),
            None => Some((if is_least { 0.0 } else { f64::NEG_INFINITY }, 0)),
        }
    };
    let (before, now) = (value(old, keyword), value(new, keyword));
    let ends = match last {
        "minimum" | "exclusiveMinimum" => (least(old), least(new)),
        "maximum" | "exclusiveMaximum" => (most(old), most(new)),
        "enum" => return listed(before, now),
        "multipleOf" => return multiples(before, now),
        // Not all servers check formats.
        "format" => return Shift::default(),
        _ if last.starts_with("min") || last.starts_with("max") => (length(old), length(new)),
        _ => (None, None),
    };
    match ends {
        (Some(before), Some(now)) => Shift {
            fewer: now > before,
            more: now < before,
        },
        _ => Shift {
            fewer: now.is_some() && now != before,
            more: before.is_some() && now != before,
        },
    }
}

/// Compares lists of allowed values.
fn listed(old: Option<&str>, new: Option<&str>) -> Shift {
    let values = |text: Option<&str>| -> Option<Vec<Json>> {
        text.map(|it| serde_json::from_str(it).unwrap_or_default())
    };
    let is_within = |few: &Option<Vec<Json>>, many: &Option<Vec<Json>>| match (few, many) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(few), Some(many)) => few.iter().all(|it| many.contains(it)),
    };
    let (old, new) = (values(old), values(new));
    Shift {
        fewer: !is_within(&old, &new),
        more: !is_within(&new, &old),
    }
}

/// Compares divisors. For example, each multiple of 10 is a multiple of 5.
fn multiples(old: Option<&str>, new: Option<&str>) -> Shift {
    let step = |text: Option<&str>| text.and_then(|it| it.parse::<f64>().ok());
    let is_within = |few: Option<f64>, many: Option<f64>| match (few, many) {
        (_, None) => true,
        (None, Some(_)) => false,
        // The divisor 0 is invalid.
        (Some(few), Some(many)) if few == many => true,
        (Some(few), Some(many)) => {
            let times = few / many;
            (times - times.round()).abs() < f64::EPSILON * times.abs().max(1.0)
        }
    };
    let (old, new) = (step(old), step(new));
    Shift {
        fewer: !is_within(old, new),
        more: !is_within(new, old),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, is_same, shift};

    /// Parses `minimum=5 exclusiveMinimum=true`.
    fn bounds(text: &str) -> Vec<Bound> {
        let parts = text.split_whitespace();
        let bound = |it: &str| {
            let (keyword, value) = it.split_once('=').unwrap();
            Bound {
                keyword: keyword.to_owned(),
                value: value.to_owned(),
            }
        };
        parts.map(bound).collect()
    }

    #[test]
    fn constraints_allow_fewer_or_more_values() {
        for (keyword, old, new, fewer, more) in [
            ("maxLength", "", "maxLength=5", true, false),
            ("maxLength", "maxLength=5", "maxLength=4", true, false),
            ("maxLength", "maxLength=5", "maxLength=10", false, true),
            ("minimum", "minimum=5", "minimum=10", true, false),
            ("minimum", "minimum=-1", "minimum=-2.5", false, true),
            ("minItems", "minItems=1", "", false, true),
            ("minLength", "", "minLength=0", false, false),
            ("items.maxLength", "", "items.maxLength=5", true, false),
            ("pattern", "", "pattern=\"a\"", true, false),
            ("pattern", "pattern=\"a\"", "pattern=\"b\"", true, true),
            ("uniqueItems", "uniqueItems=true", "", false, true),
            ("format", "format=\"uri\"", "", false, false),
            ("multipleOf", "multipleOf=10", "multipleOf=5", false, true),
            (
                "multipleOf",
                "multipleOf=0.1",
                "multipleOf=0.3",
                true,
                false,
            ),
            ("multipleOf", "multipleOf=4", "multipleOf=6", true, true),
            ("multipleOf", "", "multipleOf=6", true, false),
            ("enum", "enum=[1,2]", "enum=[1,2,\"a\"]", false, true),
            ("enum", "enum=[1,2]", "enum=[2,3]", true, true),
            ("enum", "enum=[1]", "", false, true),
            ("x.enum", "", "x.enum=[1]", true, false),
            // A bound is compared together with its exclusive flag.
            (
                "minimum",
                "minimum=5",
                "minimum=4 exclusiveMinimum=true",
                false,
                true,
            ),
            (
                "exclusiveMinimum",
                "minimum=5",
                "minimum=4 exclusiveMinimum=true",
                false,
                true,
            ),
            (
                "exclusiveMaximum",
                "maximum=5",
                "maximum=5 exclusiveMaximum=true",
                true,
                false,
            ),
            (
                "maximum",
                "maximum=5",
                "maximum=6 exclusiveMaximum=true",
                false,
                true,
            ),
        ] {
            let shift = shift(keyword, &bounds(old), &bounds(new));
            assert_eq!(
                (shift.fewer, shift.more),
                (fewer, more),
                "{keyword} {old} {new}"
            );
        }
    }

    #[test]
    fn values_with_the_same_meaning_are_equal() {
        assert!(is_same("minimum", Some("5"), Some("5.0")));
        assert!(is_same("enum", Some("[1,2]"), Some("[2,1]")));
        assert!(!is_same("enum", Some("[1,2]"), Some("[2]")));
        assert!(!is_same("enum", Some("[1,2]"), None));
    }
}
