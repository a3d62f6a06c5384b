//! Compares the order of items that both crates contain.

use std::collections::BTreeSet;

/// Returns whether the common items have a different order.
pub(super) fn differs<'a>(
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) -> bool {
    let (old, new) = shared(old, new);
    old != new
}

/// Returns both orders, shortened to the items whose position differs.
pub(super) fn both<'a>(
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) -> (Option<String>, Option<String>) {
    let (old, new) = shared(old, new);
    let alike = |(left, right): &(&&str, &&str)| left == right;
    let before = old.iter().zip(&new).take_while(alike).count();
    let pairs = old.iter().rev().zip(new.iter().rev());
    let behind = pairs.take_while(alike).count();
    let describe = |those: &[&str]| {
        let end = those.len().saturating_sub(behind);
        let those = those.get(before..end).unwrap_or(those).join(", ");
        let left_out = |count: usize| if count > 0 { "…" } else { "" };
        let parts = [left_out(before), &those, left_out(behind)];
        parts
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    (Some(describe(&old)), Some(describe(&new)))
}

fn shared<'a>(
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (old.collect(), new.collect());
    let before: BTreeSet<&str> = old.iter().copied().collect();
    let now: BTreeSet<&str> = new.iter().copied().collect();
    old.retain(|it| now.contains(it));
    new.retain(|it| before.contains(it));
    (old, new)
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn orders_are_shortened_to_their_differences() {
        for (old, new, expected) in [
            ("a b c d", "a c b d", ("… b, c …", "… c, b …")),
            ("a b", "b a", ("a, b", "b, a")),
            ("x a b y c", "b a c", ("a, b …", "b, a …")),
        ] {
            let (old, new) = both(old.split(' '), new.split(' '));
            let found = (old.as_deref(), new.as_deref());
            assert_eq!(found, (Some(expected.0), Some(expected.1)));
        }
    }
}
