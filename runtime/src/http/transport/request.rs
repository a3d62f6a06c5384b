//! The trait of transports, with its request and response types.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method};
use url::Url;

use super::body::Body;
use super::fault::Fault;

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request that is ready to be sent: its headers include the credential and the content length.
#[derive(Debug)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The URL.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// The idle timeout, if the call sets its own by [`read_timeout`](crate::OperationExt::read_timeout).
    pub read_timeout: Option<Duration>,
}

/// A response whose body has not been read yet.
pub type HttpResponse = http::Response<Body>;

/// Sends HTTP requests. The default transport has a connection pool. To replace the default transport, use
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport). To wrap it, use
/// [`ClientBuilder::middleware`](crate::ClientBuilder::middleware).
///
/// A transport sends each request once and follows no redirects. A transport may retry only requests that the server
/// cannot have processed. The client retries all others. Dropping the future cancels the request.
///
/// A transport that requests compression decompresses the body and removes `content-encoding`. A request with
/// `accept-encoding: identity` is a download, whose body must arrive as published.
///
/// ```
/// use tagsmith_runtime::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};
///
/// /// Responds to every request with an empty object.
/// struct Yes;
///
/// impl Transport for Yes {
///     fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
///         Box::pin(async { Ok(HttpResponse::new(Body::from("{}"))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>>;
}

/// Implements the trait for a pointer, by its target.
macro_rules! forward {
    ($($pointer:ident: $purpose:literal),*) => {$(
        #[doc = $purpose]
        impl<T: Transport + ?Sized> Transport for $pointer<T> {
            fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
                (**self).send(request)
            }
        }
    )*};
}

forward!(Arc: "A transport that several clients share.", Box: "A transport whose type is chosen at run time.");

impl HttpRequest {
    pub(crate) fn new(method: Method, url: Url, headers: HeaderMap, body: Body) -> Self {
        Self {
            method,
            url,
            headers,
            body,
            read_timeout: None,
        }
    }
}

/// For programs that send requests by a different HTTP library.
impl TryFrom<HttpRequest> for http::Request<Body> {
    type Error = http::Error;

    fn try_from(from: HttpRequest) -> Result<Self, http::Error> {
        let mut request = Self::new(from.body);
        *request.uri_mut() = from.url.as_str().parse::<http::Uri>()?;
        *request.method_mut() = from.method;
        *request.headers_mut() = from.headers;
        Ok(request)
    }
}
