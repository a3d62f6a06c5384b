//! Observers of completed calls.

use std::time::Duration;

use http::StatusCode;

use crate::http::rate_limit::RateLimit;

/// Observes calls, for metrics. The call's own task runs the observer, so the observer should return quickly.
pub trait CallObserver: Send + Sync + 'static {
    /// Called when a call has completed or was cancelled.
    fn ended(&self, call: &CallReport<'_>);
}

impl<F: Fn(&CallReport<'_>) + Send + Sync + 'static> CallObserver for F {
    fn ended(&self, call: &CallReport<'_>) {
        self(call);
    }
}

/// A report of a completed call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The operationId.
    pub operation: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template, such as `/orgs/{org}`. Empty for the fetch of a URL from a response.
    pub path: &'static str,
    /// The server's host.
    pub host: &'a str,
    /// The duration, including waits.
    pub duration: Duration,
    /// The number of requests that were sent.
    pub attempts: u32,
    /// The response's HTTP status, if there was a response.
    pub status: Option<StatusCode>,
    /// The error in one word, as in OpenTelemetry's `error.type`. For an error response, the word is the status. Other
    /// words are `transport`, `timeout`, `argument`, `credential`, `rate_limit`, `refused`, `file`, `decode`, and
    /// `cancelled` if the future was dropped.
    pub error: Option<&'a str>,
    /// The number of differences between the response and the description.
    pub drift: usize,
    /// The rate limit that the response headers report, if any.
    pub rate_limit: Option<RateLimit>,
}
