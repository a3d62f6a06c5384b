//! The client builder.

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
use crate::base::timer::LONGEST;
use crate::core::cache::Cache;
use crate::core::client::Core;
use crate::core::observer::CallObserver;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::credentials::way::Credentials;
use crate::error::CredentialError;
use crate::http::transport::{Connections, Transport, Wrap};
use crate::limits::retry::RetryPolicy;

/// Builds a client. Every setting has a default. Without a credential, calls are anonymous.
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
    retry: RetryPolicy,
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
            retry: RetryPolicy::new(),
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

    /// Reads the base URL and the token from environment variables. The documentation of the crate's `Client::from_env`
    /// lists the variables. If a crate has no `Client::from_env`, this method reads nothing.
    ///
    /// An empty variable counts as unset. Settings of the builder take precedence over the environment, regardless of
    /// the order of calls. A token is sent only to the servers that its variable is for. For any other base URL, the
    /// client is anonymous and logs a `tracing` event (`WARN`, target `tagsmith_runtime::auth`) that names the
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

    /// Sets the token, sent as `Authorization: Bearer`. The token is sent only to the origins (scheme, host and port)
    /// of the base URL and of the uploads URL.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Credential::bearer(&token.into()).map(Credentials::Fixed);
        self
    }

    /// Sets the client id and secret of an OAuth app, sent as basic authentication. Some operations require this
    /// credential. The credential also raises the rate limit for public data.
    pub fn oauth_app(mut self, client_id: &str, client_secret: &str) -> Self {
        self.credentials = Credential::basic(client_id, client_secret).map(Credentials::Fixed);
        self
    }

    /// Sets a credential source, for credentials that change. The module [`auth`](crate::auth) has sources for GitHub.
    /// Credentials are sent to the same servers as a token.
    pub fn credentials(mut self, source: impl CredentialSource) -> Self {
        self.credentials = Ok(Credentials::Source(Arc::new(source)));
        self
    }

    /// Sets the base URL of the API: an absolute `https` URL. `http` is allowed on this machine, or without a token. If
    /// the URL has a path, that path is prepended to the path of every operation.
    ///
    /// Default: the environment's base URL after [`from_env`](Self::from_env), or else the URL in the API description.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the base URL of operations that have their own server, such as uploads: an absolute URL as for
    /// [`base_url`](Self::base_url). The token is sent there too.
    ///
    /// Default: the URL in the API description. If the base URL is changed, the default is the uploads URL that the
    /// crate knows for that base URL, or else the base URL itself.
    pub fn uploads_url(mut self, url: impl Into<String>) -> Self {
        self.uploads_url = Some(url.into());
        self
    }

    /// Sets the `User-Agent` header.
    ///
    /// Default: the name and the version of the generated crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the API version to request, such as `2022-11-28`. Building fails if the API has no header for the version.
    ///
    /// Default: the version that the crate was generated for.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Sets the timeout of a whole call, including redirects, retries, waits and the response body.
    ///
    /// Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }

    /// Sets the timeout of one attempt, including the response body. A timed-out attempt may be retried.
    ///
    /// Default: the timeout of the call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the maximum size of a response body in bytes, after decompression.
    ///
    /// Default: 64 MiB.
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the callback for drift (differences between a response and the description). The callback replaces the log
    /// event.
    ///
    /// Default: a `tracing` event of the level `WARN` with the target `tagsmith_runtime::drift`.
    pub fn drift(mut self, observer: impl Fn(&DriftReport<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Observer::Custom(Arc::new(observer));
        self
    }

    /// Sets the observer that receives a report of each completed call, for metrics.
    ///
    /// Default: no observer. With or without an observer, each call is a `tracing` span with OpenTelemetry's attribute
    /// names (level `INFO`, target `tagsmith_runtime::call`).
    pub fn observe(mut self, observer: impl CallObserver) -> Self {
        self.call_observer = Some(Box::new(observer));
        self
    }

    /// Sets whether drift is an error ([`Error::Decode`](crate::Error::Decode)) instead of being corrected.
    ///
    /// Default: false.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets the retry policy: how often and with which backoff requests are retried.
    ///
    /// Default: [`RetryPolicy::new`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how long a call waits for a rate limit to reset. The call's [`timeout`](Self::timeout) includes the wait,
    /// so the timeout must be longer than the wait.
    ///
    /// Default: no wait. The call fails at once with [`Error::RateLimited`](crate::Error::RateLimited), which contains
    /// the reset time. Until then, calls under the same limit fail without being sent.
    pub fn rate_limit_wait(mut self, wait: Duration) -> Self {
        self.rate_limit_wait = wait.min(LONGEST);
        self
    }

    /// Sets the maximum number of concurrent requests. Further requests are queued. The body of a
    /// [`download`](crate::OperationExt::download) does not count. The maximum applies to each account of
    /// [`with_credentials`](crate::Core::with_credentials) separately.
    ///
    /// Default: unlimited. GitHub allows 100 concurrent requests for each account.
    pub fn max_concurrent(mut self, requests: usize) -> Self {
        self.at_once = Some(requests);
        self
    }

    /// Sets whether writes are sent one after the other and at least a second apart. GitHub recommends this for
    /// programs that make many writes. Writes are `POST`, `PUT`, `PATCH` and `DELETE`, except GraphQL queries. A write
    /// waits for the response to the previous one; reads do not wait. With this setting, a client stays within GitHub's
    /// limit of 80 content-creating requests a minute. The limit of 500 an hour may still be exceeded. The call's
    /// [`timeout`](Self::timeout) includes the time in the queue. Each account has its own queue, which all clients of
    /// the account share.
    ///
    /// Default: false.
    pub fn pace_writes(mut self, pace: bool) -> Self {
        self.pace_writes = pace;
        self
    }

    /// Sets the clock that decides when rate limits and credentials expire.
    ///
    /// Default: the system's clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Time::by(clock);
        self
    }

    /// Sets the cache for responses to `GET`. The client revalidates a cached response by a conditional request, which
    /// does not count against the rate limit if the response is unchanged.
    ///
    /// Default: no cache. The feature `cache` adds `MemoryCache`.
    pub fn cache(mut self, cache: impl Cache) -> Self {
        self.cache = Some(Box::new(cache));
        self
    }

    /// Sets whether the link to a next page may have a different origin (scheme, host or port) than the base URL. The
    /// link's path and query are then requested from the base URL. Use this for a server behind a proxy, if page links
    /// contain the server's own address.
    ///
    /// Default: false. Such a link fails with [`Refusal::PageElsewhere`](crate::Refusal::PageElsewhere).
    pub fn rebase_links(mut self, rebase: bool) -> Self {
        self.rebase_links = rebase;
        self
    }

    /// Builds the client.
    ///
    /// TLS uses the process-wide default crypto provider of `rustls`. If the program has not installed one, this method
    /// installs `ring`.
    ///
    /// # Errors
    ///
    /// Fails if a setting is invalid. Examples are a malformed base URL, a token that is not a valid header value, and
    /// a token that would be sent unencrypted.
    pub fn build(self) -> Result<C, BuildError> {
        assemble::assemble(self).map(C::from)
    }
}

/// Prints no settings, since they may contain secrets.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
