//! A request of a call, and its result.

use std::sync::Arc;

use http::HeaderMap;
use url::{Position, Url};

use super::redirect::RedirectRequest;
use crate::body::content::Content;
use crate::http::reply::Reply;
use crate::http::transport::Body;

/// A request without its credential.
pub(crate) struct Outgoing<'a> {
    pub(crate) url: &'a Url,
    /// The URL of the call itself. The credential is sent only to the origin of this URL.
    pub(crate) endpoint: &'a Arc<Url>,
    /// Whether any redirect of this request crossed origins.
    pub(crate) is_foreign: bool,
    /// The headers that are specific to this call.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) content: Option<&'a Content>,
}

impl Outgoing<'_> {
    /// Returns whether the request and its body can be sent again.
    pub(crate) fn can_repeat(&self) -> bool {
        self.content.is_none_or(Content::can_repeat)
    }

    /// Returns the host and port of the request, or `None` if they are the API's.
    pub(crate) fn foreign_host(&self) -> Option<&str> {
        let host = &self.url[Position::BeforeHost..Position::AfterPort];
        self.is_foreign.then_some(host)
    }
}

/// The result of a request.
pub(crate) enum Followed {
    /// A redirect to follow.
    Elsewhere(RedirectRequest),
    Here(Box<ResponseHead>),
}

/// A response.
pub(crate) struct ResponseHead {
    pub(crate) reply: Reply,
    /// The unread body of a streamed response.
    pub(crate) rest: Option<Body>,
}
