//! The result of a check: a table of counts, the failures, and the number of passed cases.

use std::fmt;

/// The result of a check.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<(&'static str, usize)>,
    passed: usize,
    failures: Vec<Failure>,
    notes: Vec<String>,
}

/// One failure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The operationId.
    pub operation: String,
    /// The status of the response, or `None` for a request.
    pub status: Option<u16>,
    /// The name of the example, body or parameter.
    pub name: String,
    /// The location in the body, as a JSON Pointer.
    pub pointer: String,
    /// The problem.
    pub what: String,
}

impl Report {
    /// Adds to a count in the table. Rows are sorted by their first use.
    pub fn count(&mut self, row: &'static str, more: usize) {
        match self.rows.iter_mut().find(|(name, _)| *name == row) {
            Some((_, count)) => *count += more,
            None => self.rows.push((row, more)),
        }
    }

    /// Returns the count of a row.
    pub fn row(&self, row: &str) -> usize {
        let found = self.rows.iter().find(|(name, _)| *name == row);
        found.map_or(0, |(_, count)| *count)
    }

    /// Adds a note that explains a count.
    pub fn note(&mut self, line: String) {
        self.notes.push(line);
    }

    /// Records the result of one case. Without failures, the case passed.
    pub fn case(&mut self, failures: Vec<Failure>) {
        self.passed += usize::from(failures.is_empty());
        self.failures.extend(failures);
    }

    /// Returns the number of passed cases.
    pub fn passed(&self) -> usize {
        self.passed
    }

    /// Returns the failures.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "{failure}")?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        let width = self.rows.iter().map(|(name, _)| name.len()).max();
        for (name, count) in &self.rows {
            writeln!(f, "{name:width$}  {count:>7}", width = width.unwrap_or(0))?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failures.len())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FAILED {}", self.operation)?;
        match self.status {
            Some(status) => write!(f, " {status}")?,
            None => f.write_str(" request")?,
        }
        write!(f, " {}", self.name)?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        write!(f, ": {}", self.what)
    }
}
