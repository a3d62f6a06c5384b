//! In which order things stand that are there before and now.

use std::collections::BTreeSet;

/// Returns whether those that both have stand in another order.
pub(super) fn differs<'a>(
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) -> bool {
    let (old, new) = shared(old, new);
    old != new
}

/// Returns both orders for a report.
pub(super) fn both<'a>(
    old: impl Iterator<Item = &'a str>,
    new: impl Iterator<Item = &'a str>,
) -> (Option<String>, Option<String>) {
    let (old, new) = shared(old, new);
    (Some(old.join(", ")), Some(new.join(", ")))
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
