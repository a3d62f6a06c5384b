//! Credentials: tokens and credential sources.
//!
//! | credential | how |
//! |---|---|
//! | a token | [`ClientBuilder::token`](crate::ClientBuilder::token) |
//! | a token in an environment variable | [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) |
//! | the token of the `gh` command | `GhCli`, with the feature `gh` |
//! | a GitHub App, and its installations | `App`, with the feature `app` |
//! | an OAuth app | [`ClientBuilder::oauth_app`](crate::ClientBuilder::oauth_app) |
//! | a user's token by login | `DeviceFlow` and `UserToken`, with the feature `device` |
//! | anything else | [`CredentialSource`] |
//!
//! Pass a source to [`ClientBuilder::credentials`](crate::ClientBuilder::credentials). A credential is sent only to the
//! client's own servers, over https or within this machine. No error, log or `Debug` output contains a credential.

#[cfg(feature = "app")]
mod app;
#[cfg(feature = "device")]
mod device;
#[cfg(feature = "gh")]
mod gh;
#[cfg(any(feature = "app", feature = "device", feature = "gh"))]
mod token_cache;

#[cfg(feature = "app")]
pub use self::app::{App, Installation};
#[cfg(feature = "device")]
pub use self::device::{DeviceError, DeviceFlow, DevicePrompt, DeviceToken, UserToken};
#[cfg(feature = "gh")]
pub use self::gh::GhCli;
pub use crate::credentials::api::{Api, ApiReply};
pub use crate::credentials::credential::Credential;
pub use crate::credentials::source::CredentialSource;
pub use crate::error::CredentialError;
