//! Tests of credential sources, of renewal, and of accounts.

mod accounts;
#[cfg(all(feature = "app", feature = "device"))]
mod device_flow;
#[cfg(all(feature = "gh", unix))]
pub mod gh;
#[cfg(feature = "app")]
pub mod github_app;
#[cfg(feature = "app")]
pub mod installation;
#[cfg(feature = "app")]
mod renewal;
#[cfg(all(feature = "app", feature = "device"))]
mod replication_lag;
mod sources;
#[cfg(all(feature = "app", feature = "device"))]
mod token_requests;
#[cfg(all(feature = "app", feature = "device"))]
mod user_tokens;
