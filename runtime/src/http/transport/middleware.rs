//! Middleware: transports that wrap another transport.

use super::fault::Fault;
use super::request::{BoxFuture, Request, Response, Transport};

/// Creates a transport that wraps another one.
pub(crate) type Wrap = Box<dyn FnOnce(Box<dyn Transport>) -> Box<dyn Transport> + Send + Sync>;

/// A transport that passes each request and the next transport to a function.
pub(crate) struct Middleware<F> {
    next: Box<dyn Transport>,
    function: F,
}

impl<F> Middleware<F> {
    pub(crate) fn new(next: Box<dyn Transport>, function: F) -> Self {
        Self { next, function }
    }
}

impl<F> Transport for Middleware<F>
where
    F: for<'a> Fn(Request, &'a dyn Transport) -> BoxFuture<'a, Result<Response, Fault>>
        + Send
        + Sync
        + 'static,
{
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Fault>> {
        (self.function)(request, &*self.next)
    }
}
