//! A request, an answer, and the trait of what sends the one and returns the other.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method};
use url::Url;

use super::body::Body;
use super::fault::Fault;

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request, ready to be sent: its headers have the credential, the body's length and all else.
#[derive(Debug)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where it goes.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Body,
    /// How long no byte may be sent or received, if the call has a
    /// [`read_timeout`](crate::OperationExt::read_timeout) of its own.
    pub read_timeout: Option<Duration>,
}

/// An answer of which the body is still to come.
pub type Response = http::Response<Body>;

/// What sends requests. The client's own has a pool of connections; another one is given to
/// [`ClientBuilder::transport`](crate::ClientBuilder::transport). To add to the client's own, see
/// [`ClientBuilder::middleware`](crate::ClientBuilder::middleware).
///
/// It sends one request once: it follows no redirects, and retries at most what the server cannot
/// have processed, since all other retries are made above it. Dropping the future breaks the request off.
///
/// If it asks for compression, it decompresses the body and removes `content-encoding`. A request with
/// `accept-encoding: identity` is a download, whose body arrives as it was published.
///
/// ```
/// use tagsmith_runtime::transport::{Body, BoxFuture, Fault, Request, Response, Transport};
///
/// /// Says yes to everything.
/// struct Yes;
///
/// impl Transport for Yes {
///     fn send(&self, _request: Request) -> BoxFuture<'_, Result<Response, Fault>> {
///         Box::pin(async { Ok(Response::new(Body::from("{}"))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Fault>>;
}

/// Forwards the trait from a pointer to what it points to.
macro_rules! forward {
    ($($pointer:ident: $purpose:literal),*) => {$(
        #[doc = $purpose]
        impl<T: Transport + ?Sized> Transport for $pointer<T> {
            fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Fault>> {
                (**self).send(request)
            }
        }
    )*};
}

forward!(Arc: "A transport that several clients share.", Box: "A transport whose type is chosen at run time.");

impl Request {
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

/// For programs that send by another library: the same as the crate `http` has it.
impl TryFrom<Request> for http::Request<Body> {
    type Error = http::Error;

    fn try_from(from: Request) -> Result<Self, http::Error> {
        let mut request = Self::new(from.body);
        *request.uri_mut() = from.url.as_str().parse::<http::Uri>()?;
        *request.method_mut() = from.method;
        *request.headers_mut() = from.headers;
        Ok(request)
    }
}
