//! The builder of a client: where to call, as whom, and how patiently.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use reqwest::redirect::Policy;
use rustls::crypto::{CryptoProvider, ring};

use crate::build_error::BuildError;
use crate::client::{Core, Settings};
use crate::drift_report::{DriftReport, Observer};
use crate::home::{Home, Homes};
use crate::token;

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/vnd.github+json");
const API_VERSION: HeaderName = HeaderName::from_static("x-github-api-version");

/// What a generated crate presets.
#[derive(Debug)]
#[non_exhaustive]
pub struct Defaults {
    /// Where the API is: an absolute URL.
    pub base_url: &'static str,
    /// The API version that the crate was generated for.
    pub api_version: Option<&'static str>,
    /// The `User-Agent`: the crate's name and version.
    pub user_agent: &'static str,
}

impl Defaults {
    /// Presets where the API is and what calls say that they come from.
    pub const fn new(base_url: &'static str, user_agent: &'static str) -> Self {
        Self {
            base_url,
            api_version: None,
            user_agent,
        }
    }

    /// The same, with the API version that the crate was generated for.
    #[must_use]
    pub const fn api_version(self, version: &'static str) -> Self {
        Self {
            api_version: Some(version),
            ..self
        }
    }
}

/// Builds a client: every setting has a default but the token, without which calls are anonymous.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<C> {
    default_url: &'static str,
    base_url: String,
    uploads_url: Option<String>,
    api_version: Option<String>,
    user_agent: String,
    token: Option<String>,
    timeout: Duration,
    connect_timeout: Duration,
    read_timeout: Duration,
    max_body: u64,
    strict: bool,
    observer: Observer,
    http: reqwest::ClientBuilder,
    problem: Option<BuildError>,
    client: PhantomData<fn() -> C>,
}

/// No timeout is longer, or the time at which it ends could not be said.
const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl<C: From<Core>> ClientBuilder<C> {
    pub(crate) fn new(defaults: &'static Defaults) -> Self {
        Self {
            default_url: defaults.base_url,
            base_url: defaults.base_url.to_owned(),
            uploads_url: None,
            api_version: defaults.api_version.map(str::to_owned),
            user_agent: defaults.user_agent.to_owned(),
            token: None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            max_body: 64 * 1024 * 1024,
            strict: false,
            observer: Observer::Log,
            http: reqwest::ClientBuilder::new(),
            problem: None,
            client: PhantomData,
        }
    }

    /// Takes over what the environment has: the token of `GITHUB_TOKEN`, else of `GH_TOKEN`, and
    /// the base URL of `GITHUB_API_URL`. A variable that is empty counts as not set.
    pub fn from_env(self) -> Self {
        self.with_variables(|name| env::var_os(name))
    }

    /// Sets the token that calls carry: a personal access token, an installation token or
    /// `GITHUB_TOKEN` of a workflow. It is sent only to the scheme, host and port of the base URL,
    /// and of the server for uploads.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets where the API is: an absolute `https` URL, or `http` on this machine or without a
    /// token; a path in it precedes that of every operation.
    ///
    /// Default: what the API's description says.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Sets where calls go whose operation has a server of its own, as uploads have: an absolute URL
    /// as of [`base_url`](Self::base_url), to which the token is sent too.
    ///
    /// Default: what the API's description says. With another base URL, `/api/uploads` beside it if
    /// it ends in `/api/v3`, as that of GitHub Enterprise Server does, or else the base URL itself.
    pub fn uploads_url(mut self, url: impl Into<String>) -> Self {
        self.uploads_url = Some(url.into());
        self
    }

    /// Sets the `User-Agent`, which GitHub demands.
    ///
    /// Default: the name and the version of the generated crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the API version that calls ask for, such as `2022-11-28`.
    ///
    /// Default: the version that the crate was generated for.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Sets how long a call may take as a whole: redirects and the answer's body included.
    ///
    /// Default: 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.min(LONGEST);
        self
    }

    /// Sets how long connecting may take, TLS included.
    ///
    /// Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout.min(LONGEST);
        self
    }

    /// Sets how long the server may be silent, before an answer as well as in the midst of one.
    ///
    /// Default: 30 seconds.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout.min(LONGEST);
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

    /// Sets whether an answer that departs from its description is an error,
    /// [`Error::Decode`](crate::Error::Decode), instead of being corrected.
    ///
    /// Default: false.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets what connections are made with: proxies, certificates, addresses, and so on.
    ///
    /// Its redirect policy and its timeouts give way to those of this builder, and its proxies if a
    /// token would travel in the clear to one. A secret among its default headers is sent to every
    /// host that a redirect names: give tokens to [`token`](Self::token).
    pub fn http(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.http = builder;
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
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let base = Home::new("base URL", &self.base_url)?;
        let uploads = self.uploads_url.as_deref();
        let uploads = uploads.map(|url| Home::new("uploads URL", url));
        let homes = Homes::new(base, uploads.transpose()?, self.default_url);
        let authorization = self
            .token
            .as_deref()
            .map(token::authorization)
            .transpose()?;
        if authorization.is_some() && homes.is_exposed() {
            return Err(BuildError::new(
                "a token is not sent over http to another machine: use an https URL",
            ));
        }
        let mut http = self
            .http
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.read_timeout);
        if authorization.is_some() && homes.is_plain() {
            // A proxy would read the token.
            http = http.no_proxy();
        }
        provide_cryptography();
        let http = http
            .build()
            .map_err(|error| BuildError::because("no connections can be made", error))?;

        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(ACCEPT, MEDIA_TYPE);
        headers.insert(USER_AGENT, header("user agent", &self.user_agent)?);
        if let Some(version) = &self.api_version {
            headers.insert(API_VERSION, header("API version", version)?);
        }
        let headers_with_token = authorization.map(|value| {
            let mut headers = headers.clone();
            headers.insert(AUTHORIZATION, value);
            headers
        });
        Ok(C::from(Core::new(Settings {
            http,
            homes,
            headers,
            headers_with_token,
            timeout: self.timeout,
            connect_timeout: self.connect_timeout,
            read_timeout: self.read_timeout,
            max_body: self.max_body,
            strict: self.strict,
            observer: self.observer,
        })))
    }

    fn with_variables(mut self, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let mut text = |name: &str| {
            let value = variable(name).filter(|value| !value.is_empty())?;
            let text = value.into_string().ok();
            if text.is_none() {
                self.problem = Some(BuildError::new(format!("`{name}` is not UTF-8")));
            }
            text
        };
        let token = text("GITHUB_TOKEN").or_else(|| text("GH_TOKEN"));
        let base_url = text("GITHUB_API_URL");
        if token.is_some() {
            self.token = token;
        }
        if let Some(url) = base_url {
            self.base_url = url;
        }
        self
    }
}

