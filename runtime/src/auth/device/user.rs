//! A credential source that renews a user's access token by its refresh token.

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::ask::ask;
use super::error::DeviceError;
use super::token::DeviceToken;
use super::{checked_host, sender};
use crate::auth::token_cache::{Lease, TokenCache};
use crate::base::runtime;
use crate::base::task::{Handle, Task};
use crate::base::timer::Instant;
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::error::CredentialError;
use crate::http::endpoint::Endpoint;
use crate::http::transport::{BoxFuture, Transport};

/// A token is renewed this long before it expires.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// A source of user access tokens.
///
/// User tokens of GitHub Apps expire [after eight
/// hours](https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens).
/// This source renews such a token by its refresh token five minutes before it expires, or after GitHub rejected it.
/// All waiting calls share one token request.
///
/// A refresh token can be used only once. So a program that restarts must store the token that
/// [`on_renewal`](Self::on_renewal) reports. A renewal continues even if the call that started it is dropped.
///
/// ```no_run
/// use tagsmith_runtime::auth::{DeviceError, DeviceFlow, UserToken};
///
/// # async fn log_in() -> Result<(), DeviceError> {
/// let flow = DeviceFlow::new("Iv1.0123456789abcdef");
/// let token = flow.run(|prompt| println!("{}", prompt.user_code)).await?;
/// let source = UserToken::new("Iv1.0123456789abcdef", token)
///     .on_renewal(|token| { /* write token.refresh_token() down */ });
/// // Client::builder().credentials(source).build()?
/// # Ok(()) }
/// ```
pub struct UserToken {
    login: Login,
    /// The account of all tokens of this source. Rate limits and cached responses are stored by account.
    account: Arc<str>,
    is_renewable: bool,
    state: Mutex<State>,
    kept: TokenCache,
}

/// The data for a renewal, except the refresh token.
#[derive(Clone)]
struct Login {
    client_id: String,
    client_secret: Option<Arc<str>>,
    host: String,
    transport: Option<Arc<dyn Transport>>,
    listener: Option<Arc<Listener>>,
}

type Listener = dyn Fn(&DeviceToken) + Send + Sync;

struct State {
    refresh_token: Option<String>,
    /// The token that was passed to the constructor, until the first call uses it, and the time when it was granted.
    granted: Option<(DeviceToken, Instant)>,
    /// The pending renewal. The renewal continues if the call that started it is dropped.
    renewal: Option<Task<Result<DeviceToken, DeviceError>>>,
}

impl UserToken {
    /// Creates a source from the app's client id and the token that a user just granted.
    pub fn new(client_id: impl Into<String>, token: DeviceToken) -> Self {
        let refresh_token = token.refresh_token().map(str::to_owned);
        Self::of(client_id, refresh_token, Some((token, Instant::now())))
    }

    /// Creates a source from the app's client id and a stored refresh token. The first call renews it.
    pub fn from_refresh_token(
        client_id: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self::of(client_id, Some(refresh_token.into()), None)
    }

    fn of(
        client_id: impl Into<String>,
        refresh_token: Option<String>,
        granted: Option<(DeviceToken, Instant)>,
    ) -> Self {
        let client_id = client_id.into();
        Self {
            account: format!("user of {client_id}, {:016x}", fastrand::u64(..)).into(),
            is_renewable: refresh_token.is_some(),
            login: Login {
                client_id,
                client_secret: None,
                host: "https://github.com".to_owned(),
                transport: None,
                listener: None,
            },
            state: Mutex::new(State {
                refresh_token,
                granted,
                renewal: None,
            }),
            kept: TokenCache::default(),
        }
    }

