//! No credential in a log, an error or any other output.

#[cfg(all(feature = "app", feature = "device", feature = "gh", unix))]
mod every_credential;
mod token;
