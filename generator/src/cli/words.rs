//! The summary of an update or a release.

use std::fmt::Write as _;

use crate::diff;
use crate::output::Written;
use crate::pipeline::Transition;
use crate::report::{counted, visible};

pub(super) fn of(it: &Transition, written: &Written, is_dry: bool) -> String {
    let package = &it.current.config.package;
    let (name, set) = (&package.name, &package.version);
    let mut text = String::new();
    if let (Some(baseline), Some(report)) = (&it.baseline, &it.report) {
        let released = &baseline.api.package.version;
        let _ = writeln!(text, "since {}:", baseline.name);
        text += &diff::text(report, (released, &it.version));
    }
    let _ = match it.released() {
        None => writeln!(
            text,
            "{name} {}: not released yet, so the version stays unchanged",
            it.version
        ),
        Some(_) if it.version != *set => writeln!(text, "{name} {set} → {}", it.version),
        Some(released) if it.version != released => {
            writeln!(text, "{name} {}: the version is already set", it.version)
        }
        Some(_) => Ok(()),
    };
    if !it.lost.is_empty() {
        let lines = it.lost.join("\n  ");
        let _ = writeln!(
            text,
            "rewrote the changelog entry and removed these lines:\n  {lines}"
        );
    }
    let all = written.created + written.changed + written.removed;
    let (pin, lock) = moved(it);
    if lock && all == usize::from(pin) + usize::from(lock) {
        let moved = if is_dry { "would change" } else { "changed" };
        let and = match pin {
            true => " and the version in the pin",
            false => "",
        };
        let _ = writeln!(
            text,
            "no changes for the selected tags: only the lock file{and} {moved}"
        );
    }
    let would = if is_dry { "would be " } else { "" };
    if all == 0 {
        text += "no changes\n";
    } else {
        let _ = writeln!(
            text,
            "{} {would}created, {} changed, {} removed, {} unchanged",
            counted(written.created, "file"),
            written.changed,
            written.removed,
            written.unchanged
        );
    }
    text.lines().map(|line| visible(line) + "\n").collect()
}

/// Returns whether the pin's text changes, and whether its lock file's text changes.
fn moved(it: &Transition) -> (bool, bool) {
    match (it.pinned(), &it.current.locked) {
        (Some(pinned), Some(locked)) => (
            pinned.yaml != locked.pin,
            pinned.lock.render() != locked.text,
        ),
        _ => (false, false),
    }
}
