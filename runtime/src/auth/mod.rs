//! As whom calls are made: a token, or a source that gives a credential for each call.
//!
//! | credential | how |
//! |---|---|
//! | a token | [`ClientBuilder::token`](crate::ClientBuilder::token) |
//! | a token in an environment variable | [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) |
//! | the token of the `gh` command | `GhCli`, with the feature `gh` |
//! | a GitHub App, and its installations | `App`, with the feature `app` |
//! | an OAuth app | [`ClientBuilder::oauth_app`](crate::ClientBuilder::oauth_app) |
//! | a token of the program's user | `DeviceFlow` and `UserToken`, with the feature `device` |
//! | anything else | [`CredentialSource`] |
//!
//! Sources are given to [`ClientBuilder::credentials`](crate::ClientBuilder::credentials). A credential
//! goes only to the client's own hosts, over https or within this machine, and shows nowhere.

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "device")]
mod device;
#[cfg(feature = "gh")]
mod gh;
#[cfg(any(feature = "app", feature = "device", feature = "gh"))]
mod kept;

use std::sync::Arc;

#[cfg(feature = "app")]
pub use self::app::{App, Installation};
#[cfg(feature = "device")]
pub use self::device::{DeviceError, DeviceFlow, DevicePrompt, DeviceToken, UserToken};
#[cfg(feature = "gh")]
pub use self::gh::GhCli;
pub use crate::credentials::api::{Api, ApiReply};
pub use crate::credentials::credential::Credential;
use crate::credentials::named::NamedToken;
pub use crate::error::CredentialError;
use crate::http::transport::BoxFuture;

/// Where credentials come from that change: tokens that expire, and secrets that are rotated.
///
/// It is asked before each request, from any number of calls at once, so it keeps what it has and
/// says it again for as long as it holds.
///
/// ```
/// use tagsmith_runtime::BoxFuture;
/// use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
///
/// /// A token in a file, which something else renews.
/// struct TokenFile(std::path::PathBuf);
///
/// impl CredentialSource for TokenFile {
///     fn credential<'a>(
///         &'a self,
///         _api: &'a Api<'a>,
///     ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
///         Box::pin(async {
///             let token = std::fs::read_to_string(&self.0).map_err(|error| {
///                 CredentialError::new("the token's file cannot be read").because(error)
///             })?;
///             Credential::bearer(token.trim())
///         })
///     }
/// }
/// ```
pub trait CredentialSource: Send + Sync + 'static {
    /// Returns what the next request carries. `api` is for sources that ask GitHub for it.
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// Hears that the server did not accept a credential (status 401). Returns whether asking again
    /// may give another one: the request is then sent once more.
    fn rejected(&self, credential: &Credential) -> bool {
        let _ = credential;
        false
    }
}

/// Forwards the trait from a pointer to what it points to.
macro_rules! forward {
    ($($pointer:ident: $purpose:literal),*) => {$(
        #[doc = $purpose]
        impl<S: CredentialSource + ?Sized> CredentialSource for $pointer<S> {
            fn credential<'a>(
                &'a self,
                api: &'a Api<'a>,
            ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
                (**self).credential(api)
            }

            fn rejected(&self, credential: &Credential) -> bool {
                (**self).rejected(credential)
            }
        }
    )*};
}

forward!(Arc: "A source that several clients share.", Box: "A source whose type is chosen at run time.");

/// A client's way to credentials.
#[derive(Clone, Default)]
pub(crate) enum Credentials {
    #[default]
    None,
    /// None: the token in this environment variable is for another server.
    Unused(&'static str),
    /// That of an environment variable, for some servers only.
    Named(Box<NamedToken>),
    Fixed(Credential),
    Source(Arc<dyn CredentialSource>),
}

impl Credentials {
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None | Self::Unused(_))
    }

    /// Returns the credential that all calls carry, if it is always the same one.
    pub(crate) fn constant(&self) -> Option<&Credential> {
        match self {
            Self::Fixed(credential) => Some(credential),
            Self::Named(token) => Some(&token.credential),
            Self::None | Self::Unused(_) | Self::Source(_) => None,
        }
    }
}
