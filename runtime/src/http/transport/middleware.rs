//! Middleware: transports that wrap another transport.

use super::fault::Fault;
use super::request::{BoxFuture, HttpRequest, HttpResponse, Transport};

/// Creates a transport that wraps another transport.
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
    F: for<'a> Fn(HttpRequest, &'a dyn Transport) -> BoxFuture<'a, Result<HttpResponse, Fault>>
        + Send
        + Sync
        + 'static,
{
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        (self.function)(request, &*self.next)
    }
}
