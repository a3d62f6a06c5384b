//! The account of a credential.

use std::sync::Arc;

use http::HeaderValue;

/// The account of a credential: rate limits and cached responses are stored by account.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Account {
    /// No credential.
    Anonymous,
    /// The account of exactly this credential.
    Holder(HeaderValue),
    /// The account that its credential source named. It outlives each of its credentials.
    Named(Arc<str>),
}
