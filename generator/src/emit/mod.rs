//! Printers: the crate, SURFACE.md, the examples for tests, and the reference site.

pub mod fixtures;
mod prose;
pub mod rust;
pub mod site;
pub mod surface;