    /// Sets the app's client secret. GitHub requires it unless the user logged in by the device flow.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Arc<str>>) -> Self {
        self.login.client_secret = Some(secret.into());
        self
    }

    /// Sets the login URL, as [`DeviceFlow::host`](super::DeviceFlow::host) does.
    #[must_use]
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.login.host = url.into();
        self
    }

    /// Sets the transport for token requests.
    ///
    /// Default: the connections of the client whose call needs the token, including proxies, certificates, timeouts and
    /// middleware. Requests to an `http` [`host`](Self::host) bypass the client's proxies, because a proxy could read
    /// the token.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.login.transport = Some(Arc::new(transport));
        self
    }

    /// Sets a callback that receives each new token. The callback runs before the old refresh token becomes invalid.
    #[must_use]
    pub fn on_renewal(mut self, listener: impl Fn(&DeviceToken) + Send + Sync + 'static) -> Self {
        self.login.listener = Some(Arc::new(listener));
        self
    }

    async fn renew(&self, api: &Api<'_>) -> Result<Lease, CredentialError> {
        let mut state = self.state.lock().await;
        if let Some((token, since)) = state.granted.take() {
            let lease = self.lease(&token, since, api.now())?;
            if api.now() < lease.end {
                return Ok(lease);
            }
        }
        let since = Instant::now();
        let renewed = state.renewed(&self.login, api).await?;
        self.lease(&renewed, since, api.now())
    }

    fn lease(
        &self,
        token: &DeviceToken,
        since: Instant,
        now: Timestamp,
    ) -> Result<Lease, CredentialError> {
        let mut credential = Credential::bearer(token.access_token())?;
        let gone = SignedDuration::try_from(since.elapsed()).ok();
        if let Some(issued) = gone.and_then(|gone| now.saturating_sub(gone).ok()) {
            credential = credential.issued_at(issued);
        }
        let ends = token.expires_in().and_then(|it| {
            let left = SignedDuration::try_from(it).ok()?;
            Some(left - gone?)
        });
        let after = |left: SignedDuration| now.saturating_add(left).unwrap_or(now);
        Ok(Lease {
            credential: credential.account(Arc::clone(&self.account)),
            renew: ends.map_or(Timestamp::MAX, |left| after(left - AHEAD)),
            end: ends.map_or(Timestamp::MAX, after),
        })
    }
}

impl State {
    /// Renews the token, or waits for a renewal that a different call started.
    async fn renewed(
        &mut self,
        login: &Login,
        api: &Api<'_>,
    ) -> Result<DeviceToken, CredentialError> {
        let renewal = match &mut self.renewal {
            Some(renewal) => renewal,
            None => {
                let Some(refresh_token) = self.refresh_token.clone() else {
                    let problem = "the user's token has expired, and there is no refresh token";
                    return Err(CredentialError::new(problem));
                };
                let on = Handle::try_current().map_err(|_| {
                    CredentialError::new(format!("the renewal of a token {}", runtime::MISSING))
                })?;
                let host = checked_host(&login.host).map_err(refusal)?;
                let transport = login.transport.clone();
                let transport = transport.or_else(|| api.login_transport(&host));
                let transport = sender(transport, &host).map_err(refusal)?;
                let renewal = login.clone().renew(refresh_token, host, transport);
                self.renewal.insert(Task::spawn(&on, renewal))
            }
        };
        let outcome = renewal.await;
        self.renewal = None;
        let token = outcome
            .map_err(|error| {
                CredentialError::new("the renewal of the token was interrupted").because(error)
            })?
            .map_err(refusal)?;
        if let Some(next) = token.refresh_token() {
            self.refresh_token = Some(next.to_owned());
        }
        Ok(token)
    }
}

impl Login {
    async fn renew(
        self,
        refresh_token: String,
        host: Endpoint,
        transport: Arc<dyn Transport>,
    ) -> Result<DeviceToken, DeviceError> {
        let mut form = vec![
            ("client_id", self.client_id.as_str()),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.as_str()),
        ];
        if let Some(secret) = &self.client_secret {
            form.push(("client_secret", secret));
        }
        let response = ask(&*transport, &host, "/login/oauth/access_token", &form).await?;
        let Some(token) = DeviceToken::read(&response.body) else {
            return Err(response.into_error());
        };
        // The callback runs here, because the call may be dropped.
        if let Some(listener) = &self.listener {
            listener(&token);
        }
        Ok(token)
    }
}

fn refusal(error: DeviceError) -> CredentialError {
    match error {
        DeviceError::Transport(fault) => {
            CredentialError::new("GitHub cannot be reached to renew the user's token")
                .because(fault)
                .temporary()
        }
        DeviceError::Unreadable { status } if status.is_server_error() => {
            let problem = format!("GitHub did not renew the user's token (status {status})");
            CredentialError::new(problem).temporary()
        }
        DeviceError::Refused { code, .. } if code == "bad_refresh_token" => CredentialError::new(
            "the refresh token is no longer valid: the user has to log in again",
        ),
        error => CredentialError::new(error.to_string()),
    }
}

impl CredentialSource for UserToken {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(self.kept.get(api, self.renew(api)))
    }

    fn rejected(&self, credential: &Credential) -> bool {
        if self.is_renewable {
            self.kept.remove(credential);
        }
        self.is_renewable
    }
}

impl fmt::Debug for UserToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserToken")
            .field("client_id", &self.login.client_id)
            .field("host", &self.login.host)
            .finish_non_exhaustive()
    }
}
