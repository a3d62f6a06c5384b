//! The operator's settings: flags, environment variables and the configuration file.

pub mod file;
pub mod flags;
pub mod limits;
pub mod listen;
