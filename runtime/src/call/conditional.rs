//! Conditional requests: calls with `If-None-Match` or `If-Modified-Since`.

use std::fmt;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use jiff::Timestamp;

use crate::call::arguments::Call;
use crate::call::decode::decode;
use crate::call::operation::{Body, Operation};
use crate::call::response::Response;
use crate::call::send::send;
use crate::core::watch::{Ended, Watch};
use crate::error::Error;
use crate::http::facts::ResponseFacts;
use crate::http::rate_limit::RateLimit;
use crate::http::reply::Reply;

/// A conditional call of an operation `O`. The server sends the body only if the resource has changed. Awaiting the
/// value sends the call.
#[must_use = "a call is sent when it is awaited"]
#[derive(Debug)]
pub struct ConditionalCall<O> {
    operation: O,
}

/// The result of a conditional call.
#[derive(Clone, Debug)]
pub enum ConditionalResponse<T> {
    /// The resource has changed, and this is its new representation.
    Modified(Response<T>),
    /// The resource has not changed (status 304). The call did not count against the rate limit.
    NotModified(Head),
}

/// The status and headers of a response without its body.
#[derive(Clone)]
pub struct Head {
    reply: Reply,
}

/// The future of a conditional call.
#[must_use = "a call is sent when it is awaited"]
pub struct ConditionalFuture<O: Operation>(Pin<Box<dyn Future<Output = Asked<O>> + Send>>);

type Asked<O> = Result<ConditionalResponse<Body<O>>, Error<<O as Operation>::Failure>>;

impl<O: Operation> ConditionalCall<O> {
    pub(crate) fn new(operation: O) -> Self {
        Self { operation }
    }

    /// Sends `If-None-Match` with the ETag of an earlier [`Response`], including its quotes.
    ///
    /// An ETag that is not a valid header value fails with [`Error::Argument`] when the call is sent.
    pub fn if_none_match(self, etag: impl AsRef<str>) -> Self {
        self.condition(IF_NONE_MATCH, etag.as_ref())
    }

    /// Sends `If-Modified-Since` with a time by the server's clock. Fractions of a second are dropped.
    pub fn if_modified_since(self, time: Timestamp) -> Self {
        let date = time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        self.condition(IF_MODIFIED_SINCE, &date)
    }

    fn condition(mut self, name: HeaderName, value: &str) -> Self {
        let call = self.operation.call_mut();
        match HeaderValue::from_str(value) {
            Ok(value) => call.put_header(name, value),
            Err(_) => call.refuse_whole("the ETag is not a valid header value"),
        }
        self
    }
}

impl<O: Operation> IntoFuture for ConditionalCall<O> {
    type Output = Asked<O>;
    type IntoFuture = ConditionalFuture<O>;

    fn into_future(self) -> ConditionalFuture<O> {
        ConditionalFuture(Box::pin(ask::<O>(self.operation.into_call())))
    }
}

async fn ask<O: Operation>(call: Call) -> Asked<O> {
    let watch = Watch::begin(call.subject());
    let work = async {
        let head = send(&call, false, watch.count()).await;
        let head = head.map_err(Error::into_operation_error)?;
        if head.reply.status == StatusCode::NOT_MODIFIED {
            let reply = head.reply;
            return Ok(ConditionalResponse::NotModified(Head { reply }));
        }
        decode::<O>(&call, head.reply).map(ConditionalResponse::Modified)
    };
    let outcome = watch.over(pin!(work)).await;
    watch.end(outcome, |it| match it {
        ConditionalResponse::Modified(response) => {
            Ended::success(response.reply(), response.drift())
        }
        ConditionalResponse::NotModified(head) => Ended::success(&head.reply, &[]),
    })
}

impl<O: Operation> Future for ConditionalFuture<O> {
    type Output = Asked<O>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<O: Operation> fmt::Debug for ConditionalFuture<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConditionalFuture")
            .field(&O::DESCRIPTOR.id)
            .finish()
    }
}

impl<T> ConditionalResponse<T> {
    /// Returns the response, if the resource has changed.
    pub fn into_modified(self) -> Option<Response<T>> {
        match self {
            Self::Modified(response) => Some(response),
            Self::NotModified(_) => None,
        }
    }
}

impl Head {
    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.reply.headers
    }

    /// Returns the header `etag`, with its quotes.
    pub fn etag(&self) -> Option<&str> {
        self.reply.header("etag")
    }

    /// Returns typed values of the response headers: page count, final URL, deprecation, token expiry and more.
    pub fn facts(&self) -> ResponseFacts<'_> {
        ResponseFacts::of(&self.reply)
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.reply.request_id()
    }

    /// Returns the rate limit that the response headers report, if any.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.reply.headers)
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.reply.status)
            .finish_non_exhaustive()
    }
}
