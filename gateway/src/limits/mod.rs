//! Limits of one address, one caller and one credential.

pub mod attempts;
pub mod places;
pub mod rate;
pub mod reserve;
