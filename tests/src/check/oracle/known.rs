//! The known faults of the servers, each with the affected cases, the text of the failure, and the reason.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::report::{Failure, Report};

/// The known faults of one server.
pub(super) struct Known {
    faults: Vec<Fault>,
    /// The cases that failed in the listed way.
    seen: Vec<BTreeSet<String>>,
    report: Report,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    server: String,
    /// The expected text of the failure.
    says: String,
    reason: String,
    cases: BTreeSet<String>,
}

impl Known {
    /// Reads the known faults of a server.
    pub(super) fn read(path: &Path, server: &str) -> Result<Self, String> {
        let describe = |error: String| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| describe(error.to_string()))?;
        let file: File = toml::from_str(&text).map_err(|error| describe(error.to_string()))?;
        Ok(Self::of(file, server))
    }

    fn of(file: File, server: &str) -> Self {
        let mut faults = file.fault;
        faults.retain(|it| it.server == server);
        Self {
            seen: vec![BTreeSet::new(); faults.len()],
            faults,
            report: Report::default(),
        }
    }

    /// Adds to a count in the table of the report.
    pub(super) fn count(&mut self, row: &'static str, more: usize) {
        self.report.count(row, more);
    }

    /// Records the result of one case. A listed failure counts as known.
    pub(super) fn case(&mut self, case: &str, operation: &str, outcome: Result<(), String>) {
        let Err(what) = outcome else {
            self.report.case(Vec::new());
            return;
        };
        let listed = |fault: &Fault| fault.cases.contains(case) && what.contains(&fault.says);
        match self.faults.iter().position(listed) {
            Some(index) => {
                self.report.count("known faults of the server", 1);
                if let Some(seen) = self.seen.get_mut(index) {
                    seen.insert(case.to_owned());
                }
            }
            None => self.report.case(vec![failure(operation, case, what)]),
        }
    }

    /// Returns the report. If a listed case did not fail in the listed way, the report contains a failure.
    pub(super) fn finish(mut self) -> Report {
        for (fault, seen) in self.faults.iter().zip(&self.seen) {
            self.report
                .note(format!("known ({}): {}", seen.len(), fault.reason));
            for case in fault.cases.difference(seen) {
                let what = format!(
                    "the case is listed as a known fault (`{}`), but did not fail in this way: remove it from the list",
                    fault.says
                );
                self.report.case(vec![failure("-", case, what)]);
            }
        }
        self.report
    }
}

fn failure(operation: &str, case: &str, what: String) -> Failure {
    Failure {
        operation: operation.to_owned(),
        status: None,
        name: case.to_owned(),
        pointer: String::new(),
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    const LIST: &str = r#"
        [[fault]]
        server = "s"
        says = "no such path"
        reason = "the server is older"
        cases = ["a", "b"]

        [[fault]]
        server = "another"
        says = ""
        reason = "of another server"
        cases = ["c"]
    "#;

    fn known() -> Known {
        Known::of(toml::from_str(LIST).unwrap(), "s")
    }

    #[test]
    fn a_listed_failure_counts_as_known() {
        let mut known = known();
        known.case("a", "o", Err("404: no such path".to_owned()));
        known.case("b", "o", Err("no such path".to_owned()));
        known.case("d", "o", Ok(()));
        let report = known.finish();
        assert_eq!(report.failures(), []);
        assert_eq!(report.row("known faults of the server"), 2);
        assert_eq!(report.passed(), 1);
    }

    #[test]
    fn an_unlisted_failure_fails() {
        let mut known = known();
        known.case("a", "o", Err("no such path".to_owned()));
        // The case fails in a different way, passes, or is listed for the other server.
        known.case("b", "o", Err("a timeout".to_owned()));
        known.case("c", "o", Err("no such path".to_owned()));
        let report = known.finish();
        let failed: Vec<_> = report
            .failures()
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(failed, ["b", "c", "b"]);
    }

    #[test]
    fn a_listed_case_that_passes_fails() {
        let mut known = known();
        known.case("a", "o", Ok(()));
        known.case("b", "o", Err("no such path".to_owned()));
        let report = known.finish();
        let [failure] = report.failures() else {
            panic!("{report}");
        };
        assert!(
            failure.what.contains("remove it from the list"),
            "{failure}"
        );
    }
}
