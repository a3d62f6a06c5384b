//! The default transport on WebAssembly: the host's `fetch`, which pools connections, follows redirects and
//! decompresses by itself.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use send_wrapper::SendWrapper;

use super::body::Body;
use super::connections::Connections;
use super::fault::Fault;
use super::request::{BoxFuture, HttpRequest, HttpResponse, Transport};

/// JavaScript objects belong to one thread, which `SendWrapper` checks.
pub(crate) struct HttpClient(reqwest::Client);

impl HttpClient {
    /// The browser manages proxies and connections.
    pub(crate) fn new(connections: Connections) -> reqwest::Result<Self> {
        connections.configured().build().map(Self)
    }
}

impl Transport for HttpClient {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let client = self.0.clone();
        Box::pin(SendWrapper::new(async move {
            let mut sent = reqwest::Request::new(request.method, request.url);
            *sent.headers_mut() = request.headers;
            // `fetch` accepts no stream as a request body.
            let bytes = whole(request.body).await?;
            if !bytes.is_empty() {
                *sent.body_mut() = Some(bytes.into());
            }
            let mut response = client.execute(sent).await?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            let length = response.content_length();
            let pieces = Pieces(SendWrapper::new(Box::pin(response.bytes_stream())));
            let mut response = HttpResponse::new(Body::of_faults(pieces, length));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        }))
    }
}

async fn whole(body: Body) -> Result<Bytes, Fault> {
    let mut pieces = match body.try_into_bytes() {
        Ok(bytes) => return Ok(bytes),
        Err(pieces) => pieces,
    };
    let mut bytes = BytesMut::new();
    while let Some(piece) = pieces.piece().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes.freeze())
}

/// The chunks of a response body.
struct Pieces<S>(SendWrapper<Pin<Box<S>>>);

impl<S: Stream<Item = reqwest::Result<Bytes>>> Stream for Pieces<S> {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.0.as_mut().poll_next(context);
        piece.map(|it| it.map(|it| it.map_err(Fault::from)))
    }
}
