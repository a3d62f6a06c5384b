//! Not too much at once: so many calls at a time, and writes one after the other.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
pub(crate) use tokio::sync::SemaphorePermit as Permit;
use tokio::time::{Instant, sleep_until};

/// GitHub asks for a second between calls that notify people.
const BETWEEN_NOTIFICATIONS: Duration = Duration::from_secs(1);

/// How fast a client may be, if anyone has said so.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    at_once: Option<Semaphore>,
    notifications: Option<Mutex<Option<Instant>>>,
}

impl Pace {
    pub(crate) fn new(at_once: Option<usize>, notifications: bool) -> Self {
        let at_once = at_once.map(|it| Semaphore::new(it.clamp(1, Semaphore::MAX_PERMITS)));
        Self {
            at_once,
            notifications: notifications.then(Mutex::default),
        }
    }

    /// Waits until a request may be sent; it is on its way for as long as what this returns.
    pub(crate) async fn admit(&self, notifies: bool) -> Option<Permit<'_>> {
        if let Some(last) = self.notifications.as_ref().filter(|_| notifies) {
            sleep_until(reserve(last)).await;
        }
        // It is never closed.
        self.at_once.as_ref()?.acquire().await.ok()
    }
}

/// Takes the next moment at which a call may notify people. One that is dropped before leaves a gap.
fn reserve(last: &Mutex<Option<Instant>>) -> Instant {
    let now = Instant::now();
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    let next = last.map_or(now, |it| now.max(it + BETWEEN_NOTIFICATIONS));
    *last = Some(next);
    next
}
