//! An answer, read.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::base::drift::Drift;
use crate::http::facts::ResponseFacts;
use crate::http::rate_limit::RateLimit;
use crate::http::reply::Reply;

/// An answer: its body, by `Deref`, and all that came with it.
#[derive(Clone)]
pub struct Answer<T> {
    body: T,
    drift: Vec<Drift>,
    reply: Reply,
}

impl<T> Answer<T> {
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

    /// Returns the id under which GitHub knows the call: the header `x-github-request-id`.
    pub fn request_id(&self) -> Option<&str> {
        self.reply.request_id()
    }

    /// Returns the header `etag`, with its quotes.
    pub fn etag(&self) -> Option<&str> {
        self.reply.header("etag")
    }

    /// Returns how many calls may still be made, if the server tells.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(&self.reply.headers)
    }

    /// Returns the body as it came, decompressed: it has also what the description does not know.
    pub fn bytes(&self) -> &Bytes {
        &self.reply.bytes
    }

    /// Returns where the body departs from the description and was corrected.
    pub fn drift(&self) -> &[Drift] {
        &self.drift
    }

    pub(crate) fn reply(&self) -> &Reply {
        &self.reply
    }

    /// Returns the drift and the reply, without the body.
    pub(crate) fn into_rest(self) -> (Vec<Drift>, Reply) {
        (self.drift, self.reply)
    }
}

impl<T> Deref for Answer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.reply.status)
            .field("body", &self.body)
            .field("drift", &self.drift)
            .finish_non_exhaustive()
    }
}
