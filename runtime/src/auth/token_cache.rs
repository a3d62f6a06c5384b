//! A token cache that renews an expiring credential once for all waiting calls.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::base::runtime;
use crate::base::timer::timeout;
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::error::CredentialError;

/// The delay until the next early renewal, after one has failed.
const BETWEEN_RENEWALS: SignedDuration = SignedDuration::from_secs(30);

/// The time limit of an early renewal. When it is exceeded, the call continues with the current credential.
const PATIENCE: Duration = Duration::from_secs(10);

/// A credential and its lifetime, measured by the client's clock.
pub(super) struct Lease {
    pub(super) credential: Credential,
    /// The time from which the credential is renewed, some minutes before it expires.
    pub(super) renew: Timestamp,
    pub(super) end: Timestamp,
}

/// A token cache that renews an expiring credential once for all waiting calls.
#[derive(Default)]
pub(super) struct TokenCache {
    state: Mutex<State>,
    /// Locked by the call that renews. If that call is dropped, the next call renews.
    renewing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    held: Option<CachedToken>,
    /// The number of failed renewals, and the last error.
    failures: u64,
    last_failure: Option<Failure>,
}

struct Failure {
    error: CredentialError,
    base_url: String,
}

struct CachedToken {
    lease: Lease,
    /// The API that issued the credential: one source may serve clients of several APIs.
    base_url: String,
}

/// Whether a credential is valid.
enum Availability {
    Fresh(Credential),
    /// The credential is valid, but expires soon. The caller that receives this variant renews the credential.
    Ending(Credential),
}

impl TokenCache {
    /// Returns the credential, renewed if necessary. During a renewal, other calls wait only if the old credential has
    /// expired. Waiting calls share the result, even if it is an error.
    pub(super) async fn get(
        &self,
        api: &Api<'_>,
        renewal: impl Future<Output = Result<Lease, CredentialError>>,
    ) -> Result<Credential, CredentialError> {
        if runtime::is_missing() {
            let problem = format!("the source of credentials {}", runtime::MISSING);
            return Err(CredentialError::new(problem));
        }
        match self.availability(api) {
            Some(Availability::Fresh(credential)) => Ok(credential),
            Some(Availability::Ending(credential)) => {
                Ok(self.renew_early(api, credential, renewal).await)
            }
            None => {
                let failures = self.lock().failures;
                let _turn = self.renewing.lock().await;
                if let Some(Availability::Fresh(it) | Availability::Ending(it)) =
                    self.availability(api)
                {
                    return Ok(it);
                }
                if let Some(error) = self.failure_since(failures) {
                    return Err(error);
                }
                self.renew(api, renewal).await
            }
        }
    }

    /// Removes a rejected credential. Returns whether it was the cached one.
    pub(super) fn remove(&self, credential: &Credential) -> bool {
        let held = &mut self.lock().held;
        held.take_if(|it| it.lease.credential == *credential)
            .is_some()
    }

    /// Renews a credential that is still valid. If the renewal fails, the old credential stays in use.
    async fn renew_early(
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
                tracing::warn!(%error, "a credential that expires soon could not be renewed");
                old
            }
            Err(_) => {
                tracing::warn!("a credential that expires soon was not renewed in time");
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
                state.held = Some(CachedToken {
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

    /// Returns whether the credential is valid. Only one call at a time receives `Ending`. If that call does not renew,
    /// the next call after a while receives `Ending` too.
    fn availability(&self, api: &Api<'_>) -> Option<Availability> {
        let now = api.now();
        let mut state = self.lock();
        let held = state.held.as_mut()?;
        if now >= held.lease.end || held.base_url != api.base_url() {
            return None;
        }
        let credential = held.lease.credential.clone();
        if now < held.lease.renew {
            return Some(Availability::Fresh(credential));
        }
        let next = now.saturating_add(BETWEEN_RENEWALS);
        held.lease.renew = next.unwrap_or(Timestamp::MAX);
        Some(Availability::Ending(credential))
    }

    /// Returns the error of the last renewal, if a rate limit caused it and has not reset: another renewal would fail
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
