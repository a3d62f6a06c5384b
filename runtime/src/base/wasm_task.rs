//! A task on the browser's single thread, which is aborted when its handle is dropped.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use tokio::sync::oneshot::{Receiver, channel};
use tracing::Instrument as _;
use wasm_bindgen_futures::spawn_local;

/// Always succeeds: a browser can spawn tasks at any time.
pub(crate) struct Handle;

impl Handle {
    pub(crate) fn current() -> Self {
        Self
    }

    pub(crate) fn try_current() -> Result<Self, Infallible> {
        Ok(Self)
    }
}

/// A future that runs as its own task, until the future completes or this handle is dropped.
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
                // The receiver may have been dropped.
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
