//! The connection settings, from which HTTP clients are built.

use std::time::Duration;

use reqwest::ClientBuilder;

/// The connection settings.
pub(crate) struct Connections {
    /// The caller's own `reqwest` settings, which are applied first.
    pub(crate) configure: Option<Box<Configure>>,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    /// Whether to ignore proxies, because one would read a token.
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
        // Another crate may have enabled a different TLS backend, which would then be the default. Retries are made
        // above the transport, where they are counted and limited.
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