/// Shows no setting: neither the token nor what may hold one.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

fn header(what: &str, value: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(value)
        .map_err(|error| BuildError::because(format!("the {what} cannot be sent"), error))
}

fn provide_cryptography() {
    if CryptoProvider::get_default().is_none() {
        // Fails only if another thread was faster, which is as well.
        let _ = ring::default_provider().install_default();
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{ClientBuilder, Defaults};
    use crate::client::Core;

    static DEFAULTS: Defaults =
        Defaults::new("https://api.example.org", "test/1").api_version("2022-11-28");

    fn builder() -> ClientBuilder<Core> {
        Core::builder(&DEFAULTS)
    }

    fn with(variables: &'static [(&str, &str)]) -> ClientBuilder<Core> {
        builder().with_variables(|name| {
            let (_, value) = variables.iter().find(|(it, _)| *it == name)?;
            Some(OsString::from(value))
        })
    }

    #[test]
    fn the_environment_gives_token_and_base_url() {
        let both = with(&[("GITHUB_TOKEN", "a"), ("GH_TOKEN", "b")]);
        assert_eq!(both.token.as_deref(), Some("a"));
        let second = with(&[("GITHUB_TOKEN", ""), ("GH_TOKEN", "b")]);
        assert_eq!(second.token.as_deref(), Some("b"));
        let neither = with(&[("GITHUB_API_URL", "https://ghe.example.org/api/v3")]);
        assert_eq!(neither.token, None);
        assert_eq!(neither.base_url, "https://ghe.example.org/api/v3");
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_not_text_is_an_error_that_does_not_show_it() {
        use std::os::unix::ffi::OsStringExt;
        let builder =
            builder().with_variables(|_| Some(OsString::from_vec(b"canary\xff".to_vec())));
        let error = builder.build().unwrap_err();
        assert!(!format!("{error:?}").contains("canary"), "{error}");
    }

    #[test]
    fn settings_that_cannot_be_used_are_errors() {
        for url in [
            "",
            "api.github.com",
            "ftp://example.org",
            "https://canary@example.org",
            "https://:canary@example.org",
            "https://example.org?canary",
            "https://example.org#canary",
        ] {
            let error = builder().base_url(url).build().unwrap_err();
            assert!(!format!("{error:?}").contains("canary"), "{error}");
        }
        for url in ["", "https://canary@example.org"] {
            let error = builder().uploads_url(url).build().unwrap_err();
            assert!(error.to_string().starts_with("the uploads URL "), "{error}");
            assert!(!format!("{error:?}").contains("canary"), "{error}");
        }
        builder().user_agent("a\nb").build().unwrap_err();
        builder().api_version("a\nb").build().unwrap_err();
    }

    #[test]
    fn a_token_does_not_travel_in_the_clear() {
        let exposed = || builder().base_url("http://example.org");
        exposed().build().unwrap();
        exposed().token("canary").build().unwrap_err();
        let exposed = builder().uploads_url("http://example.org");
        exposed.token("canary").build().unwrap_err();
        builder()
            .base_url("http://127.0.0.1:1")
            .token("canary")
            .build()
            .unwrap();
    }

    #[test]
    fn nothing_shows_the_token() {
        let builder = builder().token("canary");
        assert!(!format!("{builder:?}").contains("canary"));
        let core = builder.build().unwrap();
        assert!(!format!("{core:?} {core:#?}").contains("canary"));
    }
}
