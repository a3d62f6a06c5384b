//! The configured credentials of a client, from which each request gets its credential.

use std::sync::Arc;

use super::credential::Credential;
use super::named::NamedToken;
use super::source::CredentialSource;

/// The configured credentials of a client, from which each request gets its credential.
#[derive(Clone, Default)]
pub(crate) enum Credentials {
    #[default]
    None,
    /// No credential: the token in this environment variable is for another server.
    Unused(&'static str),
    /// The token of an environment variable, for some servers only.
    Named(Box<NamedToken>),
    Fixed(Credential),
    Source(Arc<dyn CredentialSource>),
}

impl Credentials {
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None | Self::Unused(_))
    }

    /// Returns the credential that all calls share, if the credential is constant.
    pub(crate) fn constant(&self) -> Option<&Credential> {
        match self {
            Self::Fixed(credential) => Some(credential),
            Self::Named(token) => Some(&token.credential),
            Self::None | Self::Unused(_) | Self::Source(_) => None,
        }
    }
}
