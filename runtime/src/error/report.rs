//! The error of reading the rows of a report.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use super::call::Error;
use crate::base::text::one_line;

/// The error of reading the rows of a report. `K` is the operation's error enum.
#[derive(Debug)]
pub enum ReportError<K> {
    /// The call that returns the links to the reports failed.
    Call(Error<K>),
    /// A report cannot be fetched or read.
    Report(ReportReadError),
}

/// A report that cannot be fetched or read.
#[derive(Debug)]
pub struct ReportReadError {
    operation: &'static str,
    link: usize,
    problem: ReportErrorKind,
}

/// Why a report cannot be fetched or read. Rows are counted from 0.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReportErrorKind {
    /// The link is not an HTTP URL.
    Link,
    /// The report cannot be fetched, or is incomplete. Signed URLs expire.
    Fetch(Error<()>),
    /// The report cannot be decompressed.
    Damaged(io::Error),
    /// The report ends in the middle of a row or a list.
    Truncated {
        /// The row's index.
        row: usize,
    },
    /// A row is longer than [`max_row`](crate::Reports::max_row).
    RowTooLong {
        /// The row's index.
        row: usize,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A row is not JSON, or does not match the row type.
    Row {
        /// The row's index.
        row: usize,
        /// The cause.
        error: serde_json::Error,
    },
}

impl ReportReadError {
    pub(crate) fn new(operation: &'static str, link: usize, problem: ReportErrorKind) -> Self {
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

    /// Returns the index of the link in the response, counted from 0.
    pub fn link(&self) -> usize {
        self.link
    }

    /// Returns why the report cannot be fetched or read.
    pub fn problem(&self) -> &ReportErrorKind {
        &self.problem
    }
}

impl fmt::Display for ReportReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation, link, ..
        } = self;
        let of = format_args!("of link {link}");
        match &self.problem {
            ReportErrorKind::Link => write!(f, "{operation}: link {link} is not an HTTP URL"),
            ReportErrorKind::Fetch(error) => write!(f, "{error} ({of})"),
            ReportErrorKind::Damaged(error) => {
                let error = one_line(&error.to_string());
                write!(f, "{operation}: the report {of} is damaged: {error}")
            }
            ReportErrorKind::Truncated { row } => {
                write!(
                    f,
                    "{operation}: the report {of} ends in the middle of row {row}"
                )
            }
            ReportErrorKind::RowTooLong { row, limit } => write!(
                f,
                "{operation}: row {row} {of} is longer than {limit} bytes (`max_row`)"
            ),
            ReportErrorKind::Row { row, error } => {
                let error = one_line(&error.to_string());
                write!(f, "{operation}: row {row} {of} cannot be read: {error}")
            }
        }
    }
}

impl StdError for ReportReadError {}

impl<K> fmt::Display for ReportError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Report(error) => error.fmt(f),
        }
    }
}

impl<K: fmt::Debug> StdError for ReportError<K> {}
