//! Not too much at once: so many calls at a time, and writes one after the other.

use std::time::Duration;

pub(crate) use tokio::sync::SemaphorePermit as Permit;
use tokio::sync::{Mutex, Semaphore};

use crate::passing::{Instant, sleep_until};

/// GitHub asks for a second between calls that notify people.
const BETWEEN_NOTIFICATIONS: Duration = Duration::from_secs(1);

/// How fast a client may be, if anyone has said so.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    at_once: Option<Semaphore>,
    /// When the last call went that notifies people; locked by the one whose turn is next.
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
        let Some(last) = self.notifications.as_ref().filter(|_| notifies) else {
            return self.permit().await;
        };
        // Whose turn it is waits for a permit too: two that waited for one go a second apart.
        let mut last = last.lock().await;
        if let Some(last) = *last {
            sleep_until(last + BETWEEN_NOTIFICATIONS).await;
        }
        let permit = self.permit().await;
        *last = Some(Instant::now());
        permit
    }

    async fn permit(&self) -> Option<Permit<'_>> {
        // It is never closed.
        self.at_once.as_ref()?.acquire().await.ok()
    }
}
