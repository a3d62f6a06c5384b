//! The response cache. Cached responses are revalidated by conditional requests, which do not count against GitHub's
//! rate limit if the response is unchanged.

mod entry;
mod keeping;
#[cfg(feature = "cache")]
mod memory;

use std::sync::Arc;

pub use self::entry::{CacheKey, CachedResponse};
pub(crate) use self::keeping::Kept;
#[cfg(feature = "cache")]
pub use self::memory::MemoryCache;
use crate::http::transport::BoxFuture;

/// A cache of responses. The client looks up each `GET`, and revalidates a cached response by a conditional request.
/// The client never returns a cached response without revalidation.
///
/// The [`CacheKey`]s of different accounts are never equal, so accounts do not share cached responses.
pub trait Cache: Send + Sync + 'static {
    /// Returns the cached response for a key.
    fn get<'a>(&'a self, key: &'a CacheKey) -> BoxFuture<'a, Option<CachedResponse>>;

    /// Stores a response. The cache may evict any response at any time.
    fn put(&self, key: CacheKey, response: CachedResponse) -> BoxFuture<'_, ()>;
}

/// Implements the trait for a pointer, by its target.
macro_rules! forward {
    ($($pointer:ident: $purpose:literal),*) => {$(
        #[doc = $purpose]
        impl<C: Cache + ?Sized> Cache for $pointer<C> {
            fn get<'a>(&'a self, key: &'a CacheKey) -> BoxFuture<'a, Option<CachedResponse>> {
                (**self).get(key)
            }

            fn put(&self, key: CacheKey, response: CachedResponse) -> BoxFuture<'_, ()> {
                (**self).put(key, response)
            }
        }
    )*};
}

forward!(Arc: "A cache that several clients share.", Box: "A cache whose type is chosen at run time.");
