//! A task of the one thread that a browser has; it ends with what waits for it.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use tokio::sync::oneshot::{Receiver, channel};
use tracing::Instrument as _;
use wasm_bindgen_futures::spawn_local;

/// Where tasks are spawned: there always is one.
pub(crate) struct Handle;

impl Handle {
    pub(crate) fn current() -> Self {
        Self
    }

    pub(crate) fn try_current() -> Result<Self, Infallible> {
        Ok(Self)
    }
}

/// A future that goes on by itself, until it is done or this is dropped.
pub(crate) struct Task<T>(Receiver<T>);

impl<T: Send + 'static> Task<T> {
    pub(crate) fn spawn(_on: &Handle, future: impl Future<Output = T> + Send + 'static) -> Self {
        let (mut sender, receiver) = channel();
        let future = future.in_current_span();
        spawn_local(async move {
            let mut future = pin!(future);
            let ended = poll_fn(|context| match sender.poll_closed(context) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => future.as_mut().poll(context).map(Some),
            });
            if let Some(ended) = ended.await {
                // Nobody may wait for it any more.
                let _ = sender.send(ended);
            }
        });
        Self(receiver)
    }
}

impl<T> Future for Task<T> {
    type Output = io::Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let ended = Pin::new(&mut self.0).poll(context);
        ended.map(|it| it.map_err(io::Error::other))
    }
}
