//! The provider of cryptography for TLS.

use rustls::crypto::{CryptoProvider, ring};

/// Installs `ring` as the process's default provider of `rustls`, if the program has installed none. Building a
/// client does the same.
///
/// Call it at the beginning of `main` if another part of the program uses `reqwest` without a TLS feature of
/// its own, or `rustls::ClientConfig::builder()`, before the first client is built. Cargo merges the features
/// of a dependency, so that both panic without a default provider. A program that prefers another provider
/// installs that one first instead, and this function changes nothing.
///
/// ```
/// tagsmith_runtime::transport::install_crypto_provider();
/// ```
pub fn install_crypto_provider() {
    if CryptoProvider::get_default().is_none() {
        // Fails only if another thread was faster, which is as well.
        let _ = ring::default_provider().install_default();
    }
}
