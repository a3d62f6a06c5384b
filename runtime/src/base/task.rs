//! A tokio task that is aborted when its handle is dropped.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

pub(crate) use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

/// A future that runs as its own task, until the future completes or this handle is dropped.
pub(crate) struct Task<T>(JoinHandle<T>);

impl<T: Send + 'static> Task<T> {
    pub(crate) fn spawn(on: &Handle, future: impl Future<Output = T> + Send + 'static) -> Self {
        // The task inherits the current span.
        Self(on.spawn(future.in_current_span()))
    }
}

impl<T> Future for Task<T> {
    type Output = io::Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let ended = Pin::new(&mut self.0).poll(context);
        ended.map(|it| it.map_err(io::Error::from))
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
