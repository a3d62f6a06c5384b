//! The change report between two crates, for every command.

use crate::crate_ir::Crate;
use crate::diff::{Report, Verdict, diff};
use crate::pipeline::generate::crate_files;

/// Returns the changes. If the report is empty but files differ, the verdict is a patch, so that no version has two
/// contents.
pub fn compare(old: &Crate<'_>, new: &Crate<'_>) -> Report {
    let mut report = diff(old, new);
    if report.verdict == Verdict::None && differs(old, new) {
        report.verdict = Verdict::Patch;
    }
    report
}

/// Returns whether the files of two crates differ apart from the version.
fn differs(old: &Crate<'_>, new: &Crate<'_>) -> bool {
    let mut api = new.api.clone();
    api.package.version.clone_from(&old.package.version);
    crate_files(old) != crate_files(&Crate::of(&api))
}
