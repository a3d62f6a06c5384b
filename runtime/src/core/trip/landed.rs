//! A request of a trip, and where it led.

use std::sync::Arc;

use http::HeaderMap;
use url::{Position, Url};

use super::redirect::Hop;
use crate::body::content::Content;
use crate::http::reply::Reply;
use crate::http::transport::Body;

/// A request to be sent, but for who sends it.
pub(crate) struct Outgoing<'a> {
    pub(crate) url: &'a Url,
    /// Where the call itself went: a credential goes to no other origin.
    pub(crate) home: &'a Arc<Url>,
    /// Whether it goes to another origin, or comes from there.
    pub(crate) is_foreign: bool,
    /// The headers that only this call has.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) content: Option<&'a Content>,
}

impl Outgoing<'_> {
    /// Returns whether it can be sent again with its body.
    pub(crate) fn can_repeat(&self) -> bool {
        self.content.is_none_or(Content::can_repeat)
    }

    /// Returns the host and port, if they are not the API's.
    pub(crate) fn foreign_host(&self) -> Option<&str> {
        let host = &self.url[Position::BeforeHost..Position::AfterPort];
        self.is_foreign.then_some(host)
    }
}

/// Where a request led.
pub(crate) enum Landed {
    /// To a redirect that is to be followed.
    Elsewhere(Hop),
    Here(Box<Arrival>),
}

/// An answer.
pub(crate) struct Arrival {
    pub(crate) reply: Reply,
    /// Its body, for as long as that is left to come.
    pub(crate) rest: Option<Body>,
}
