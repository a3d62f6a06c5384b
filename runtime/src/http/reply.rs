//! A server's answer, not yet read: what every answer and every error about one holds.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value as Json;
use url::Url;

use crate::base::attempts::Attempts;
use crate::base::defaults::ErrorBody;
use crate::http::github;

/// A server's answer, not yet read.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
    /// Whether the server confirmed a kept response without a `Link` header: those that it has, if any, are old.
    pub(crate) has_old_links: bool,
    /// Where it came from, after redirects.
    pub(crate) url: Url,
    pub(crate) sender: Sender,
    /// Where the call itself went: the token goes to no other origin.
    pub(crate) home: Arc<Url>,
    /// Where the body contains its message, if it is one of an error.
    pub(crate) error_body: &'static ErrorBody,
    /// How many requests were sent, this one included.
    pub(crate) attempts: Attempts,
}

/// Whether the request that was answered carried a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// It did.
    Known,
    /// It had to leave it behind: a redirect led elsewhere.
    Withheld,
    /// There was none.
    Nobody,
    /// The token in this environment variable is for another server.
    Unnamed(&'static str),
}

impl Reply {
    /// Returns a header, if it is there and a text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header(github::REQUEST_ID)
    }

    /// Returns what an error's body says at the first of some JSON pointers that lead to a text.
    pub(crate) fn said(body: &Json, pointers: &[&str]) -> Option<String> {
        let mut texts = pointers
            .iter()
            .filter_map(|it| body.pointer(it)?.as_str().map(str::to_owned));
        texts.next()
    }

    /// Returns the status in words.
    pub(crate) fn status_text(&self) -> String {
        match self.status.canonical_reason() {
            Some(reason) => format!("{} {reason}", self.status.as_u16()),
            None => self.status.as_u16().to_string(),
        }
    }

    /// Returns the body's beginning, for people.
    pub(crate) fn excerpt(&self) -> String {
        /// Bytes.
        const LONGEST: usize = 500;
        let start = self.bytes.get(..LONGEST).unwrap_or(&self.bytes);
        let more = if self.bytes.len() > LONGEST {
            "…"
        } else {
            ""
        };
        format!("{}{more}", String::from_utf8_lossy(start))
    }
}

/// Shows neither headers nor body: they may hold what is not for logs.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
