//! The blocking API: the same calls without async. [`send`](Blocking::send) replaces `.await`, and
//! [`iter`](BlockingStream::iter) iterates over pages and items.
//!
//! ```no_run
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use github_rest::blocking::{Blocking as _, BlockingStream as _};
//!
//! let client = github_rest::Client::from_env()?;
//! let seat = client.copilot().get_copilot_seat_details_for_user("octo-org", "octocat").send()?;
//! for seat in client.copilot().list_copilot_seats("octo-org").items().iter() {
//!     println!("{:?}", seat?.last_activity_at);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! One background thread of the process drives the connections of all blocking calls. In async code, use `.await`:
//! `send` blocks the thread that it runs on.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::task::unconstrained;

/// A future that a caller without async can wait for.
pub trait Blocking: IntoFuture + Sized {
    /// Blocks until the future completes, and returns its output.
    ///
    /// # Panics
    ///
    /// Panics if the background thread for the connections cannot be spawned.
    fn send(self) -> Self::Output {
        block_on(self.into_future())
    }
}

impl<F: IntoFuture> Blocking for F {}

/// A stream, such as pages or items, that a caller without async can iterate over.
pub trait BlockingStream: Stream + Unpin + Sized {
    /// Returns an iterator that blocks until the next element is available.
    fn iter(self) -> BlockingIter<Self> {
        BlockingIter(self)
    }
}

impl<S: Stream + Unpin> BlockingStream for S {}

/// The blocking iterator over a stream.
#[must_use = "an iterator does nothing unless it is consumed"]
#[derive(Debug)]
pub struct BlockingIter<S>(S);

impl<S: Stream + Unpin> Iterator for BlockingIter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        block_on(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}

/// Wakes the waiting thread.
struct Waiting {
    thread: Thread,
    /// Whether the thread was woken since the last check. The flag is needed because polled code may park the thread
    /// too, and consume the wake-up.
    is_woken: AtomicBool,
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let driver = driver();
    let _entered = driver.enter();
    let waiting = Arc::new(Waiting {
        thread: thread::current(),
        is_woken: AtomicBool::new(false),
    });
    let waker = Waker::from(Arc::clone(&waiting));
    let mut context = Context::from_waker(&waker);
    // Within a tokio task, `unconstrained` is needed: otherwise an exhausted budget returns `Pending` forever.
    let mut future = pin!(unconstrained(future));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        while !waiting.is_woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// Returns the runtime that drives connections and timers.
fn driver() -> Handle {
    match crate::base::driver::driver() {
        Ok(driver) => driver,
        // Panics as `std::thread::spawn` does.
        #[allow(clippy::panic)]
        Err(error) => panic!("cannot spawn the thread that drives connections: {error}"),
    }
}
