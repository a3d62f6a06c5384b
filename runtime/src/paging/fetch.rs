//! The request of one page while it is in flight.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::base::task::{Handle, Task};
use crate::call::arguments::Call;
use crate::call::operation::{CallResult, Operation};
use crate::call::send::ResponseFuture;

/// The request of one page while it is in flight.
pub(crate) enum Fetch<O: Operation> {
    /// Runs while the caller polls it.
    Here(ResponseFuture<O>),
    /// Runs in a task of its own.
    Ahead(Box<Call>, Task<CallResult<O>>),
}

impl<O: Operation> Fetch<O> {
    /// Creates a request that is sent when it is polled.
    pub(crate) fn on_poll(call: Call) -> Self {
        Self::Here(ResponseFuture::of(call))
    }

    /// Creates a request that is sent at once.
    pub(crate) fn spawned(call: Call) -> Self {
        match Handle::try_current() {
            Ok(runtime) => {
                let task = Task::spawn(&runtime, ResponseFuture::<O>::of(call.clone()));
                Self::Ahead(Box::new(call), task)
            }
            Err(_) => Self::on_poll(call),
        }
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<CallResult<O>> {
        let (call, task) = match self {
            Self::Here(sending) => return Pin::new(sending).poll(context),
            Self::Ahead(call, task) => (call, task),
        };
        match ready!(Pin::new(task).poll(context)) {
            Ok(outcome) => Poll::Ready(outcome),
            // The task panicked, or its runtime has shut down. The panic continues in the caller.
            Err(_) => {
                let mut sending = ResponseFuture::of(Call::clone(call));
                let outcome = Pin::new(&mut sending).poll(context);
                *self = Self::Here(sending);
                outcome
            }
        }
    }
}
