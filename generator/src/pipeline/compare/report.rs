//! Creates the change report between two crates, for all commands.

use crate::crate_ir::Crate;
use crate::diff::{Report, Verdict, diff};
use crate::pipeline::generate::crate_files;

/// Returns the change report. If the report is empty but the files differ, the verdict is a patch. So two different
/// crates never have the same version.
pub fn compare(old: &Crate<'_>, new: &Crate<'_>) -> Report {
    let mut report = diff(old, new);
    if report.verdict == Verdict::None && differs(old, new) {
        report.verdict = Verdict::Patch;
    }
    report
}

/// Returns whether two crates differ in any file, ignoring the version.
fn differs(old: &Crate<'_>, new: &Crate<'_>) -> bool {
    let mut api = new.api.clone();
    api.package.version.clone_from(&old.package.version);
    crate_files(old) != crate_files(&Crate::of(&api))
}
