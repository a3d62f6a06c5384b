//! The client's core: validated settings that any number of calls share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderName};
use url::Url;

use crate::base::build_error::BuildError;
use crate::base::clock::Time;
use crate::base::defaults::{Defaults, ErrorBody};
use crate::base::drift_report::{DriftReport, Observer};
use crate::core::builder::ClientBuilder;
use crate::core::cache::Cache;
use crate::core::observer::CallObserver;
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::credentials::way::Credentials;
use crate::error::CredentialError;
use crate::http::endpoint::Endpoints;
use crate::http::transport::Transport;
use crate::limits::retry::{Budget, RetryPolicy};
use crate::limits::{Pace, Tracker};

/// The state that a client shares with its calls. Cloning is cheap.
#[derive(Clone)]
pub struct Core(Arc<Identity>);

/// The credentials of one client, and the settings that clients of several accounts share.
struct Identity {
    settings: Arc<Settings>,
    credentials: Credentials,
    /// The headers of each call, including the credential. `None` if the credential may change.
    headers_with_credential: Option<HeaderMap>,
}

/// The settings of a client, and the state that its calls share. Neither depends on the account.
pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether the transport may use a proxy, which could read http requests.
    #[cfg(feature = "device")]
    pub(crate) has_proxies: bool,
    pub(crate) endpoints: Endpoints,
    /// Whether a proxy that the caller configured could read the requests.
    pub(crate) is_overheard: bool,
    /// The headers of each call, without a credential.
    pub(crate) headers: HeaderMap,
    /// The header that carries the API version.
    pub(crate) version_header: Option<HeaderName>,
    /// The GraphQL endpoint, if the API has one.
    pub(crate) graphql: Option<Url>,
    /// Whether a write keeps its method after 301 and 302.
    pub(crate) redirects_writes: bool,
    /// The paths of operations that are exempt from rate limits.
    pub(crate) unlimited_paths: &'static [&'static str],
    /// The texts, in lower case, that mark the message of a 422 as a rate limit.
    pub(crate) limit_messages: &'static [&'static str],
    /// The maximum number of items of a list that the server returns.
    pub(crate) result_cap: Option<u32>,
    /// The location of the message in an error body.
    pub(crate) error_body: &'static ErrorBody,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) max_body: u64,
    pub(crate) strict: bool,
    pub(crate) observer: Observer,
    pub(crate) call_observer: Option<Box<dyn CallObserver>>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) rate_limit_wait: Duration,
    pub(crate) limits: Tracker,
    /// Concurrency limit and write pacing, by account.
    pub(crate) pace: Pace,
    pub(crate) clock: Time,
    pub(crate) cache: Option<Box<dyn Cache>>,
    /// Whether the origin of a page link is replaced by that of the base URL.
    pub(crate) rebase_links: bool,
}

impl Core {
    /// Creates a client builder.
    pub fn builder<C: From<Self>>(defaults: &'static Defaults) -> ClientBuilder<C> {
        ClientBuilder::new(defaults)
    }

    /// Returns the current credential, for programs that send their own requests to the base URL. The source renews an
    /// expired credential first, once for all waiting calls. Returns `None` if calls are anonymous.
    ///
    /// # Errors
    ///
    /// Fails if the source returns an error.
    pub async fn credential(&self) -> Result<Option<Credential>, CredentialError> {
        match self.credentials() {
            Credentials::None | Credentials::Unused(_) => Ok(None),
            Credentials::Named(token) => Ok(Some(token.credential.clone())),
            Credentials::Fixed(credential) => Ok(Some(credential.clone())),
            Credentials::Source(source) => {
                source.credential(&self.settings().api()).await.map(Some)
            }
        }
    }

    /// Reports to the source that the server rejected a credential (status 401). Returns whether a retry may get a
    /// different credential.
    pub fn rejected(&self, credential: &Credential) -> bool {
        match self.credentials() {
            Credentials::Source(source) => source.rejected(credential),
            Credentials::None
            | Credentials::Unused(_)
            | Credentials::Named(_)
            | Credentials::Fixed(_) => false,
        }
    }

    /// Creates a core for another account, whose calls share this one's connections, settings, cache and retry budget.
    ///
    /// Rate limits are tracked per account. `max_concurrent` and `pace_writes` apply per account too, even if an
    /// account has several cores. Two credentials are of one account if they are equal or have the same
    /// [`Credential::account`]. Creating a core takes microseconds and less than a kilobyte.
    ///
    /// The credential is sent to the same servers as a credential of [`ClientBuilder::credentials`]. For an account
    /// with one constant token, pass the [`Credential`] itself. If a source requests tokens, put the source into an
    /// `Arc` and pass clones. Otherwise, each core requests its own token.
    ///
    /// # Errors
    ///
    /// Fails if the credential could be read in transit: if the base URL is `http` on another machine, or `http`
    /// through a proxy that the builder configured.
    pub fn with_credentials(&self, source: impl CredentialSource) -> Result<Self, BuildError> {
        Self::new(
            Arc::clone(&self.0.settings),
            Credentials::Source(Arc::new(source)),
        )
    }

    /// Creates a core from settings and credentials.
    ///
    /// # Errors
    ///
    /// Fails if a credential could be read in transit.
    pub(crate) fn new(
        settings: Arc<Settings>,
        credentials: Credentials,
    ) -> Result<Self, BuildError> {
        if !credentials.is_none() && settings.endpoints.is_exposed() {
            return Err(BuildError::new(
                "a token is not sent over http to another machine: use an https URL",
            ));
        }
        if !credentials.is_none() && settings.is_overheard {
            return Err(BuildError::new(
                "a token is not sent over http through a proxy: use an https base URL, or no proxy",
            ));
        }
        let headers_with_credential = credentials.constant().map(|credential| {
            let mut headers = settings.headers.clone();
            headers.insert(AUTHORIZATION, credential.authorization().clone());
            headers
        });
        Ok(Self(Arc::new(Identity {
            settings,
            credentials,
            headers_with_credential,
        })))
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    /// Returns the headers of a call with this credential.
    pub(crate) fn headers_of(&self, credential: &Credential) -> HeaderMap {
        if let Some(headers) = &self.0.headers_with_credential {
            return headers.clone();
        }
        let mut headers = self.settings().headers.clone();
        headers.insert(AUTHORIZATION, credential.authorization().clone());
        headers
    }

    pub(crate) fn report(&self, report: &DriftReport<'_>) {
        self.settings().observer.observe(report);
    }
}

impl AsRef<Self> for Core {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Settings {
    /// Returns the API access for credential sources.
    pub(crate) fn api(&self) -> Api<'_> {
        Api {
            clock: &self.clock,
            endpoint: self.endpoints.base(),
            headers: &self.headers,
            transport: &self.transport,
            #[cfg(feature = "device")]
            has_proxies: self.has_proxies,
        }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = self.settings();
        f.debug_struct("Core")
            .field("base_url", &settings.endpoints.base().prefix)
            .field("headers", &settings.headers)
            .field("has_credential", &!self.credentials().is_none())
            .field("timeout", &settings.timeout)
            .field("max_body", &settings.max_body)
            .field("strict", &settings.strict)
            .finish_non_exhaustive()
    }
}
