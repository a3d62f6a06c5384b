//! What TLS is made with.

use rustls::crypto::{CryptoProvider, ring};

/// Makes TLS possible in programs that have not set how.
pub(crate) fn provide_cryptography() {
    if CryptoProvider::get_default().is_none() {
        // Fails only if another thread was faster, which is as well.
        let _ = ring::default_provider().install_default();
    }
}
