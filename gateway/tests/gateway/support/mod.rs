//! Code that the tests share: a gateway, an upstream that records requests, and descriptions.

pub mod certified;
pub mod descriptions;
pub mod program;
pub mod response;
pub mod upstream;
pub mod world;
