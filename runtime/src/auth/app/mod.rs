//! GitHub Apps: the app itself and its installations.

mod installation;
mod jwt;
mod key;
mod pem;
mod refusal;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};

pub use self::installation::Installation;
use self::key::Key;
use super::token_cache::{Lease, TokenCache};
use crate::credentials::api::{Api, ApiReply};
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::error::CredentialError;
use crate::http::date::date;
use crate::http::transport::BoxFuture;

/// A [GitHub
/// App](https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/about-authentication-with-a-github-app).
///
/// An `App` is a credential source. The source signs a JWT for the operations that an app calls as itself. For all
/// other operations, use the source that [`installation`](Self::installation) returns. Cloning is cheap.
///
/// ```no_run
/// use tagsmith_runtime::auth::App;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = App::new(12345, &std::fs::read("app.private-key.pem")?)?;
/// let source = app
///     .installation(67890)
///     .repositories(["hello-world"])
///     .permissions([("contents", "read"), ("issues", "write")]);
/// // Client::builder().credentials(source).build()?
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    id: String,
    key: Key,
    /// The seconds by which GitHub's clock is ahead of the client's. Zero until a clock difference has caused an error.
    ahead: AtomicI64,
    jwt: TokenCache,
    /// Whether GitHub rejected a JWT. If so, the next request compares the clocks.
    is_doubted: AtomicBool,
}

/// The smallest clock difference that explains a rejected JWT.
const PRECISE: SignedDuration = SignedDuration::from_secs(30);

/// A JWT is replaced this long before it expires.
const MARGIN: SignedDuration = SignedDuration::from_mins(1);

impl App {
    /// Creates an app from its id or client id, and its private key. The key is PKCS#1, as downloaded from GitHub, or
    /// PKCS#8. PEM and DER are accepted for both formats.
    ///
    /// A PEM key in an environment variable may be quoted or base64-encoded. A literal `\n` or a space may replace each
    /// line break.
    ///
    /// # Errors
    ///
    /// Fails if the id is neither a number nor a client id. Fails if the key is encrypted, public, truncated, damaged,
    /// or not an RSA key. Errors do not contain the key.
    pub fn new(id: impl fmt::Display, key: &[u8]) -> Result<Self, CredentialError> {
        let id = id.to_string();
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(CredentialError::new(
                "the app's id is neither a number nor a client id",
            ));
        }
        Ok(Self(Arc::new(Inner {
            id,
            key: Key::read(key)?,
            ahead: AtomicI64::new(0),
            jwt: TokenCache::default(),
            is_doubted: AtomicBool::new(false),
        })))
    }

    /// Returns a source of access tokens for an installation, with all permissions of the installation. The API returns
    /// the id as the property `id` of an `Installation`. If the id is not positive, the first call fails without
    /// sending a request.
    pub fn installation(&self, id: i64) -> Installation {
        Installation::new(self.clone(), id)
    }

    /// Sends a request as the app itself. Retries once if the clocks differ.
    async fn ask(
        &self,
        api: &Api<'_>,
        method: Method,
        path: &str,
        body: Option<&serde_json::Value>,
    ) -> Result<ApiReply, CredentialError> {
        let jwt = self.sign(api)?;
        let reply = api.send(method.clone(), path, &jwt, body).await?;
        if reply.status != StatusCode::UNAUTHORIZED || !self.sets_clock(api, &reply) {
            return Ok(reply);
        }
        api.send(method, path, &self.sign(api)?, body).await
    }

    /// Updates the clock difference from a response. Returns whether the stored difference was wrong.
    fn sets_clock(&self, api: &Api<'_>, reply: &ApiReply) -> bool {
        let Some(date) = date(&reply.headers) else {
            return false;
        };
        let off = date.duration_since(self.github_time(api));
        let is_wrong = off.abs() > PRECISE;
        if is_wrong {
            let ahead = date.duration_since(api.now()).as_secs();
            self.0.ahead.store(ahead, Ordering::Relaxed);
            tracing::debug!(ahead, "GitHub's clock differs");
        }
        is_wrong
    }

    fn github_time(&self, api: &Api<'_>) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.0.ahead.load(Ordering::Relaxed));
        let now = api.now();
        now.saturating_add(ahead).unwrap_or(now)
    }

    fn sign(&self, api: &Api<'_>) -> Result<Credential, CredentialError> {
        let jwt = jwt::sign(&self.0.id, &self.0.key, self.github_time(api))?;
        Ok(Credential::bearer(&jwt)?.account(format!("app {}", self.0.id)))
    }

    async fn renew(&self, api: &Api<'_>) -> Result<Lease, CredentialError> {
        if self.0.is_doubted.load(Ordering::Relaxed) {
            self.ask(api, Method::GET, "/app", None).await?;
            self.0.is_doubted.store(false, Ordering::Relaxed);
        }
        let end = api.now().saturating_add(jwt::HOLDS - MARGIN);
        let end = end.unwrap_or(Timestamp::MAX);
        Ok(Lease {
            credential: self.sign(api)?,
            renew: end,
            end,
        })
    }
}

impl CredentialSource for App {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(self.0.jwt.get(api, self.renew(api)))
    }

    fn rejected(&self, credential: &Credential) -> bool {
        if self.0.jwt.remove(credential) {
            self.0.is_doubted.store(true, Ordering::Relaxed);
        }
        true
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("id", &self.0.id)
            .finish_non_exhaustive()
    }
}
