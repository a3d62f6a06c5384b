//! A credential: the value of `Authorization`.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use jiff::Timestamp;

use super::token;
use crate::base::account::Account;
use crate::error::CredentialError;

/// A credential: the value of `Authorization`. `Debug` does not print it.
#[derive(Clone)]
pub struct Credential {
    authorization: HeaderValue,
    account: Account,
    issued: Option<Timestamp>,
}

impl Credential {
    /// Creates a bearer token: a personal access token, an installation token, or a JWT.
    ///
    /// # Errors
    ///
    /// Fails if the token is not a valid header value.
    pub fn bearer(token: &str) -> Result<Self, CredentialError> {
        token::bearer(token).map(Self::new)
    }

    /// Creates basic credentials: a user name and a password, or the id and the secret of an OAuth app.
    ///
    /// # Errors
    ///
    /// Fails if the name contains a colon.
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

    /// Sets the account that the credential belongs to. Sources that renew credentials set the account, so that rate
    /// limits and cached responses stay valid after a renewal.
    ///
    /// Default: each credential is a separate account.
    #[must_use]
    pub fn account(self, name: impl Into<Arc<str>>) -> Self {
        Self {
            account: Account::Named(name.into()),
            ..self
        }
    }

    /// Sets when the server issued the credential, by [`Api::now`](crate::auth::Api::now). Sources that request tokens
    /// set this time. For five seconds after that time, 401 (unknown credential) and 403 (no access) are retried with
    /// the same credential. During that time, some of the server's machines may not have received the credential.
    ///
    /// Default: no time. Then the first 401 makes the client request a new credential.
    #[must_use]
    pub fn issued_at(self, time: Timestamp) -> Self {
        Self {
            issued: Some(time),
            ..self
        }
    }

    /// Returns the value of `Authorization`, for programs that send their own requests. The value is marked as
    /// sensitive, so its `Debug` does not print it.
    pub fn authorization(&self) -> &HeaderValue {
        &self.authorization
    }

    pub(crate) fn owner(&self) -> &Account {
        &self.account
    }

    /// Returns when the server issued the credential, if the source set that time.
    pub(crate) fn issued(&self) -> Option<Timestamp> {
        self.issued
    }
}

/// Implements the trait for a credential, for an account with one constant token in
/// [`with_credentials`](crate::Core::with_credentials).
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
