//! The private key of a GitHub App.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use rustls::sign::SigningKey;
use rustls::{SignatureAlgorithm, SignatureScheme};

use crate::auth::CredentialError;

/// The private key of a GitHub App. It has no `Debug`.
pub(super) struct Key(Arc<dyn SigningKey>);

impl Key {
    /// Reads PEM or DER, of PKCS#1 or PKCS#8. Errors show nothing of it.
    pub(super) fn read(pem_or_der: &[u8]) -> Result<Self, CredentialError> {
        let der = match std::str::from_utf8(pem_or_der) {
            Ok(pem) if pem.contains("-----BEGIN ") => of_pem(pem)?,
            _ => PrivateKeyDer::try_from(pem_or_der)
                .map_err(|_| refused("is neither PEM nor DER: give what GitHub let you download"))?
                .clone_key(),
        };
        if matches!(der, PrivateKeyDer::Sec1(_)) {
            return Err(refused(NOT_RSA));
        }
        let key = match CryptoProvider::get_default() {
            Some(provider) => provider.key_provider.load_private_key(der),
            None => ring::default_provider().key_provider.load_private_key(der),
        };
        let key = key.map_err(|error| refused("is damaged or too short").because(error))?;
        if key.algorithm() != SignatureAlgorithm::RSA {
            return Err(refused(NOT_RSA));
        }
        Ok(Self(key))
    }

    /// Signs by RS256: RSASSA-PKCS1-v1_5 with SHA-256.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CredentialError> {
        self.0
            .choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256])
            .ok_or_else(|| refused("cannot sign by RS256"))?
            .sign(message)
            .map_err(|error| refused("cannot sign").because(error))
    }
}

const NOT_RSA: &str = "is no RSA key: GitHub signs apps in by RSA only";

fn of_pem(pem: &str) -> Result<PrivateKeyDer<'static>, CredentialError> {
    if pem.contains("ENCRYPTED") {
        return Err(refused(
            "is encrypted: decrypt it by `openssl pkey -in key.pem -out plain.pem`",
        ));
    }
    // Variables of the environment often have a key in one line.
    let lines = pem.replace("\\n", "\n");
    PrivateKeyDer::from_pem_slice(lines.as_bytes()).map_err(|_| {
        refused("is PEM without a whole `RSA PRIVATE KEY` or `PRIVATE KEY`: give the whole file")
    })
}

fn refused(problem: &str) -> CredentialError {
    CredentialError::new(format!("the app's private key {problem}"))
}
