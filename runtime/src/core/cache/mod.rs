//! Answers that are kept, and asked for again only if they have changed: such a question does not
//! count against GitHub's rate limit.

mod answer;
mod keeping;
#[cfg(feature = "cache")]
mod memory;

use std::sync::Arc;

pub use self::answer::{CacheKey, CachedAnswer};
pub(crate) use self::keeping::Kept;
#[cfg(feature = "cache")]
pub use self::memory::MemoryCache;
use crate::http::transport::BoxFuture;

/// Where a client keeps answers. It is asked before each `GET`, and the server is then asked whether
/// the answer has changed: one that is kept is never given out unasked.
///
/// What is kept belongs to one account: a [`CacheKey`] of another one is never equal.
pub trait Cache: Send + Sync + 'static {
    /// Returns the answer that is kept under a key.
    fn get<'a>(&'a self, key: &'a CacheKey) -> BoxFuture<'a, Option<CachedAnswer>>;

    /// Keeps an answer; it may forget it, or others, at any time.
    fn put(&self, key: CacheKey, answer: CachedAnswer) -> BoxFuture<'_, ()>;
}

/// Forwards the trait from a pointer to what it points to.
macro_rules! forward {
    ($($pointer:ident: $purpose:literal),*) => {$(
        #[doc = $purpose]
        impl<C: Cache + ?Sized> Cache for $pointer<C> {
            fn get<'a>(&'a self, key: &'a CacheKey) -> BoxFuture<'a, Option<CachedAnswer>> {
                (**self).get(key)
            }

            fn put(&self, key: CacheKey, answer: CachedAnswer) -> BoxFuture<'_, ()> {
                (**self).put(key, answer)
            }
        }
    )*};
}

forward!(Arc: "A cache that several clients share.", Box: "A cache whose type is chosen at run time.");
