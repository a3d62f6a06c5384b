//! The trait of credential sources.

use std::sync::Arc;

use super::api::Api;
use super::credential::Credential;
use crate::error::CredentialError;
use crate::http::transport::BoxFuture;

/// A source of credentials that change, such as expiring tokens and rotated secrets.
///
/// The client calls the source before each request, concurrently from any number of calls. So a source should cache its
/// credential until the credential expires.
///
/// ```
/// use tagsmith_runtime::BoxFuture;
/// use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
///
/// /// A token in a file that another program renews.
/// struct TokenFile(std::path::PathBuf);
///
/// impl CredentialSource for TokenFile {
///     fn credential<'a>(
///         &'a self,
///         _api: &'a Api<'a>,
///     ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
///         Box::pin(async {
///             let token = std::fs::read_to_string(&self.0).map_err(|error| {
///                 CredentialError::new("the token's file cannot be read").because(error)
///             })?;
///             Credential::bearer(token.trim())
///         })
///     }
/// }
/// ```
pub trait CredentialSource: Send + Sync + 'static {
    /// Returns the credential for the next request. A source that requests its credential from GitHub does so by `api`.
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// Reports that the server rejected a credential (status 401). Returns whether the source may now return a
    /// different credential. If so, the client retries the request once.
    fn rejected(&self, credential: &Credential) -> bool {
        let _ = credential;
        false
    }
}

/// Implements the trait for a pointer, by its target.
macro_rules! forward {
    ($($pointer:ident: $purpose:literal),*) => {$(
        #[doc = $purpose]
        impl<S: CredentialSource + ?Sized> CredentialSource for $pointer<S> {
            fn credential<'a>(
                &'a self,
                api: &'a Api<'a>,
            ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
                (**self).credential(api)
            }

            fn rejected(&self, credential: &Credential) -> bool {
                (**self).rejected(credential)
            }
        }
    )*};
}

forward!(Arc: "A source that several clients share.", Box: "A source whose type is chosen at run time.");

impl CredentialSource for Credential {
    fn credential<'a>(&'a self, _: &'a Api<'a>) -> BoxFuture<'a, Result<Self, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}
