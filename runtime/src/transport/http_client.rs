//! The client's own transport: `reqwest`, which keeps connections, goes through proxies and
//! decompresses.

use std::error::Error as _;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::redirect::Policy;

use super::{Body, BoxFuture, Connections, Fault, Request, Response, Transport};
use crate::cryptography::provide_cryptography;

pub(crate) struct HttpClient(reqwest::Client);

impl HttpClient {
    pub(crate) fn new(connections: Connections) -> reqwest::Result<Self> {
        let mut http = connections
            .http
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(connections.connect_timeout)
            .read_timeout(connections.read_timeout);
        if connections.avoids_proxies {
            http = http.no_proxy();
        }
        provide_cryptography();
        http.build().map(Self)
    }
}

impl Transport for HttpClient {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Fault>> {
        let mut sent = reqwest::Request::new(request.method, request.url);
        *sent.headers_mut() = request.headers;
        match request.body.try_into_bytes() {
            Ok(bytes) if bytes.is_empty() => {}
            Ok(bytes) => *sent.body_mut() = Some(bytes.into()),
            Err(pieces) => *sent.body_mut() = Some(reqwest::Body::wrap_stream(pieces)),
        }
        let pending = self.0.execute(sent);
        Box::pin(async move {
            let mut response = pending.await?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            let length = response.content_length();
            let body = Body::of_faults(Pieces(response), length);
            let mut response = Response::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

/// Returns whether there was no connection, so that the server cannot have received the request.
pub(super) fn never_connected(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// Returns whether the connection shows that the server did not process the request, though it may
/// have arrived in part.
pub(super) fn was_refused(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        // Hyper queued the request and did not begin it.
        let was_queued = error.downcast_ref().is_some_and(hyper::Error::is_canceled);
        if was_queued || error.downcast_ref().is_some_and(is_refusal) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Returns whether HTTP/2 says that the server does not process a stream (RFC 9113, section 8.7). `h2`
/// gives a remote `GOAWAY` only to streams above the last one that the server processes.
fn is_refusal(error: &h2::Error) -> bool {
    let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (error.is_go_away() || is_refused)
}

/// The pieces of a response's body.
struct Pieces(reqwest::Response);

impl Stream for Pieces {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // It is the response that knows how far it came, and not this future.
        let piece = pin!(self.0.chunk()).poll(context);
        piece.map(|it| it.map_err(Fault::from).transpose())
    }
}
