//! The client's core: all settings, checked and ready to be used by any number of calls.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderName};

use crate::auth::{Api, Credential, CredentialError, Credentials};
use crate::builder::{ClientBuilder, Defaults, ErrorBody};
use crate::cache::Cache;
use crate::clock::Time;
use crate::drift_report::{DriftReport, Observer};
use crate::home::Homes;
use crate::limits::{Pace, Tracker};
use crate::retry::{Budget, Retry};
use crate::transport::Transport;
use crate::watch::CallObserver;

/// What a client and all that comes of it share. It is cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Settings>);

/// The settings of a client, as the builder made them, and what its calls learned.
pub(crate) struct Settings {
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) homes: Homes,
    pub(crate) credentials: Credentials,
    /// The headers of each call.
    pub(crate) headers: HeaderMap,
    /// The same with the credential, if it is always the same one.
    pub(crate) headers_with_credential: Option<HeaderMap>,
    /// The header that carries the API version.
    pub(crate) version_header: Option<HeaderName>,
    /// Whether 301 and 302 keep the method of a write.
    pub(crate) redirects_writes: bool,
    /// Where an error's body contains its message.
    pub(crate) error_body: &'static ErrorBody,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) max_body: u64,
    pub(crate) strict: bool,
    pub(crate) observer: Observer,
    pub(crate) call_observer: Option<Box<dyn CallObserver>>,
    pub(crate) retry: Retry,
    pub(crate) budget: Budget,
    pub(crate) rate_limit_wait: Duration,
    pub(crate) limits: Tracker,
    pub(crate) pace: Pace,
    pub(crate) clock: Time,
    pub(crate) cache: Option<Box<dyn Cache>>,
    /// Whether a page link's scheme, host and port are replaced by those of the base URL.
    pub(crate) rebase_links: bool,
}

impl Core {
    /// Begins to build a client.
    pub fn builder<C: From<Self>>(defaults: &'static Defaults) -> ClientBuilder<C> {
        ClientBuilder::new(defaults)
    }

    /// Returns what a request carries now, for programs that send requests of their own to the base URL:
    /// renewed by its source if need be, once for all who wait. None if calls are anonymous.
    ///
    /// # Errors
    ///
    /// Fails if the source gives none.
    pub async fn credential(&self) -> Result<Option<Credential>, CredentialError> {
        match &self.0.credentials {
            Credentials::None | Credentials::Unused(_) => Ok(None),
            Credentials::Named(token) => Ok(Some(token.credential.clone())),
            Credentials::Fixed(credential) => Ok(Some(credential.clone())),
            Credentials::Source(source) => source.credential(&Api::new(&self.0)).await.map(Some),
        }
    }

    /// Hears that the server did not accept a credential (status 401). Returns whether asking again
    /// may give another one.
    pub fn rejected(&self, credential: &Credential) -> bool {
        match &self.0.credentials {
            Credentials::Source(source) => source.rejected(credential),
            Credentials::None
            | Credentials::Unused(_)
            | Credentials::Named(_)
            | Credentials::Fixed(_) => false,
        }
    }

    pub(crate) fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }

    /// Returns the headers of a call with this credential.
    pub(crate) fn headers_of(&self, credential: &Credential) -> HeaderMap {
        if let Some(headers) = &self.0.headers_with_credential {
            return headers.clone();
        }
        let mut headers = self.0.headers.clone();
        headers.insert(AUTHORIZATION, credential.authorization().clone());
        headers
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
            .field("has_credential", &!self.0.credentials.is_none())
            .field("timeout", &self.0.timeout)
            .field("max_body", &self.0.max_body)
            .field("strict", &self.0.strict)
            .finish_non_exhaustive()
    }
}
