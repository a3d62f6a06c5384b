//! Operations whose answers say where reports are.

use std::fmt;

use serde::de::DeserializeOwned;

use super::rows::Rows;
use crate::call::operation::{Body, Operation};

/// An operation whose answer says where reports are, by signed URLs.
pub trait Linked: Operation {
    /// Returns the URLs.
    fn links(body: &Body<Self>) -> &[String];
}

/// The reports that an operation's answer leads to.
///
/// They are fetched from their signed URLs without the token and without the headers of the API,
/// several at once. Each is JSON: an object on each line, a list of them, or a single one; compressed
/// by gzip or not, whatever its name and headers say.
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
#[must_use = "reports are fetched when their rows are asked for"]
pub struct Reports<O> {
    operation: O,
    limits: Limits,
}

/// How much of reports is taken at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) concurrent: usize,
    pub(super) row: usize,
}

impl<O: Linked> Reports<O> {
    /// Fetches the reports that the operation's answer leads to.
    pub fn new(operation: O) -> Self {
        Self {
            operation,
            limits: Limits {
                concurrent: 4,
                row: 16 * 1024 * 1024,
            },
        }
    }

    /// Sets how many reports are fetched at once. Of those whose turn has not come, 256 KiB are held
    /// of each.
    ///
    /// Default: 4.
    pub fn max_concurrent(mut self, reports: usize) -> Self {
        self.limits.concurrent = reports.max(1);
        self
    }

    /// Sets how many bytes a row may have, once decompressed.
    ///
    /// Default: 16 MiB.
    pub fn max_row(mut self, bytes: usize) -> Self {
        self.limits.row = bytes;
        self
    }

    /// Returns all rows, in the order of the links and, for each, of its report: each read as `T`,
    /// such as [`serde_json::Value`]. Generated types can be read so with the crate's feature `serde`.
    /// The operation is called when the first one is asked for.
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
