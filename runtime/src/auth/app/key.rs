//! The private key of a GitHub App.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::sign::SigningKey;
use rustls::{SignatureAlgorithm, SignatureScheme};

use super::pem::{self, DAMAGED, NOT_RSA};
use crate::error::CredentialError;

/// The private key of a GitHub App. The type does not implement `Debug`.
pub(super) struct Key(Arc<dyn SigningKey>);

impl Key {
    /// Parses a PKCS#1 or PKCS#8 key from PEM, DER, or base64 of either. Errors do not contain the key.
    pub(super) fn read(key: &[u8]) -> Result<Self, CredentialError> {
        let der = pem::read(key).map_err(refused)?;
        let key = match CryptoProvider::get_default() {
            Some(provider) => provider.key_provider.load_private_key(der),
            None => ring::default_provider().key_provider.load_private_key(der),
        };
        let key = key.map_err(|error| refused(DAMAGED).because(error))?;
        if key.algorithm() != SignatureAlgorithm::RSA {
            return Err(refused(NOT_RSA));
        }
        Ok(Self(key))
    }

    /// Signs with RS256: RSASSA-PKCS1-v1_5 with SHA-256.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CredentialError> {
        self.0
            .choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256])
            .ok_or_else(|| refused("cannot sign with RS256"))?
            .sign(message)
            .map_err(|error| refused("cannot sign").because(error))
    }
}

fn refused(problem: &str) -> CredentialError {
    CredentialError::new(format!("the app's private key {problem}"))
}
