//! The account of a credential.

use std::sync::Arc;

use http::HeaderValue;

/// The account of a credential. Rate limits and cached responses are stored by account.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Account {
    /// No credential.
    Anonymous,
    /// The account of exactly this one credential.
    Holder(HeaderValue),
    /// The account that a credential source named. The account stays the same when the source renews the credential.
    Named(Arc<str>),
}
