//! The table of measurements, with a bound for each.

use std::fmt;
use std::process::ExitCode;

/// A measurement and its bound.
#[derive(Debug)]
struct Row {
    what: String,
    measured: String,
    beside: String,
    bound: String,
    holds: bool,
}

/// All measurements of a run.
#[derive(Debug)]
pub struct Verdicts {
    beside: &'static str,
    rows: Vec<Row>,
}

impl Verdicts {
    /// Creates an empty table. `beside` is the heading of the column with the values to compare with.
    pub fn new(beside: &'static str) -> Self {
        let rows = Vec::new();
        Self { beside, rows }
    }

    /// Adds a measurement.
    pub fn add(
        &mut self,
        what: impl Into<String>,
        (measured, beside): (String, String),
        bound: impl Into<String>,
        holds: bool,
    ) {
        self.rows.push(Row {
            what: what.into(),
            measured,
            beside,
            bound: bound.into(),
            holds,
        });
    }

    /// Returns the exit code: 1 if a bound was exceeded.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(u8::from(self.rows.iter().any(|row| !row.holds)))
    }
}

impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | gateway | {} | bound | |", self.beside)?;
        writeln!(f, "|---|---|---|---|---|")?;
        for row in &self.rows {
            let Row {
                what,
                measured,
                beside,
                bound,
                holds,
            } = row;
            let holds = if *holds { "holds" } else { "**missed**" };
            writeln!(f, "| {what} | {measured} | {beside} | {bound} | {holds} |")?;
        }
        let passed = self.rows.iter().filter(|row| row.holds).count();
        let failed = self.rows.len() - passed;
        write!(f, "\n{passed} passed, {failed} failed")
    }
}
