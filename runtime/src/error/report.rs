//! Why a row of a report does not come.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use super::call::Error;
use crate::base::text::one_line;

/// Why a row of a report does not come. `K` is the operation's own enum of what its server may say.
#[derive(Debug)]
pub enum ReportError<K> {
    /// The call that says where the reports are failed.
    Call(Error<K>),
    /// A report cannot be fetched or read.
    Report(BrokenReport),
}

/// A report that cannot be fetched or read.
#[derive(Debug)]
pub struct BrokenReport {
    operation: &'static str,
    link: usize,
    problem: ReportProblem,
}

/// What is wrong with a report. Rows are counted from 0.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReportProblem {
    /// Its link is no HTTP URL.
    Link,
    /// It cannot be fetched, or does not come whole; a signed URL is valid for some time only.
    Fetch(Error<()>),
    /// It cannot be decompressed.
    Damaged(io::Error),
    /// It ends in the midst of a row or a list.
    Truncated {
        /// The row.
        row: usize,
    },
    /// A row is longer than [`max_row`](crate::Reports::max_row).
    RowTooLong {
        /// The row.
        row: usize,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A row is not JSON, or not of the type that it is to be.
    Row {
        /// The row.
        row: usize,
        /// Why.
        error: serde_json::Error,
    },
}

impl BrokenReport {
    pub(crate) fn new(operation: &'static str, link: usize, problem: ReportProblem) -> Self {
        Self {
            operation,
            link,
            problem,
        }
    }

    /// Returns the operationId.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns which of the answer's links it is, counted from 0.
    pub fn link(&self) -> usize {
        self.link
    }

    /// Returns what is wrong with it.
    pub fn problem(&self) -> &ReportProblem {
        &self.problem
    }
}

impl fmt::Display for BrokenReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, link, ..
        } = self;
        let of = format_args!("of link {link}");
        match &self.problem {
            ReportProblem::Link => write!(f, "{operation}: link {link} is no HTTP URL"),
            ReportProblem::Fetch(error) => write!(f, "{error} ({of})"),
            ReportProblem::Damaged(error) => {
                let error = one_line(&error.to_string());
                write!(f, "{operation}: the report {of} is damaged: {error}")
            }
            ReportProblem::Truncated { row } => {
                write!(
                    f,
                    "{operation}: the report {of} ends in the midst of row {row}"
                )
            }
            ReportProblem::RowTooLong { row, limit } => write!(
                f,
                "{operation}: row {row} {of} is longer than {limit} bytes (`max_row`)"
            ),
            ReportProblem::Row { row, error } => {
                let error = one_line(&error.to_string());
                write!(f, "{operation}: row {row} {of} cannot be read: {error}")
            }
        }
    }
}

impl StdError for BrokenReport {}

impl<K> fmt::Display for ReportError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Report(error) => error.fmt(f),
        }
    }
}

impl<K: fmt::Debug> StdError for ReportError<K> {}
