//! The crypto provider for TLS.

use rustls::crypto::{CryptoProvider, ring};

/// Installs `ring` as the process-wide default crypto provider of `rustls`, unless the program has installed one.
/// Building a client does the same.
///
/// Call it at the start of `main` if, before the first client is built, other code uses `reqwest` without its own TLS
/// feature or `rustls::ClientConfig::builder()`. Both panic without a default provider, because Cargo unifies the
/// features of dependencies. A program that prefers another provider installs that one first; this function then
/// changes nothing.
///
/// ```
/// tagsmith_runtime::transport::install_crypto_provider();
/// ```
pub fn install_crypto_provider() {
    if CryptoProvider::get_default().is_none() {
        // It fails only if another thread was faster.
        let _ = ring::default_provider().install_default();
    }
}
