//! Proxy and certificate settings.

use reqwest::{Certificate, ClientBuilder, Identity, NoProxy, Proxy};
use url::Url;

use crate::base::build_error::BuildError;

/// Proxies and certificates. The type does not implement `Debug`, because a proxy URL may contain a password.
#[derive(Clone, Default)]
pub(crate) struct Network {
    proxies: Proxies,
    /// The hosts that bypass the proxy, in the format of `NO_PROXY`.
    exceptions: Option<String>,
    roots: Vec<Certificate>,
    identity: Option<Identity>,
}

#[derive(Clone, Default)]
enum Proxies {
    /// The proxies that the environment or the system configures.
    #[default]
    System,
    Off,
    Given(Box<Proxy>),
}

impl Network {
    /// Sets a proxy for all requests.
    ///
    /// # Errors
    ///
    /// Fails if the URL is not a valid proxy URL. The error does not contain the URL.
    pub(crate) fn set_proxy(&mut self, url: &str) -> Result<(), BuildError> {
        const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];
        let refused = |problem: &str| {
            BuildError::new(format!(
                "the proxy {problem}: use a URL such as `http://proxy.example:3128` or `socks5h://localhost:1080`"
            ))
        };
        let parsed = Url::parse(url)
            .map_err(|error| refused(&format!("is not an absolute URL ({error})")))?;
        if !SCHEMES.contains(&parsed.scheme()) {
            return Err(refused(
                "has a scheme other than http, https, socks5 and socks5h",
            ));
        }
        if parsed.host_str().is_none_or(str::is_empty) {
            return Err(refused("has no host"));
        }
        if !matches!(parsed.path(), "" | "/") || parsed.query().is_some() {
            return Err(refused("has a path or a query"));
        }
        // The error omits its cause, which may contain the URL.
        let proxy = Proxy::all(parsed).map_err(|_| refused("is not accepted"))?;
        self.proxies = Proxies::Given(Box::new(proxy));
        Ok(())
    }

    pub(crate) fn set_exceptions(&mut self, hosts: String) {
        self.exceptions = Some(hosts);
    }

    pub(crate) fn use_no_proxy(&mut self) {
        self.proxies = Proxies::Off;
    }

    /// Returns whether the caller configured a proxy.
    pub(crate) fn has_proxy(&self) -> bool {
        matches!(self.proxies, Proxies::Given(_))
    }

    /// Trusts the certificates of a PEM text, in addition to those of the system.
    ///
    /// # Errors
    ///
    /// Fails if the PEM contains no certificate, or a damaged one.
    pub(crate) fn add_roots(&mut self, pem: &[u8]) -> Result<(), BuildError> {
        let roots = Certificate::from_pem_bundle(pem).map_err(|error| {
            BuildError::because("the root certificates are not PEM, or are damaged", error)
        })?;
        if roots.is_empty() {
            return Err(BuildError::new(
                "the root certificates contain no `-----BEGIN CERTIFICATE-----`: use PEM, not DER or PKCS#12",
            ));
        }
        self.roots.extend(roots);
        Ok(())
    }

    /// Sets the client certificate.
    ///
    /// # Errors
    ///
    /// Fails if the PEM lacks a certificate or an unencrypted private key. The error does not contain the PEM.
    pub(crate) fn set_identity(&mut self, pem: &[u8]) -> Result<(), BuildError> {
        if pem.windows(ENCRYPTED.len()).any(|it| it == ENCRYPTED) {
            return Err(BuildError::new(
                "the private key of the client certificate is encrypted: decrypt it with `openssl pkey -in key.pem -out plain.pem`",
            ));
        }
        // The error omits its cause, which may contain the key.
        let identity = Identity::from_pem(pem).map_err(|_| {
            BuildError::new(
                "the client certificate is not PEM with a `CERTIFICATE` and its `PRIVATE KEY`: put both into one text",
            )
        })?;
        self.identity = Some(identity);
        Ok(())
    }

    /// Applies the settings to a builder.
    pub(super) fn apply(&self, mut builder: ClientBuilder, avoids_proxies: bool) -> ClientBuilder {
        if !self.roots.is_empty() {
            builder = builder.tls_certs_merge(self.roots.iter().cloned());
        }
        if let Some(identity) = &self.identity {
            builder = builder.identity(identity.clone());
        }
        match &self.proxies {
            _ if avoids_proxies => builder.no_proxy(),
            Proxies::System => builder,
            Proxies::Off => builder.no_proxy(),
            Proxies::Given(proxy) => {
                let exceptions = self.exceptions.as_deref().and_then(NoProxy::from_string);
                builder.proxy(Proxy::clone(proxy).no_proxy(exceptions))
            }
        }
    }
}

const ENCRYPTED: &[u8] = b"ENCRYPTED";
