//! What the tests and the commands of this package share.

pub mod description;
pub mod fixture;
pub mod golden;
pub mod mutation;
pub mod random;
pub mod replay;
pub mod same;
pub mod server;
