//! A page on its way.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::base::task::{Handle, Task};
use crate::call::arguments::Call;
use crate::call::operation::{Operation, Outcome};
use crate::call::send::Sending;

/// A page on its way.
pub(crate) enum Fetch<O: Operation> {
    /// As long as someone waits for it.
    Here(Sending<O>),
    /// By itself.
    Ahead(Box<Call>, Task<Outcome<O>>),
}

impl<O: Operation> Fetch<O> {
    /// Begins once it is polled.
    pub(crate) fn here(call: Call) -> Self {
        Self::Here(Sending::of(call))
    }

    /// Begins at once.
    pub(crate) fn ahead(call: Call) -> Self {
        match Handle::try_current() {
            Ok(runtime) => {
                let task = Task::spawn(&runtime, Sending::<O>::of(call.clone()));
                Self::Ahead(Box::new(call), task)
            }
            Err(_) => Self::here(call),
        }
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Outcome<O>> {
        let (call, task) = match self {
            Self::Here(sending) => return Pin::new(sending).poll(context),
            Self::Ahead(call, task) => (call, task),
        };
        match ready!(Pin::new(task).poll(context)) {
            Ok(outcome) => Poll::Ready(outcome),
            // It panicked, or its runtime ends: whoever waits for it is to see that.
            Err(_) => {
                let mut sending = Sending::of(Call::clone(call));
                let outcome = Pin::new(&mut sending).poll(context);
                *self = Self::Here(sending);
                outcome
            }
        }
    }
}
