//! Pacing by account: limits concurrent requests, and sends writes one after the other.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex as Lock, PoisonError};

use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use super::limit::BETWEEN_WRITES;
use crate::base::account::Account;
use crate::base::timer::{Instant, sleep_until};

/// Idle accounts are removed when there are more accounts than this.
const MANY: usize = 256;

/// The pacing state of each account. Without a setting of the builder, no request is paced.
#[derive(Default)]
pub(crate) struct Pace {
    at_once: Option<usize>,
    writes: bool,
    accounts: Lock<Accounts>,
}

#[derive(Default)]
struct Accounts {
    lanes: HashMap<Account, Arc<Lane>>,
    /// The number of accounts at which idle ones are removed: twice the number that remained after the last removal.
    sweep_at: usize,
}

/// The state that the requests of one account share.
struct Lane {
    at_once: Option<Arc<Semaphore>>,
    /// When the last write was sent. The write in flight holds the lock.
    writes: Arc<Mutex<Option<Instant>>>,
}

/// A permit to send a request, which is held while the request is in flight.
pub(crate) struct Permit {
    _write: Option<OwnedMutexGuard<Option<Instant>>>,
    _request: Option<OwnedSemaphorePermit>,
    /// Keeps the account from being removed.
    _lane: Option<Arc<Lane>>,
}

impl Pace {
    pub(crate) fn new(at_once: Option<usize>, writes: bool) -> Self {
        Self {
            at_once,
            writes,
            accounts: Lock::default(),
        }
    }

    /// Returns whether a request may have to wait.
    pub(crate) fn applies(&self, is_write: bool) -> bool {
        self.at_once.is_some() || self.writes && is_write
    }

    /// Waits until a request of an account may be sent.
    pub(crate) async fn admit(&self, account: &Account, is_write: bool) -> Permit {
        let lane = self.lane(account);
        if !(self.writes && is_write) {
            return Permit {
                _write: None,
                _request: lane.request().await,
                _lane: Some(lane),
            };
        }
        // A write first waits for the previous write, and then for a permit. In the reverse order, writes would not
        // stay a second apart while they wait for permits.
        let mut last = Arc::clone(&lane.writes).lock_owned().await;
        if let Some(last) = *last {
            sleep_until(last + BETWEEN_WRITES.unsigned_abs()).await;
        }
        let request = lane.request().await;
        *last = Some(Instant::now());
        Permit {
            _write: Some(last),
            _request: request,
            _lane: Some(lane),
        }
    }

    fn lane(&self, account: &Account) -> Arc<Lane> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = accounts.lanes.get(account) {
            return Arc::clone(lane);
        }
        accounts.sweep();
        let lane = Arc::new(Lane::new(self.at_once));
        let known = accounts.lanes.entry(account.clone());
        Arc::clone(known.or_insert(lane))
    }
}

impl Accounts {
    /// Removes idle accounts, if there are many. An account is idle if its next request would not have to wait.
    fn sweep(&mut self) {
        if self.lanes.len() < self.sweep_at.max(MANY) {
            return;
        }
        self.lanes.retain(|_, lane| !lane.is_idle());
        self.sweep_at = 2 * self.lanes.len();
    }
}

impl Lane {
    fn new(at_once: Option<usize>) -> Self {
        let at_once = at_once.map(|it| Semaphore::new(it.clamp(1, Semaphore::MAX_PERMITS)));
        Self {
            at_once: at_once.map(Arc::new),
            writes: Arc::default(),
        }
    }

    async fn request(&self) -> Option<OwnedSemaphorePermit> {
        let at_once = Arc::clone(self.at_once.as_ref()?);
        // The semaphore is never closed.
        at_once.acquire_owned().await.ok()
    }

    fn is_idle(self: &Arc<Self>) -> bool {
        let last = self.writes.try_lock().map(|it| *it);
        let gap = BETWEEN_WRITES.unsigned_abs();
        let is_over = last.is_ok_and(|it| it.is_none_or(|it| it.elapsed() >= gap));
        is_over && Arc::strong_count(self) == 1
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pace")
            .field("at_once", &self.at_once)
            .field("writes", &self.writes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{MANY, Pace};
    use crate::base::account::Account;

    fn account(number: usize) -> Account {
        Account::Named(number.to_string().into())
    }

    #[tokio::test(start_paused = true)]
    async fn idle_accounts_are_removed() {
        let pace = Pace::new(Some(1), true);
        let known = || pace.accounts.lock().unwrap().lanes.len();
        let busy = pace.admit(&account(0), false).await;
        for number in 1..MANY {
            drop(pace.admit(&account(number), number == 1).await);
        }
        let lane = pace.lane(&account(0));
        assert_eq!(known(), MANY);
        // Two accounts are not idle: one with a request in flight, and one that has just written.
        drop(pace.admit(&account(MANY), false).await);
        assert_eq!(known(), 3);
        assert!(Arc::ptr_eq(&lane, &pace.lane(&account(0))));
        drop(busy);
        tokio::time::sleep(Duration::from_secs(1)).await;
        for number in 2..2 * MANY {
            drop(pace.admit(&account(number), false).await);
        }
        assert!(known() < MANY + 2, "{}", known());
    }
}
