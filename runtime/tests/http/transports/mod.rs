//! Transports: middleware, proxies, certificates.

mod behind_pointers;
mod certificates;
mod middleware;
pub mod proxies;
