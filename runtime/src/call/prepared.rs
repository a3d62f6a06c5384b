//! A mock response that is ready to be sent.

use bytes::Bytes;
use serde_json::Value as Json;

use crate::value::{self, Value};

const JSON: &str = "application/json; charset=utf-8";

/// The status of a mock failure without a status of its own. No description declares this status.
const OTHER: u16 = 418;

/// A mock response, ready to be sent.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) status: u16,
    pub(crate) media_type: Option<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) bytes: Bytes,
}

impl Prepared {
    /// Creates a response without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            media_type: None,
            headers: Vec::new(),
            bytes: Bytes::new(),
        }
    }

    /// Creates a response with any media type.
    pub fn raw(status: u16, media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            media_type: Some(media_type.into()),
            bytes: bytes.into(),
            ..Self::empty(status)
        }
    }

    /// Creates a JSON response.
    pub fn json(status: u16, body: &Json) -> Self {
        Self::raw(status, JSON, body.to_string())
    }

    /// Creates a JSON response from a value.
    pub fn value<T: Value>(status: u16, body: &T) -> Self {
        // JSON cannot represent some values, such as NaN; they become null.
        Self::json(status, &value::to_value(body).unwrap_or_default())
    }

    /// Creates an error response. Without a status, uses one that no description declares.
    pub fn failure<T: Value>(status: Option<u16>, body: Option<&T>) -> Self {
        let status = status.unwrap_or(OTHER);
        match body {
            Some(body) => Self::value(status, body),
            None => Self::empty(status),
        }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// Returns the operation's first declared status that matches a condition.
pub(crate) fn status(statuses: &[u16], is: impl Fn(u16) -> bool, default: u16) -> u16 {
    let mut statuses = statuses.iter().copied();
    statuses.find(|it| is(*it)).unwrap_or(default)
}

/// Returns the operation's first declared status whose response has a body.
pub(crate) fn with_body(statuses: &[u16]) -> u16 {
    let has_body = |it| !matches!(it, 204 | 205) && !(300..400).contains(&it);
    status(statuses, has_body, 200)
}
