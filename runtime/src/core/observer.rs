//! Who hears of each call that has ended, and what.

use std::time::Duration;

use http::StatusCode;

use crate::http::rate_limit::RateLimit;

/// Hears of calls, for metrics. It is called by the task that makes the call, so it should be quick.
pub trait CallObserver: Send + Sync + 'static {
    /// Hears that a call has ended.
    fn ended(&self, call: &CallReport<'_>);
}

impl<F: Fn(&CallReport<'_>) + Send + Sync + 'static> CallObserver for F {
    fn ended(&self, call: &CallReport<'_>) {
        self(call);
    }
}

/// A call that has ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The operationId.
    pub operation: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path's template, such as `/orgs/{org}`; empty for what is fetched from a URL that the
    /// operation's answer had.
    pub path: &'static str,
    /// The server's host.
    pub host: &'a str,
    /// How long it took, waits included.
    pub duration: Duration,
    /// How many requests were sent.
    pub attempts: u32,
    /// The answer's HTTP status, if there was an answer.
    pub status: Option<StatusCode>,
    /// What failed, in a word, as OpenTelemetry's `error.type` has it: the status, or `transport`,
    /// `timeout`, `argument`, `credential`, `rate_limit`, `refused`, `file`, `decode`, or `cancelled` if its future was
    /// dropped.
    pub error: Option<&'a str>,
    /// In how many places the answer departs from the description.
    pub drift: usize,
    /// How many calls may still be made, if the server told.
    pub rate_limit: Option<RateLimit>,
}
