//! Tests of transports: middleware, proxies and certificates.

mod behind_pointers;
mod certificates;
mod middleware;
pub mod proxies;
