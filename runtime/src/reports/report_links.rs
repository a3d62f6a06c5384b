//! Operations whose response links to reports.

use std::fmt;

use serde::de::DeserializeOwned;

use super::rows::Rows;
use crate::call::operation::{Body, Operation};

/// An operation whose response links to reports by signed URLs.
pub trait ReportLinks: Operation {
    /// Returns the URLs.
    fn links(body: &Body<Self>) -> &[String];
}

/// The reports that an operation's response links to.
///
/// Several reports are fetched concurrently from their signed URLs. Neither the token nor the API's headers are sent.
/// Each report is JSON: lines of objects, a list of objects, or a single object. Gzip is detected by the content, not
/// by the name or the headers.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let report = client.copilot().copilot_organization_usage_metrics("octo-org");
/// let mut rows = report.reports().rows::<serde_json::Value>();
/// while let Some(row) = rows.try_next().await? {
///     println!("{row}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "reports are fetched when their rows are requested"]
pub struct Reports<O> {
    operation: O,
    limits: Limits,
}

/// The limits of a fetch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) concurrent: usize,
    pub(super) row: usize,
}

impl<O: ReportLinks> Reports<O> {
    /// Creates the reports of an operation's call.
    pub fn new(operation: O) -> Self {
        Self {
            operation,
            limits: Limits {
                concurrent: 4,
                row: 16 * 1024 * 1024,
            },
        }
    }

    /// Sets how many reports are fetched concurrently. At most 256 KiB of each report are buffered until its rows are
    /// read.
    ///
    /// Default: 4.
    pub fn max_concurrent(mut self, reports: usize) -> Self {
        self.limits.concurrent = reports.max(1);
        self
    }

    /// Sets the maximum size of a row in bytes, after decompression.
    ///
    /// Default: 16 MiB.
    pub fn max_row(mut self, bytes: usize) -> Self {
        self.limits.row = bytes;
        self
    }

    /// Returns all rows of all reports, in the order of the links. Each row is deserialized as `T`, such as
    /// [`serde_json::Value`]. Generated types implement `Deserialize` with the crate's feature `serde`. The operation
    /// is called when the first row is requested.
    pub fn rows<T: DeserializeOwned + Send + 'static>(self) -> Rows<T, O::Failure> {
        Rows::new(self.operation, self.limits)
    }
}

impl<O: Operation> fmt::Debug for Reports<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reports")
            .field("operation", &O::DESCRIPTOR.id)
            .field("limits", &self.limits)
            .finish()
    }
}
