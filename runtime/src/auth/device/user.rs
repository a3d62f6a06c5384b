//! The token of a user, renewed with its refresh token.

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::ask::ask;
use super::error::DeviceError;
use super::token::DeviceToken;
use super::{checked_host, sender};
use crate::auth::kept::{Kept, Lease};
use crate::base::passing::Instant;
use crate::base::runtime;
use crate::base::task::{Handle, Task};
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::error::CredentialError;
use crate::http::home::Home;
use crate::http::transport::{BoxFuture, Transport};

/// So long before its end, a token is renewed.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// The source of the tokens of a user: one that ends, as those of GitHub Apps do
/// [after eight hours](https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens),
/// is renewed with its refresh token five minutes before that, or after GitHub did not accept it: by one
/// request for all calls that wait for it.
///
/// A refresh token holds once. So a program that outlives its process keeps what
/// [`on_renewal`](Self::on_renewal) tells it, and a renewal goes on though the call that began it is
/// dropped.
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
    /// Limits and kept answers go by it, from token to token.
    account: Arc<str>,
    is_renewable: bool,
    state: Mutex<State>,
    kept: Kept,
}

/// What a token is renewed with, but for the refresh token.
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
    /// A token that no call has had yet, and since when it holds.
    granted: Option<(DeviceToken, Instant)>,
    /// It goes on if the call is dropped that began it.
    renewal: Option<Task<Result<DeviceToken, DeviceError>>>,
}

impl UserToken {
    /// Takes the app's client id, and the token that a user has just granted.
    pub fn new(client_id: impl Into<String>, token: DeviceToken) -> Self {
        let refresh_token = token.refresh_token().map(str::to_owned);
        Self::of(client_id, refresh_token, Some((token, Instant::now())))
    }

    /// Takes the app's client id, and the refresh token that was kept: the first call renews it.
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
            kept: Kept::default(),
        }
    }

    /// Sets the app's client secret, which GitHub asks for unless the user logged in by the device
    /// flow.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Arc<str>>) -> Self {
        self.login.client_secret = Some(secret.into());
        self
    }

    /// Sets where users log in, which is not where the API is, as
    /// [`DeviceFlow::host`](super::DeviceFlow::host) does.
    #[must_use]
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.login.host = url.into();
        self
    }

    /// Sets what sends requests for tokens.
    ///
    /// Default: the connections of the client whose call needs the token, with its proxies, certificates, timeouts and
    /// middleware. A [`host`](Self::host) with `http` is reached without the client's proxies, which would read the token.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.login.transport = Some(Arc::new(transport));
        self
    }

    /// Sets who is told of each new token: the refresh token before it holds no more.
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
    /// Renews the token, or waits for the renewal that another call has begun.
    async fn renewed(
        &mut self,
        login: &Login,
        api: &Api<'_>,
    ) -> Result<DeviceToken, CredentialError> {
        let renewal = match &mut self.renewal {
            Some(renewal) => renewal,
            None => {
                let Some(refresh_token) = self.refresh_token.clone() else {
                    let problem = "the user's token holds no more, and has no refresh token";
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
                CredentialError::new("the renewal of the token was broken off").because(error)
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
        host: Home,
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
        let answer = ask(&*transport, &host, "/login/oauth/access_token", &form).await?;
        let Some(token) = DeviceToken::read(&answer.body) else {
            return Err(answer.into_error());
        };
        // Told here, it is not lost with a call that is dropped.
        if let Some(listener) = &self.listener {
            listener(&token);
        }
        Ok(token)
    }
}

fn refusal(error: DeviceError) -> CredentialError {
    match error {
        DeviceError::Transport(fault) => {
            CredentialError::new("GitHub cannot be reached for the next token of the user")
                .because(fault)
                .temporary()
        }
        DeviceError::Unreadable { status } if status.is_server_error() => {
            let problem = format!("GitHub gives no next token of the user (status {status})");
            CredentialError::new(problem).temporary()
        }
        DeviceError::Refused { code, .. } if code == "bad_refresh_token" => {
            CredentialError::new("the refresh token holds no more: the user has to log in again")
        }
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
            self.kept.forget(credential);
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
