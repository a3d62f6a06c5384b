//! Whose credential a call carries.

use std::sync::Arc;

use http::HeaderValue;

/// Whose credential it is: limits and kept answers are told apart by it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Account {
    /// Nobody's.
    Anonymous,
    /// That of who has this credential.
    Holder(HeaderValue),
    /// One that has several credentials, one after the other.
    Named(Arc<str>),
}
