//! Limits per address, per caller and per credential.

pub mod attempts;
pub mod places;
pub mod rate;
pub mod reserve;
