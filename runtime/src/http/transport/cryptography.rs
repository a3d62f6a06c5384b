//! The crypto provider for TLS.

use rustls::crypto::{CryptoProvider, ring};

/// Installs `ring` as the process-wide default crypto provider of `rustls`, unless the program has installed a
/// provider. Building a client does the same.
///
/// Call this function at the start of `main` if other code uses TLS before the first client is built. Without a default
/// provider, `rustls::ClientConfig::builder()` panics, and so does `reqwest` without a TLS feature of its own. Cargo's
/// feature unification causes these panics. To use a different provider, install that provider first. This function
/// then changes nothing.
///
/// ```
/// tagsmith_runtime::transport::install_crypto_provider();
/// ```
pub fn install_crypto_provider() {
    if CryptoProvider::get_default().is_none() {
        // Installing fails only if another thread has just installed a provider.
        let _ = ring::default_provider().install_default();
    }
}
