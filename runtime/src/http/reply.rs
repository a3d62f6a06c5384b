//! An undecoded response, with the data for responses and errors.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value as Json;
use url::Url;

use crate::base::attempts::Attempts;
use crate::base::defaults::ErrorBody;
use crate::http::github;

/// An undecoded response.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
    /// Whether the server revalidated a cached response without sending a `Link` header. The cached links may then be
    /// outdated.
    pub(crate) has_old_links: bool,
    /// The URL of the response, after redirects.
    pub(crate) url: Url,
    pub(crate) sender: Sender,
    /// The URL of the call itself. The token is sent only to the origin of this URL.
    pub(crate) endpoint: Arc<Url>,
    /// The location of the message in an error body.
    pub(crate) error_body: &'static ErrorBody,
    /// The number of requests, including this one.
    pub(crate) attempts: Attempts,
}

/// Whether the request included a credential, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// The request included a credential.
    Known,
    /// A redirect to another server dropped the credential.
    Withheld,
    /// There is no credential.
    Nobody,
    /// The token in this environment variable was not sent, because it is for another server.
    Unnamed(&'static str),
}

impl Reply {
    /// Returns a header, if it is present and valid text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.header(github::REQUEST_ID)
    }

    /// Returns the first string that one of several JSON Pointers leads to, in an error body.
    pub(crate) fn first_text(body: &Json, pointers: &[&str]) -> Option<String> {
        let mut texts = pointers
            .iter()
            .filter_map(|it| body.pointer(it)?.as_str().map(str::to_owned));
        texts.next()
    }

    /// Returns the status with its reason phrase.
    pub(crate) fn status_text(&self) -> String {
        match self.status.canonical_reason() {
            Some(reason) => format!("{} {reason}", self.status.as_u16()),
            None => self.status.as_u16().to_string(),
        }
    }

    /// Returns the beginning of the body, for messages.
    pub(crate) fn excerpt(&self) -> String {
        /// The maximum length in bytes.
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

/// Prints neither headers nor body, which may contain secrets.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
