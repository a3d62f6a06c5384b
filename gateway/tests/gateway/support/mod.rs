//! What the tests share: a gateway before an upstream that records what arrives, and descriptions.

pub mod certified;
pub mod descriptions;
pub mod program;
pub mod response;
pub mod upstream;
pub mod world;
