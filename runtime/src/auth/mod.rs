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
