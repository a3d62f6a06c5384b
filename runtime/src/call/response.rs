//! A decoded response.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::base::drift::Drift;
use crate::http::facts::ResponseFacts;
use crate::http::rate_limit::RateLimit;
use crate::http::reply::Reply;

/// A decoded response: the body, to which it dereferences, with the status, the headers and the drift.
#[derive(Clone)]
pub struct Response<T> {
    body: T,
    drift: Vec<Drift>,
    reply: Reply,
}

impl<T> Response<T> {
    pub(crate) fn new(body: T, drift: Vec<Drift>, reply: Reply) -> Self {
        Self { body, drift, reply }
    }

    /// Returns the body.
    pub fn into_body(self) -> T {
        self.body
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        self.reply.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.reply.headers
    }

    /// Returns typed values of the response headers: page count, final URL, deprecation, token expiry and more.
    pub fn facts(&self) -> ResponseFacts<'_> {
        ResponseFacts::of(&self.reply)
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.reply.request_id()
    }

    /// Returns the header `etag`, with its quotes.
    pub fn etag(&self) -> Option<&str> {
        self.reply.header("etag")
    }

    /// Returns the rate limit that the response headers report, if any.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.reply.headers)
    }

    /// Returns the raw body, decompressed. The body includes properties that the description does not declare.
    pub fn bytes(&self) -> &Bytes {
        &self.reply.bytes
    }

    /// Returns the differences between the body and the description, and the decoder's corrections.
    pub fn drift(&self) -> &[Drift] {
        &self.drift
    }

    pub(crate) fn reply(&self) -> &Reply {
        &self.reply
    }

    /// Splits off the drift and the undecoded response.
    pub(crate) fn into_rest(self) -> (Vec<Drift>, Reply) {
        (self.drift, self.reply)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.reply.status)
            .field("body", &self.body)
            .field("drift", &self.drift)
            .finish_non_exhaustive()
    }
}
