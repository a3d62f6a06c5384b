//! What changed between two crates, as every command says it.

use crate::api::Api;
use crate::diff::{Report, Verdict, diff};
use crate::pipeline::generate::crate_files;

/// Returns what changed. Where the report has nothing to tell and files differ all the same, the verdict is a patch: one
/// version never has two contents.
pub fn compare(old: &Api, new: &Api) -> Report {
    let mut report = diff(old, new);
    if report.verdict == Verdict::None && differs(old, new) {
        report.verdict = Verdict::Patch;
    }
    report
}

/// Returns whether the files of two crates differ in more than the version.
fn differs(old: &Api, new: &Api) -> bool {
    let mut new = new.clone();
    new.package.version.clone_from(&old.package.version);
    crate_files(old) != crate_files(&new)
}
