//! Everything end to end: from the description through the generated crate to a real server and
//! back.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod architecture;
mod changes;
mod checks;
mod diagnostics;
mod documentation;
mod drift;
mod environment;
mod exchanges;
mod faults;
mod fixtures;
mod golden;
mod kinds;
mod laws;
mod memory;
mod mock;
mod mutation;
mod pages;
mod profile;
mod replay;
mod secrets;
mod site;
mod stability;
mod surface;
mod user;
mod wire;
