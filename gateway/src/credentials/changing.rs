//! A credential source that renews its credential over the gateway's own connections.

use std::sync::Arc;

use http::HeaderValue;
use tagsmith_runtime::auth::{Credential, CredentialError};
use tagsmith_runtime::{Core, Defaults};

use super::leak::Secrets;
use super::transport;
use crate::limits::reserve::Reserve;
use crate::observability::log::{Level, Log};
use crate::problem::{Kind, Problem};
use crate::refused::{Refused, Result};
use crate::upstream::client::Client;

static DEFAULTS: Defaults = Defaults::new(
    "https://api.github.com",
    concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
)
.media_type("application/vnd.github+json");

/// A source that renews its credential.
pub(super) struct Changing {
    core: Core,
    number: usize,
    pub(super) reserve: Arc<Reserve>,
}

/// The credential of one request.
#[derive(Clone)]
pub struct Sent {
    /// The value of `Authorization`.
    pub authorization: HeaderValue,
    /// The remaining rate limits of the credential.
    pub reserve: Arc<Reserve>,
    pub(super) renewed_by: Option<(Core, Credential)>,
}

impl Changing {
    pub(super) fn new(core: Core, number: usize) -> Self {
        Self {
            core,
            number,
            reserve: Arc::default(),
        }
    }

    pub(super) async fn sent(
        &self,
        secrets: &Secrets,
        log: &Log,
    ) -> std::result::Result<Sent, Problem> {
        self.ask(secrets)
            .await
            .map_err(|error| unavailable(&error, log))
    }

    pub(super) async fn ask(
        &self,
        secrets: &Secrets,
    ) -> std::result::Result<Sent, CredentialError> {
        let credential = self.core.credential().await?;
        let credential =
            credential.ok_or_else(|| CredentialError::new("the source returned no credential"))?;
        let authorization = credential.authorization().clone();
        if let Some(token) = authorization
            .to_str()
            .ok()
            .and_then(|it| it.strip_prefix("Bearer "))
        {
            secrets.add(self.number, token);
        }
        Ok(Sent {
            authorization,
            reserve: self.reserve.clone(),
            renewed_by: Some((self.core.clone(), credential)),
        })
    }
}

/// Creates the client of `tagsmith-runtime` that caches and renews the credentials of a source.
pub(super) fn core(
    source: impl tagsmith_runtime::auth::CredentialSource,
    client: &Client,
) -> Result<Core> {
    let builder = Core::builder::<Core>(&DEFAULTS)
        .base_url(client.base_url())
        .credentials(source);
    let built = builder.transport(transport::Own(client.clone())).build();
    built.map_err(|error| {
        Refused::new(
            format!("the credential is unusable: {error}"),
            "check --upstream and --credential",
        )
    })
}

/// Returns the problem for the caller. Only the log contains the reason.
pub(super) fn unavailable(error: &CredentialError, log: &Log) -> Problem {
    log.event(Level::Error, "a credential source failed", "", Some(error));
    Problem::new(
        Kind::CredentialUnavailable,
        "the credential source failed; the gateway's log contains the reason",
    )
}
