//! TLS for callers. Changed certificates and keys are reloaded.

use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::observability::log::{Level, Log};
use crate::refused::{Refused, Result, quoted};
use crate::secret_file::SecretFile;

/// TLS for callers.
pub struct Tls {
    certificate: PathBuf,
    /// Detects changes of the certificate file.
    chain: SecretFile,
    key: SecretFile,
    current: ArcSwap<ServerConfig>,
}

impl Tls {
    /// Reads a certificate and its key.
    ///
    /// # Errors
    ///
    /// Fails if a file is unreadable, the key does not match, or other users may read the key.
    pub fn read(certificate: PathBuf, key: PathBuf) -> Result<Self> {
        let (chain, key) = (SecretFile::new(certificate.clone()), SecretFile::new(key));
        chain.changed();
        let current = config(&certificate, &key)?;
        Ok(Self {
            certificate,
            chain,
            key,
            current: ArcSwap::from_pointee(current),
        })
    }

    /// Returns an acceptor with the current certificate.
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.load_full())
    }

    /// Reloads the certificate if it changed. Keeps the old certificate if the new one is unusable.
    pub fn reload(&self, is_asked: bool, log: &Log) {
        // Both files are checked, so that the next check reports neither as changed.
        let (is_new, has_new_key) = (self.chain.changed(), self.key.changed());
        if !is_asked && !is_new && !has_new_key {
            return;
        }
        match config(&self.certificate, &self.key) {
            Ok(config) => {
                self.current.store(Arc::new(config));
                log.event(Level::Info, "the certificate was reloaded", "", None);
            }
            Err(error) => log.event(
                Level::Error,
                "the new certificate is unusable; the old one stays in use",
                "",
                Some(&error),
            ),
        }
    }
}

fn config(certificate: &PathBuf, key: &SecretFile) -> Result<ServerConfig> {
    let displayed = quoted(&certificate.display().to_string());
    let refused = |what: &dyn std::fmt::Display| {
        Refused::new(
            format!("the certificate {displayed} or its key is unusable: {what}"),
            "give the certificate chain and its key in PEM",
        )
    };
    let chain = CertificateDer::pem_file_iter(certificate).map_err(|error| refused(&error))?;
    let chain = chain
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|error| refused(&error))?;
    // The error omits the parser's message, which may contain parts of the key.
    let key = PrivateKeyDer::from_pem_slice(key.read()?.as_bytes())
        .map_err(|_| refused(&"the key is not PEM"))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder
        .map_err(|error| refused(&error))?
        .with_no_client_auth();
    let mut config = builder
        .with_single_cert(chain, key)
        .map_err(|error| refused(&error))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
