//! The state that a connection shares with its requests.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use smallvec::SmallVec;
use tokio::time::Instant;

/// The state of one connection.
#[derive(Debug)]
pub struct Connection {
    /// The peer's address; `None` for a Unix socket.
    pub peer: Option<IpAddr>,
    /// The number of finished requests.
    pub ended: AtomicUsize,
    /// The start times of requests in flight, in order.
    begun: Mutex<SmallVec<[Instant; 2]>>,
}

impl Connection {
    /// Creates the state of a new connection.
    pub fn new(peer: Option<IpAddr>) -> Self {
        Self {
            peer,
            ended: AtomicUsize::new(0),
            begun: Mutex::default(),
        }
    }

    /// Registers a request, and returns its start time.
    pub fn begin(&self) -> Instant {
        let mut begun = self.lock();
        let now = Instant::now();
        begun.push(now);
        now
    }

    /// Unregisters the request with this start time.
    pub fn done(&self, begin: Instant) {
        let mut begun = self.lock();
        if let Some(index) = begun.iter().position(|it| *it == begin) {
            begun.remove(index);
        }
        self.ended.fetch_add(1, Ordering::AcqRel);
    }

    /// Returns the start time of the oldest request in flight.
    pub fn oldest(&self) -> Option<Instant> {
        self.lock().first().copied()
    }

    fn lock(&self) -> MutexGuard<'_, SmallVec<[Instant; 2]>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
