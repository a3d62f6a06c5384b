//! Prints the crate, SURFACE.md, the test fixtures and the reference site.

#[cfg(feature = "rust")]
pub mod fixtures;
mod prose;
#[cfg(feature = "rust")]
pub mod rust;
#[cfg(feature = "site")]
pub mod site;
pub mod surface;
