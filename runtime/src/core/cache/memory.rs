//! An in-memory cache.

use std::fmt;

use quick_cache::Weighter;
use quick_cache::sync::Cache as Quick;

use super::Cache;
use super::entry::{CacheKey, CachedResponse};
use crate::http::transport::BoxFuture;

/// An in-memory cache with a maximum size in bytes. The least used responses are evicted first.
pub struct MemoryCache(Quick<CacheKey, CachedResponse, Size>);

#[derive(Clone)]
struct Size;

impl Weighter<CacheKey, CachedResponse> for Size {
    fn weight(&self, key: &CacheKey, response: &CachedResponse) -> u64 {
        (key.size() + response.size()) as u64
    }
}

impl MemoryCache {
    /// Creates a cache with a maximum size in bytes.
    pub fn new(bytes: u64) -> Self {
        /// The size in bytes of a typical response, from which the initial capacity is computed.
        const TYPICAL_RESPONSE: u64 = 8 * 1024;
        let items = usize::try_from(bytes / TYPICAL_RESPONSE).unwrap_or(usize::MAX);
        Self(Quick::with_weighter(items.clamp(16, 65_536), bytes, Size))
    }
}

impl Cache for MemoryCache {
    fn get<'a>(&'a self, key: &'a CacheKey) -> BoxFuture<'a, Option<CachedResponse>> {
        Box::pin(std::future::ready(self.0.get(key)))
    }

    fn put(&self, key: CacheKey, response: CachedResponse) -> BoxFuture<'_, ()> {
        self.0.insert(key, response);
        Box::pin(std::future::ready(()))
    }
}

impl fmt::Debug for MemoryCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryCache")
            .field("responses", &self.0.len())
            .field("bytes", &self.0.weight())
            .field("capacity", &self.0.capacity())
            .finish()
    }
}
