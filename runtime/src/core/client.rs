//! The client's core: all settings, checked and ready to be used by any number of calls.

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
use crate::http::home::Homes;
use crate::http::transport::Transport;
use crate::limits::retry::{Budget, Retry};
use crate::limits::{Pace, Tracker};

/// What a client and all that comes of it share. It is cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Identity>);

/// As whom a client calls, over what clients of several accounts share.
struct Identity {
    settings: Arc<Settings>,
    credentials: Credentials,
    /// The headers of each call with the credential, if it is always the same one.
    headers_with_credential: Option<HeaderMap>,
}

/// The settings of a client, as the builder made them, and what its calls learned. None of them is of one
/// account only.
pub(crate) struct Settings {
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether the transport may send requests through a proxy, which reads those over http.
    #[cfg(feature = "device")]
    pub(crate) has_proxies: bool,
    pub(crate) homes: Homes,
    /// Whether a proxy that the caller named can read what is sent.
    pub(crate) is_overheard: bool,
    /// The headers of each call, without a credential.
    pub(crate) headers: HeaderMap,
    /// The header that carries the API version.
    pub(crate) version_header: Option<HeaderName>,
    /// The GraphQL endpoint, if the API has one.
    pub(crate) graphql: Option<Url>,
    /// Whether 301 and 302 keep the method of a write.
    pub(crate) redirects_writes: bool,
    /// The paths of operations that no rate limit applies to.
    pub(crate) unlimited_paths: &'static [&'static str],
    /// What the message of a 422 contains, in lower case, if it is about a limit.
    pub(crate) limit_messages: &'static [&'static str],
    /// How many items of a list the server returns at most.
    pub(crate) result_cap: Option<u32>,
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
    /// The API limits concurrency and writes by account.
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
        match self.credentials() {
            Credentials::None | Credentials::Unused(_) => Ok(None),
            Credentials::Named(token) => Ok(Some(token.credential.clone())),
            Credentials::Fixed(credential) => Ok(Some(credential.clone())),
            Credentials::Source(source) => {
                source.credential(&self.settings().api()).await.map(Some)
            }
        }
    }

    /// Hears that the server did not accept a credential (status 401). Returns whether asking again
    /// may give another one.
    pub fn rejected(&self, credential: &Credential) -> bool {
        match self.credentials() {
            Credentials::Source(source) => source.rejected(credential),
            Credentials::None
            | Credentials::Unused(_)
            | Credentials::Named(_)
            | Credentials::Fixed(_) => false,
        }
    }

    /// Creates a core for another account, whose calls share this one's connections, settings, cache and
    /// retry budget.
    ///
    /// Rate limits are remembered per account, and `max_concurrent` and `pace_writes` count per account, however many cores
    /// an account has. Two credentials are of one account if they are equal or have the same [`Credential::account`].
    /// Creating a core takes microseconds and less than a kilobyte.
    ///
    /// The credential is sent where that of [`ClientBuilder::credentials`] is. [`Credential`] is itself a source
    /// for an account with one token. Keep a source that requests tokens in an `Arc` and pass clones of it, or
    /// each core requests a token of its own.
    ///
    /// # Errors
    ///
    /// Fails if the credential could be read on its way: if the base URL is `http` on another machine, or `http`
    /// through a proxy that the builder named.
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
    /// Fails if a credential could be read on its way.
    pub(crate) fn new(
        settings: Arc<Settings>,
        credentials: Credentials,
    ) -> Result<Self, BuildError> {
        if !credentials.is_none() && settings.homes.is_exposed() {
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
    /// Returns the way to the API for a source of credentials.
    pub(crate) fn api(&self) -> Api<'_> {
        Api {
            clock: &self.clock,
            home: self.homes.base(),
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
            .field("base_url", &settings.homes.base().prefix)
            .field("headers", &settings.headers)
            .field("has_credential", &!self.credentials().is_none())
            .field("timeout", &settings.timeout)
            .field("max_body", &settings.max_body)
            .field("strict", &settings.strict)
            .finish_non_exhaustive()
    }
}
