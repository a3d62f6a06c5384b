//! What a transition says of itself.

use std::fmt::Write as _;

use crate::diff;
use crate::output::Written;
use crate::pipeline::Transition;
use crate::report::visible;

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
            "{name} {}: not released yet, so the version stays",
            it.version
        ),
        Some(_) if it.version != *set => writeln!(text, "{name} {set} → {}", it.version),
        Some(released) if it.version != released => {
            writeln!(text, "{name} {}: set already", it.version)
        }
        Some(_) => Ok(()),
    };
    if !it.lost.is_empty() {
        let lines = it.lost.join("\n  ");
        let _ = writeln!(
            text,
            "the entry in the changelog was written anew; it has these lines no more:\n  {lines}"
        );
    }
    let all = written.created + written.changed + written.removed;
    let (pin, lock) = moved(it);
    if lock && all == usize::from(pin) + usize::from(lock) {
        let moved = if is_dry { "would move" } else { "moved" };
        let and = match pin {
            true => ", and the version in the pin",
            false => "",
        };
        let _ = writeln!(
            text,
            "nothing changed for the selected tags: only the lock {moved}{and}"
        );
    }
    let would = if is_dry { "would be " } else { "" };
    if all == 0 {
        text += "nothing changed\n";
    } else {
        let _ = writeln!(
            text,
            "{} files {would}created, {} changed, {} removed, {} unchanged",
            written.created, written.changed, written.removed, written.unchanged
        );
    }
    text.lines().map(|line| visible(line) + "\n").collect()
}

/// Returns whether the pin and its lock get another text.
fn moved(it: &Transition) -> (bool, bool) {
    match (it.pinned(), &it.current.locked) {
        (Some(pinned), Some(locked)) => (
            pinned.yaml != locked.pin,
            pinned.lock.render() != locked.text,
        ),
        _ => (false, false),
    }
}
