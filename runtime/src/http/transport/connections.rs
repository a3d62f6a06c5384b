//! The connection settings that HTTP clients are built from.

use std::time::Duration;

use reqwest::ClientBuilder;

/// The connection settings.
pub(crate) struct Connections {
    /// The caller's function for `reqwest` settings, which is applied first.
    pub(crate) configure: Option<Box<Configure>>,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    /// Whether to ignore proxies, because a proxy could read a token.
    pub(crate) avoids_proxies: bool,
    #[cfg(not(target_family = "wasm"))]
    pub(crate) network: super::network::Network,
}

pub(crate) type Configure = dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync;

impl Default for Connections {
    fn default() -> Self {
        Self {
            configure: None,
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            avoids_proxies: false,
            #[cfg(not(target_family = "wasm"))]
            network: super::network::Network::default(),
        }
    }
}

impl Connections {
    /// Returns a builder with the caller's own settings.
    pub(super) fn configured(&self) -> ClientBuilder {
        // Another crate may have enabled a different TLS backend, which would then be the default. The transport itself
        // does not retry, because the client counts and limits retries.
        #[cfg(not(target_family = "wasm"))]
        let builder = ClientBuilder::new()
            .tls_backend_rustls()
            .retry(reqwest::retry::never().max_retries_per_request(0));
        #[cfg(target_family = "wasm")]
        let builder = ClientBuilder::new();
        match &self.configure {
            Some(configure) => configure(builder),
            None => builder,
        }
    }
}
