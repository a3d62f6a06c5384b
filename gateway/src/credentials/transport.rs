//! The transport of credential sources: the gateway's own client.

use http_body_util::{BodyExt as _, Full};
use tagsmith_runtime::BoxFuture;
use tagsmith_runtime::transport::{Body, Fault, HttpRequest, HttpResponse, Stage, Transport};

use crate::upstream::client::Client;

/// Sends requests with the gateway's own client, so that credential sources trust the same certificates as the gateway.
pub(super) struct Own(pub(super) Client);

/// The maximum size of a response to a credential source.
const LARGEST: usize = 1 << 20;

impl Transport for Own {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        Box::pin(async move {
            let body = std::mem::replace(&mut { request.body }, Body::empty());
            let body = body
                .try_into_bytes()
                .map_err(|_| Fault::new(Stage::Send, "the body is a stream"))?;
            let uri = request.url.as_str();
            let mut sent = http::Request::new(
                Full::new(body)
                    .map_err(|never| match never {})
                    .boxed_unsync(),
            );
            *sent.uri_mut() = uri
                .parse()
                .map_err(|error| Fault::new(Stage::Connect, error))?;
            *sent.method_mut() = request.method;
            *sent.headers_mut() = request.headers;
            let response = self
                .0
                .send_boxed(sent)
                .await
                .map_err(|error| Fault::new(Stage::Send, error))?;
            let (parts, body) = response.into_parts();
            let limited = http_body_util::Limited::new(body, LARGEST).collect().await;
            let bytes = limited
                .map_err(|error| Fault::new(Stage::Receive, error))?
                .to_bytes();
            Ok(HttpResponse::from_parts(parts, Body::from(bytes)))
        })
    }
}
