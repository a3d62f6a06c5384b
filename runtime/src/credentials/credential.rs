//! What a request carries to say who sends it.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use jiff::Timestamp;

use super::token;
use crate::base::account::Account;
use crate::error::CredentialError;

/// What a request carries to say who sends it: the value of `Authorization`. Nothing shows it.
#[derive(Clone)]
pub struct Credential {
    authorization: HeaderValue,
    account: Account,
    issued: Option<Timestamp>,
}

impl Credential {
    /// A token: a personal access token, an installation's token, a JWT.
    ///
    /// # Errors
    ///
    /// Fails for a token that no header can carry.
    pub fn bearer(token: &str) -> Result<Self, CredentialError> {
        token::bearer(token).map(Self::new)
    }

    /// A user name and a password, or the id and the secret of an OAuth app.
    ///
    /// # Errors
    ///
    /// Fails if the name has a colon.
    pub fn basic(user: &str, password: &str) -> Result<Self, CredentialError> {
        token::basic(user, password).map(Self::new)
    }

    fn new(authorization: HeaderValue) -> Self {
        Self {
            account: Account::Holder(authorization.clone()),
            authorization,
            issued: None,
        }
    }

    /// Says whose it is, for sources that give one account several credentials after each other:
    /// rate limits and kept answers go by this name. Default: by the credential itself.
    #[must_use]
    pub fn account(self, name: impl Into<Arc<str>>) -> Self {
        Self {
            account: Account::Named(name.into()),
            ..self
        }
    }

    /// Sets when the server issued the credential, by [`Api::now`](crate::auth::Api::now), for sources that
    /// request tokens. For five seconds after that time, a response that the credential is unknown (401)
    /// or has no access (403) is retried with the same credential: some of the server's machines may not
    /// know it yet. Default: no time, so that the first 401 replaces the credential.
    #[must_use]
    pub fn issued_at(self, time: Timestamp) -> Self {
        Self {
            issued: Some(time),
            ..self
        }
    }

    /// Returns the value of `Authorization`, for programs that send requests of their own. It is marked
    /// as sensitive: its `Debug` does not show it.
    pub fn authorization(&self) -> &HeaderValue {
        &self.authorization
    }

    pub(crate) fn whose(&self) -> &Account {
        &self.account
    }

    /// Returns when the server issued the credential, if the source said so.
    pub(crate) fn issued(&self) -> Option<Timestamp> {
        self.issued
    }
}

/// The source of this one credential, for [`with_credentials`](crate::Core::with_credentials) of a token.
impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        self.authorization == other.authorization
    }
}

impl Eq for Credential {}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").finish_non_exhaustive()
    }
}
