//! The device flow, by which a program without a browser gets a user's access token.

mod ask;
mod error;
mod prompt;
mod token;
mod user;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use self::ask::{Response, ask};
pub use self::error::DeviceError;
pub use self::prompt::DevicePrompt;
use self::prompt::{Grant, seconds};
pub use self::token::DeviceToken;
pub use self::user::UserToken;
use crate::base::build_error::BuildError;
use crate::base::runtime;
use crate::base::timer::{Instant, sleep, timeout_at};
use crate::core::client::Core;
use crate::http::endpoint::Endpoint;
use crate::http::origin;
use crate::http::transport::{Connections, Fault, HttpClient, Stage, Transport};

/// The [device flow](https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#device-flow) of
/// an OAuth app or a GitHub App. The user enters a code in a browser on any device, and the program receives a token.
/// The flow needs no client secret.
///
/// ```no_run
/// use tagsmith_runtime::auth::{DeviceError, DeviceFlow};
///
/// # async fn log_in() -> Result<(), DeviceError> {
/// let token = DeviceFlow::new("Iv1.0123456789abcdef")
///     .scopes(["repo", "gist"])
///     .run(|prompt| println!("Enter {} at {}", prompt.user_code, prompt.verification_uri))
///     .await?;
/// // Client::builder().credentials(UserToken::new(client_id, token)).build()?
/// # Ok(()) }
/// ```
#[must_use = "a device flow does nothing until it runs"]
pub struct DeviceFlow {
    client_id: String,
    scopes: Vec<String>,
    host: String,
    transport: Option<Arc<dyn Transport>>,
    client: Option<Core>,
}

/// The increase of the polling interval after `slow_down` or a connection error.
const SLOWER: Duration = Duration::from_secs(5);

impl DeviceFlow {
    /// Creates a device flow for an app's client id, which is not a secret.
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            scopes: Vec::new(),
            host: "https://github.com".to_owned(),
            transport: None,
            client: None,
        }
    }

    /// Sets the [scopes](https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps) that an
    /// OAuth app requests. GitHub Apps have permissions instead.
    ///
    /// Default: no scopes, which allows access to public data.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the login URL, which differs from the base URL of the API. The URL is an absolute `https` URL, or `http` on
    /// this machine.
    ///
    /// Default: `https://github.com`.
    pub fn host(mut self, url: impl Into<String>) -> Self {
        self.host = url.into();
        self
    }

    /// Sends requests over the connections of a client, with its proxies, certificates, timeouts and middleware. The
    /// client may be anonymous. To create a client that sends the token, use
    /// [`with_credentials`](Core::with_credentials).
    ///
    /// Requests to an `http` [`host`](Self::host) bypass the client's proxies, because a proxy could read the token.
    ///
    /// Default: separate connections, with the environment's proxies and the system's certificates.
    pub fn client(mut self, client: &impl AsRef<Core>) -> Self {
        self.client = Some(client.as_ref().clone());
        self
    }

    /// Sets the transport for the flow's requests, instead of the transport of [`client`](Self::client).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Requests a code, calls `show` to display it, and polls until the user has entered it. Dropping the future
    /// cancels the flow.
    ///
    /// # Errors
    ///
    /// Fails if the user denies the request or does not enter the code in time, if GitHub refuses, or if no code can be
    /// requested. Once the code was issued, connection errors are retried until the code expires.
    pub async fn run(self, show: impl FnOnce(&DevicePrompt)) -> Result<DeviceToken, DeviceError> {
        if runtime::is_missing() {
            let problem = format!("the device flow {}", runtime::MISSING);
            return Err(DeviceError::Transport(Fault::new(Stage::Connect, problem)));
        }
        let host = checked_host(&self.host)?;
        let client = self.client.as_ref().map(Core::settings);
        let client = client.and_then(|it| it.api().login_transport(&host));
        let transport = sender(self.transport.or(client), &host)?;
        let scopes = self.scopes.join(" ");
        let mut form = vec![("client_id", self.client_id.as_str())];
        if !scopes.is_empty() {
            form.push(("scope", &scopes));
        }
        let response = ask(&*transport, &host, "/login/device/code", &form).await?;
        let Some(grant) = Grant::read(&response.body) else {
            return Err(response.into_error());
        };
        let end = Instant::now() + grant.prompt.expires_in;
        show(&grant.prompt);
        let token = token(&*transport, &host, &self.client_id, &grant);
        timeout_at(end, token)
            .await
            .unwrap_or(Err(DeviceError::Expired))
    }
}

fn checked_host(url: &str) -> Result<Endpoint, DeviceError> {
    let host = Endpoint::new("host", url).map_err(DeviceError::Setting)?;
    if origin::is_exposed(&host.url) {
        return Err(DeviceError::Setting(BuildError::new(
            "a token is not fetched over http from another machine: use an https URL",
        )));
    }
    Ok(host)
}

/// Polls for the token until the user has accepted or denied.
async fn token(
    transport: &dyn Transport,
    host: &Endpoint,
    client_id: &str,
    grant: &Grant,
) -> Result<DeviceToken, DeviceError> {
    let form = [
        ("client_id", client_id),
        ("device_code", &grant.device_code),
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
    ];
    let mut interval = grant.interval;
    loop {
        sleep(interval).await;
        let response = match ask(transport, host, "/login/oauth/access_token", &form).await {
            Ok(response) => response,
            Err(DeviceError::Transport(fault)) => {
                tracing::debug!(%fault, "GitHub was not reached for a token");
                interval += SLOWER;
                continue;
            }
            Err(error) => return Err(error),
        };
        if let Some(token) = DeviceToken::read(&response.body) {
            return Ok(token);
        }
        match response.code() {
            Some("authorization_pending") => {}
            Some("slow_down") => interval = slower(interval, &response),
            None if response.status.is_server_error() => interval += SLOWER,
            _ => return Err(response.into_error()),
        }
    }
}

fn slower(interval: Duration, response: &Response) -> Duration {
    let asked = seconds(&response.body, "interval").unwrap_or_default();
    asked.max(interval + SLOWER)
}

/// Returns the transport, or a default one.
fn sender(
    transport: Option<Arc<dyn Transport>>,
    host: &Endpoint,
) -> Result<Arc<dyn Transport>, DeviceError> {
    if let Some(transport) = transport {
        return Ok(transport);
    }
    let connections = Connections {
        // A proxy could read the token.
        avoids_proxies: host.url.scheme() == "http",
        ..Connections::default()
    };
    let http = HttpClient::new(connections).map_err(|error| {
        DeviceError::Setting(BuildError::because(
            "the HTTP client cannot be built",
            error,
        ))
    })?;
    Ok(Arc::new(http))
}

impl fmt::Debug for DeviceFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceFlow")
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}
