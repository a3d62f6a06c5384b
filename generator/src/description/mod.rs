//! The input: a description is loaded, its operations are selected, its references resolved, and its corrections
//! applied.

pub mod load;
pub mod overlay;
pub mod pin;
pub mod profile;
pub mod reference;
pub mod resolve;
pub mod select;
pub mod versions;
