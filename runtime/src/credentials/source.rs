//! Where credentials come from that change.

use std::sync::Arc;

use super::api::Api;
use super::credential::Credential;
use crate::error::CredentialError;
use crate::http::transport::BoxFuture;

/// Where credentials come from that change: tokens that expire, and secrets that are rotated.
///
/// It is asked before each request, from any number of calls at once, so it keeps what it has and
/// says it again for as long as it holds.
///
/// ```
/// use tagsmith_runtime::BoxFuture;
/// use tagsmith_runtime::auth::{Api, Credential, CredentialError, CredentialSource};
///
/// /// A token in a file, which something else renews.
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
    /// Returns what the next request carries. `api` is for sources that ask GitHub for it.
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// Hears that the server did not accept a credential (status 401). Returns whether asking again
    /// may give another one: the request is then sent once more.
    fn rejected(&self, credential: &Credential) -> bool {
        let _ = credential;
        false
    }
}

/// Forwards the trait from a pointer to what it points to.
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
