//! What the tests share: a gateway before an upstream that records what arrives, and descriptions.

pub mod descriptions;
pub mod world;
