//! Code that the tests share: an API, servers, transports and clocks.

pub mod api;
#[cfg(feature = "app")]
pub mod fakes;
#[cfg(all(feature = "app", feature = "device", feature = "gh", unix))]
pub mod overheard;
pub mod server;
pub mod several;
pub mod stage;
pub mod streams;
