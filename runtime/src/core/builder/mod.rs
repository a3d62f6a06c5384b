//! The builder of a client: where to call, as whom, and how patiently.

mod assemble;
mod connections;
mod enterprise;
mod environment;
#[cfg(test)]
mod tests;

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use self::environment::Environment;
use crate::base::build_error::BuildError;
use crate::base::clock::{Clock, Time};
use crate::base::defaults::Defaults;
use crate::base::drift_report::{DriftReport, Observer};
use crate::base::passing::LONGEST;
use crate::core::cache::Cache;
use crate::core::client::Core;
use crate::core::observer::CallObserver;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::credentials::way::Credentials;
use crate::error::CredentialError;
use crate::http::transport::{Connections, Transport, Wrap};
use crate::limits::retry::Retry;

/// Builds a client: every setting has a default but the token, without which calls are anonymous.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<C> {
    defaults: &'static Defaults,
    base_url: Option<String>,
    uploads_url: Option<String>,
    api_version: Option<String>,
    user_agent: String,
    credentials: Result<Credentials, CredentialError>,
    environment: Environment,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    connections: Connections,
    max_body: u64,
    strict: bool,
    observer: Observer,
    call_observer: Option<Box<dyn CallObserver>>,
    transport: Option<Box<dyn Transport>>,
    wraps: Vec<Wrap>,
    retry: Retry,
    rate_limit_wait: Duration,
    at_once: Option<usize>,
    pace_writes: bool,
    clock: Time,
    cache: Option<Box<dyn Cache>>,
    rebase_links: bool,
    problem: Option<BuildError>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Core>> ClientBuilder<C> {
    pub(crate) fn new(defaults: &'static Defaults) -> Self {
        Self {
            defaults,
            base_url: None,
            uploads_url: None,
            api_version: defaults.api_version.map(str::to_owned),
            user_agent: defaults.user_agent.to_owned(),
            credentials: Ok(Credentials::None),
            environment: Environment::default(),
            timeout: Duration::from_secs(60),
            attempt_timeout: None,
            connections: Connections::default(),
            max_body: 64 * 1024 * 1024,
            strict: false,
            observer: Observer::Log,
            call_observer: None,
            transport: None,
            wraps: Vec::new(),
            retry: Retry::new(),
            rate_limit_wait: Duration::ZERO,
            at_once: None,
            pace_writes: false,
            clock: Time::default(),
            cache: None,
            rebase_links: false,
            problem: None,
            client: PhantomData,
        }
    }

    /// Reads the base URL and the token from environment variables: those that the documentation of the crate's
    /// `Client::from_env` names. A crate without that method names no variable, and this reads none.
    ///
    /// An empty variable counts as not set. Settings of the builder precede the environment, whatever the order of
    /// the calls. A token is used only for the servers that its variable is for: for any other base URL the client
    /// is anonymous, and a `tracing` event of the level `WARN` with the target `tagsmith_runtime::auth` names the
    /// variable.
    pub fn from_env(self) -> Self {
        self.with_variables(|name| env::var_os(name))
    }

    pub(crate) fn with_variables(mut self, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        match Environment::read(self.defaults, variable) {
            Ok(environment) => self.environment = environment,
            Err(problem) => self.problem = Some(problem),
        }
        self
    }

    /// Sets the token that calls carry, as `Authorization: Bearer`. It is sent only to the scheme, host and port of
    /// the base URL, and of the server for uploads.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Credential::bearer(&token.into()).map(Credentials::Fixed);
        self
    }

    /// Sets the id and the secret of an OAuth app, for the operations that only it may call, and for
    /// public data under the app's rate limit.
    pub fn oauth_app(mut self, client_id: &str, client_secret: &str) -> Self {
        self.credentials = Credential::basic(client_id, client_secret).map(Credentials::Fixed);
        self
    }

    /// Sets where the credentials of calls come from, if they change: see
    /// [`auth`](crate::auth) for those that GitHub has. They go where a token goes.
    pub fn credentials(mut self, source: impl CredentialSource) -> Self {
        self.credentials = Ok(Credentials::Source(Arc::new(source)));
        self
    }

    /// Sets where the API is: an absolute `https` URL, or `http` on this machine or without a
    /// token; a path in it precedes that of every operation.
    ///
    /// Default: what the environment says after [`from_env`](Self::from_env), else the API's description.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets where calls go whose operation has a server of its own, as uploads have: an absolute URL
    /// as of [`base_url`](Self::base_url), to which the token is sent too.
    ///
    /// Default: what the API's description says. With another base URL, the place that belongs to it if the crate
    /// knows one, or else the base URL itself.
    pub fn uploads_url(mut self, url: impl Into<String>) -> Self {
        self.uploads_url = Some(url.into());
        self
    }

    /// Sets the `User-Agent`.
    ///
    /// Default: the name and the version of the generated crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the API version that calls ask for, such as `2022-11-28`. Building fails if the API has no header for
    /// it.
    ///
    /// Default: the version that the crate was generated for.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Sets how long a call may take as a whole: redirects, further attempts, waits and the answer's
    /// body included.
    ///
    /// Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }

    /// Sets how long one attempt of a call may take, its answer's body included; another one may
    /// follow it.
    ///
    /// Default: as long as the call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how many bytes an answer's body may have, once decompressed.
    ///
    /// Default: 64 MiB.
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets who is told when an answer departs from its description, instead of the log.
    ///
    /// Default: a `tracing` event of the level `WARN` with the target `tagsmith_runtime::drift`.
    pub fn drift(mut self, observer: impl Fn(&DriftReport<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Observer::Custom(Arc::new(observer));
        self
    }

    /// Sets who hears of each call that has ended: for metrics.
    ///
    /// Default: nobody. Beside it, each call is a span of `tracing` with OpenTelemetry's names, of
    /// the level `INFO` and with the target `tagsmith_runtime::call`.
    pub fn observe(mut self, observer: impl CallObserver) -> Self {
        self.call_observer = Some(Box::new(observer));
        self
    }

    /// Sets whether an answer that departs from its description is an error,
    /// [`Error::Decode`](crate::Error::Decode), instead of being corrected.
    ///
    /// Default: false.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets how often a request is tried again, and after how long.
    ///
    /// Default: [`Retry::new`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how long a call waits for the end of a limit of GitHub; the call's
    /// [`timeout`](Self::timeout) goes on meanwhile, so it has to be longer.
    ///
    /// Default: not at all. The call fails at once with
    /// [`Error::RateLimited`](crate::Error::RateLimited), which says when the limit ends; others of
    /// that kind are not even sent until then.
    pub fn rate_limit_wait(mut self, wait: Duration) -> Self {
        self.rate_limit_wait = wait.min(LONGEST);
        self
    }

    /// Sets how many requests may be on their way at once; others wait for their turn. A body that is
    /// taken as it comes ([`download`](crate::OperationExt::download)) does not count. Each account of
    /// [`with_credentials`](crate::Core::with_credentials) may have as many.
    ///
    /// Default: any number. GitHub allows each account a hundred.
    pub fn max_concurrent(mut self, requests: usize) -> Self {
        self.at_once = Some(requests);
        self
    }

    /// Sets whether writes (`POST`, `PUT`, `PATCH`, `DELETE`, but no GraphQL query) are sent one after the other and at
    /// least a second apart, as GitHub asks programs that make many. A write waits for the response to the one before it;
    /// calls that only read do not wait. This keeps GitHub's limit of 80 requests a minute that create content; that of 500
    /// an hour is met as any other limit is. The call's [`timeout`](Self::timeout) goes on while it waits for its turn. Each account
    /// has turns of its own: clients of one account share them.
    ///
    /// Default: false.
    pub fn pace_writes(mut self, pace: bool) -> Self {
        self.pace_writes = pace;
        self
    }

    /// Sets where the time comes from by which limits and credentials end.
    ///
    /// Default: the system's clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Time::by(clock);
        self
    }

    /// Sets where answers to `GET` are kept: the server is then asked whether they have changed,
    /// which does not count against the rate limit if they have not.
    ///
    /// Default: nowhere. The feature `cache` has `MemoryCache`.
    pub fn cache(mut self, cache: impl Cache) -> Self {
        self.cache = Some(Box::new(cache));
        self
    }

    /// Sets whether a link to the next page may name another scheme, host or port than the base URL: its path and
    /// query are then requested from the base URL's own. Set this for a server behind a proxy whose links name the
    /// server itself.
    ///
    /// Default: false. Such a link is [`Refusal::PageElsewhere`](crate::Refusal::PageElsewhere).
    pub fn rebase_links(mut self, rebase: bool) -> Self {
        self.rebase_links = rebase;
        self
    }

    /// Builds the client.
    ///
    /// TLS uses the process's default provider of cryptography of `rustls`; where a program has set
    /// none, this sets `ring`.
    ///
    /// # Errors
    ///
    /// Fails if a setting cannot be used: a base URL that is no URL, a token that no header can
    /// carry or that would travel in the clear, and the like.
    pub fn build(self) -> Result<C, BuildError> {
        assemble::assemble(self).map(C::from)
    }
}

/// Shows no setting: neither the token nor what may hold one.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
