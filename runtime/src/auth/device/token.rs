//! The token that a user granted.

use std::fmt;
use std::time::Duration;

use serde_json::Value as Json;

use super::prompt::seconds;

/// The token that a user granted. Pass the token to [`UserToken`](super::UserToken), which renews expiring tokens, or
/// to [`ClientBuilder::token`](crate::ClientBuilder::token). `Debug` does not print it.
#[derive(Clone)]
pub struct DeviceToken {
    access_token: String,
    refresh_token: Option<String>,
    scopes: Vec<String>,
    expires_in: Option<Duration>,
    refresh_token_expires_in: Option<Duration>,
}

impl DeviceToken {
    /// Parses a response. Returns `None` if the response contains no token.
    pub(super) fn read(body: &Json) -> Option<Self> {
        let text = |name: &str| body.get(name)?.as_str().filter(|it| !it.is_empty());
        let scopes = text("scope").unwrap_or_default().split([',', ' ']);
        Some(Self {
            access_token: text("access_token")?.to_owned(),
            refresh_token: text("refresh_token").map(str::to_owned),
            scopes: scopes
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect(),
            expires_in: seconds(body, "expires_in"),
            refresh_token_expires_in: seconds(body, "refresh_token_expires_in"),
        })
    }

    /// Returns the access token, which is a secret.
    pub fn access_token(&self) -> &str {
        &self.access_token
    }

    /// Returns the [refresh
    /// token](https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens),
    /// which is a secret. Returns `None` if the access token does not expire.
    pub fn refresh_token(&self) -> Option<&str> {
        self.refresh_token.as_deref()
    }

    /// Returns the scopes that the user granted. The list is empty for a GitHub App, which has permissions.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// Returns the lifetime of the token, counted from when the token was granted. Returns `None` if the token does not
    /// expire.
    pub fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// Returns the lifetime of the refresh token, counted from when the refresh token was granted.
    pub fn refresh_token_expires_in(&self) -> Option<Duration> {
        self.refresh_token_expires_in
    }
}

impl fmt::Debug for DeviceToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceToken")
            .field("scopes", &self.scopes)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}
