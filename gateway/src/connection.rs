//! What the requests of one connection share with it.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One connection.
#[derive(Debug)]
pub struct Connection {
    /// The address at its other end.
    pub peer: IpAddr,
    /// How many requests are under way.
    pub busy: AtomicUsize,
    /// How many requests have ended.
    pub ended: AtomicUsize,
}

impl Connection {
    /// Begins.
    pub fn new(peer: IpAddr) -> Self {
        Self {
            peer,
            busy: AtomicUsize::new(0),
            ended: AtomicUsize::new(0),
        }
    }

    /// Says that a request has ended.
    pub fn done(&self) {
        self.ended.fetch_add(1, Ordering::AcqRel);
        self.busy.fetch_sub(1, Ordering::AcqRel);
    }
}
