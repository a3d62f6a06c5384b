//! Loads descriptions, selects operations, resolves references, and applies corrections.

mod dialect;
pub mod load;
pub mod overlay;
pub mod pin;
pub(crate) mod pointer;
pub mod profile;
pub mod reference;
pub mod resolve;
pub mod select;
pub mod versions;
