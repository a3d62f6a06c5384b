//! A credential that is kept for as long as it holds, and renewed once for all who wait.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::base::passing::timeout;
use crate::base::runtime;
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::error::CredentialError;

/// After a renewal ahead of time that came to nothing, the next one waits so long.
const BETWEEN_RENEWALS: SignedDuration = SignedDuration::from_secs(30);

/// A renewal ahead of time may take so long before the call goes on with what it has.
const PATIENCE: Duration = Duration::from_secs(10);

/// A credential and how long it holds, by the client's clock.
pub(super) struct Lease {
    pub(super) credential: Credential,
    /// From when on it is to be renewed, though it still holds.
    pub(super) renew: Timestamp,
    pub(super) end: Timestamp,
}

/// A credential that is kept for as long as it holds, and renewed once for all who wait.
#[derive(Default)]
pub(super) struct Kept {
    state: Mutex<State>,
    /// Held by the call that renews it; a call that is dropped gives it to the next one.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// How many renewals failed, and why the last one did.
    failures: u64,
    last_failure: Option<Failure>,
}

struct Failure {
    error: CredentialError,
    base_url: String,
}

struct Held {
    lease: Lease,
    /// The API that it is for: one source may serve clients of several.
    base_url: String,
}

/// How good a credential is.
enum Standing {
    Fresh(Credential),
    /// It holds, and is to be renewed by who hears this.
    Ending(Credential),
}

impl Kept {
    /// Returns the credential, renewed if need be. Calls that come while another one renews it wait
    /// for that only if the old one has ended, and then share what comes of it, be it a failure.
    pub(super) async fn get(
        &self,
        api: &Api<'_>,
        renewal: impl Future<Output = Result<Lease, CredentialError>>,
    ) -> Result<Credential, CredentialError> {
        if runtime::is_missing() {
            let problem = format!("the source of credentials {}", runtime::MISSING);
            return Err(CredentialError::new(problem));
        }
        match self.standing(api) {
            Some(Standing::Fresh(credential)) => Ok(credential),
            Some(Standing::Ending(credential)) => Ok(self.ahead(api, credential, renewal).await),
            None => {
                let failures = self.lock().failures;
                let _turn = self.renewing.lock().await;
                if let Some(Standing::Fresh(it) | Standing::Ending(it)) = self.standing(api) {
                    return Ok(it);
                }
                if let Some(error) = self.failure_since(failures) {
                    return Err(error);
                }
                self.renew(api, renewal).await
            }
        }
    }

    /// Forgets a credential that was not accepted. Returns whether it was the one that is kept.
    pub(super) fn forget(&self, credential: &Credential) -> bool {
        let held = &mut self.lock().held;
        held.take_if(|it| it.lease.credential == *credential)
            .is_some()
    }

    /// Renews a credential that still holds: if that fails, the old one will do.
    async fn ahead(
        &self,
        api: &Api<'_>,
        old: Credential,
        renewal: impl Future<Output = Result<Lease, CredentialError>>,
    ) -> Credential {
        let Ok(_turn) = self.renewing.try_lock() else {
            return old;
        };
        match timeout(PATIENCE, self.renew(api, renewal)).await {
            Ok(Ok(renewed)) => renewed,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a credential could not be renewed before it ends");
                old
            }
            Err(_) => {
                tracing::warn!("a credential was not renewed in time before it ends");
                old
            }
        }
    }

    async fn renew(
        &self,
        api: &Api<'_>,
        renewal: impl Future<Output = Result<Lease, CredentialError>>,
    ) -> Result<Credential, CredentialError> {
        if let Some(error) = self.limited(api) {
            return Err(error);
        }
        let renewed = renewal.await;
        let mut state = self.lock();
        match renewed {
            Ok(lease) => {
                let credential = lease.credential.clone();
                state.held = Some(Held {
                    lease,
                    base_url: api.base_url().to_owned(),
                });
                state.last_failure = None;
                Ok(credential)
            }
            Err(error) => {
                state.failures += 1;
                state.last_failure = Some(Failure {
                    error: error.clone(),
                    base_url: api.base_url().to_owned(),
                });
                Err(error)
            }
        }
    }

    /// Says how good the credential is. Only one call hears that it is to be renewed; should nothing
    /// come of that, the next one hears it after a while.
    fn standing(&self, api: &Api<'_>) -> Option<Standing> {
        let now = api.now();
        let mut state = self.lock();
        let held = state.held.as_mut()?;
        if now >= held.lease.end || held.base_url != api.base_url() {
            return None;
        }
        let credential = held.lease.credential.clone();
        if now < held.lease.renew {
            return Some(Standing::Fresh(credential));
        }
        let next = now.saturating_add(BETWEEN_RENEWALS);
        held.lease.renew = next.unwrap_or(Timestamp::MAX);
        Some(Standing::Ending(credential))
    }

    /// Returns why the last renewal failed, if that is a limit that goes on: the next one would fail
    /// too.
    fn limited(&self, api: &Api<'_>) -> Option<CredentialError> {
        let state = self.lock();
        let Failure { error, base_url } = state.last_failure.as_ref()?;
        let goes_on = error.limit().is_some_and(|it| it.until > api.now());
        (goes_on && base_url == api.base_url()).then(|| error.clone())
    }

    fn failure_since(&self, failures: u64) -> Option<CredentialError> {
        let state = self.lock();
        let last = state.last_failure.as_ref();
        last.filter(|_| state.failures != failures)
            .map(|it| it.error.clone())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
