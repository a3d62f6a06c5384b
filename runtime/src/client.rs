//! The client's core: all settings, checked and ready to be used by any number of calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::builder::{ClientBuilder, Defaults};
use crate::drift_report::{DriftReport, Observer};
use crate::home::Homes;
use crate::reply::Credentials;

/// What a client and all that comes of it share. It is cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Settings>);

/// The settings of a client, as the builder made them.
pub(crate) struct Settings {
    pub(crate) http: reqwest::Client,
    pub(crate) homes: Homes,
    /// The headers of each call.
    pub(crate) headers: HeaderMap,
    /// The same with the token, if there is one.
    pub(crate) headers_with_token: Option<HeaderMap>,
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) max_body: u64,
    pub(crate) strict: bool,
    pub(crate) observer: Observer,
}

impl Core {
    /// Begins to build a client.
    pub fn builder<C: From<Self>>(defaults: &'static Defaults) -> ClientBuilder<C> {
        ClientBuilder::new(defaults)
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Returns the headers of a call and whether a token is among them; `exposed` calls go without.
    pub(crate) fn headers(&self, exposed: bool) -> (HeaderMap, Credentials) {
        match &self.0.headers_with_token {
            None => (self.0.headers.clone(), Credentials::None),
            Some(_) if exposed => (self.0.headers.clone(), Credentials::Withheld),
            Some(headers) => (headers.clone(), Credentials::Sent),
        }
    }

    pub(crate) fn report(&self, report: &DriftReport<'_>) {
        self.0.observer.observe(report);
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("base_url", &self.0.homes.base().prefix)
            .field("headers", &self.0.headers)
            .field("has_token", &self.0.headers_with_token.is_some())
            .field("timeout", &self.0.timeout)
            .field("max_body", &self.0.max_body)
            .field("strict", &self.0.strict)
            .finish_non_exhaustive()
    }
}
