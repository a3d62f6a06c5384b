//! Calls from code that is not async: the same calls, with [`wait`](Blocking::wait) in place of
//! `.await`, and [`wait_each`](BlockingStream::wait_each) for pages and items.
//!
//! ```no_run
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use github_rest::blocking::{Blocking as _, BlockingStream as _};
//!
//! let client = github_rest::Client::from_env()?;
//! let seat = client.copilot().get_copilot_seat_details_for_user("octo-org", "octocat").wait()?;
//! for seat in client.copilot().list_copilot_seats("octo-org").items().wait_each() {
//!     println!("{:?}", seat?.last_activity_at);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! One thread of the process sees to the connections of all such calls. To wait within async code
//! works, and holds up the thread that it runs on: use `.await` there.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::task::unconstrained;

/// What can be waited for.
pub trait Blocking: IntoFuture + Sized {
    /// Waits for what comes of it.
    ///
    /// # Panics
    ///
    /// Panics if the system has no thread for the connections.
    fn wait(self) -> Self::Output {
        block_on(self.into_future())
    }
}

impl<F: IntoFuture> Blocking for F {}

/// What can be waited for, one after the other: pages and items.
pub trait BlockingStream: Stream + Unpin + Sized {
    /// Waits for each of them in turn.
    fn wait_each(self) -> WaitEach<Self> {
        WaitEach(self)
    }
}

impl<S: Stream + Unpin> BlockingStream for S {}

/// What comes of a stream, one after the other.
#[must_use = "nothing is fetched until it is asked for"]
#[derive(Debug)]
pub struct WaitEach<S>(S);

impl<S: Stream + Unpin> Iterator for WaitEach<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        block_on(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}

/// Wakes the thread that waits.
struct Waiting {
    thread: Thread,
    /// Whether it was woken since it last looked. That it is unparked is not enough: what it polls
    /// may park it too, and take that.
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
    // A task of `tokio` that waits cannot give way, and would be told to for ever.
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

/// Returns what drives connections and time.
fn driver() -> Handle {
    match crate::base::driver::driver() {
        Ok(driver) => driver,
        // As `std::thread::spawn` does.
        #[allow(clippy::panic)]
        Err(error) => panic!("no thread for connections can be made: {error}"),
    }
}
