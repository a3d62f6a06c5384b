//! The settings of the client's own connections, of which an HTTP client is made as often as needed.

use std::time::Duration;

use reqwest::ClientBuilder;

/// The settings of the client's own connections.
pub(crate) struct Connections {
    /// The caller's own settings, which come first.
    pub(crate) configure: Option<Box<Configure>>,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    /// Whether a proxy would read what nobody else may.
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
        // Another crate may have turned on another backend, which would then be the default one. Retries are made
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
