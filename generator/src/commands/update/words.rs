//! What an update says of itself.

use std::fmt::Write as _;

use super::after::After;
use super::before::Before;
use crate::diff;
use crate::output::Written;
use crate::report::visible;

pub(super) fn of(before: &Before, after: &After, written: &Written, is_dry: bool) -> String {
    let lock = &after.pinned.lock;
    let from = &before.lock.version;
    let mut text = if *from == lock.version {
        format!("{} {from}", lock.upstream)
    } else {
        format!("{} {from} → {}", lock.upstream, lock.version)
    };
    let _ = writeln!(text, ": {}", after.pinned.size);
    let would = if is_dry { "would be " } else { "" };
    let old = &before.config.package;
    if let Some(version) = &after.version {
        text += &diff::text(&after.report, (&old.version, version));
        let _ = writeln!(text, "{} {} → {version}", old.name, old.version);
    } else if after.is_new {
        text += "nothing but examples for the tests changed: the version stays\n";
    } else if written.created + written.changed + written.removed == 0 {
        text += "nothing changed\n";
        return visible_lines(&text);
    } else {
        let moved = if is_dry { "would move" } else { "moved" };
        let and = if before.pin == after.pinned.yaml {
            ""
        } else {
            ", and the version in the pin"
        };
        let _ = writeln!(
            text,
            "nothing changed for the selected tags: only the lock {moved}{and}"
        );
    }
    let _ = writeln!(
        text,
        "{} files {would}created, {} changed, {} removed, {} unchanged",
        written.created, written.changed, written.removed, written.unchanged
    );
    visible_lines(&text)
}

fn visible_lines(text: &str) -> String {
    text.lines().map(|line| visible(line) + "\n").collect()
}
