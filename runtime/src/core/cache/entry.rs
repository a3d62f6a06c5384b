//! Cache entries and their keys.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderMap, HeaderValue};
use url::Url;

use crate::base::account::Account;

/// The key of a cached response: URL, media type, API version and account. Keys are valid only within one process.
/// `Debug` prints no part of a key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CacheKey {
    pub(super) url: Url,
    pub(super) accept: Option<HeaderValue>,
    pub(super) version: Option<HeaderValue>,
    pub(super) account: Account,
}

/// A cached response.
#[derive(Clone)]
pub struct CachedResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
}

impl CacheKey {
    /// Returns the approximate size in bytes.
    pub fn size(&self) -> usize {
        self.url.as_str().len() + size_of::<Self>()
    }
}

impl CachedResponse {
    /// Returns the approximate size in bytes.
    pub fn size(&self) -> usize {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.as_str().len() + value.len());
        headers.sum::<usize>() + self.bytes.len() + size_of::<Self>()
    }
}

impl fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheKey").finish_non_exhaustive()
    }
}

impl fmt::Debug for CachedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedResponse")
            .field("status", &self.status)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
