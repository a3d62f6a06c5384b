//! Tests that no log, error or other output contains a credential.

#[cfg(all(feature = "app", feature = "device", feature = "gh", unix))]
mod every_credential;
mod token;
