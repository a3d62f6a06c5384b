//! What the users of a generated crate need of the runtime: it re-exports all of this at its root.

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
/// The type that [`ClientBuilder::http`] takes.
pub use reqwest::ClientBuilder as HttpBuilder;
pub use {jiff, serde_json};

#[cfg(feature = "blocking")]
pub use crate::blocking;
pub use crate::{
    Accepting, Answer, AnyError, ApiError, ArgumentError, As, Asking, Body, BoxFuture, BuildError,
    CallObserver, CallReport, ClientBuilder, Clock, Conditional, DecodeError, Drift, DriftReport,
    Error, Head, IfChanged, Items, Limit, LimitKind, Nullable, Operation, OperationExt, Outcome,
    Pages, Paginated, RateLimit, RateLimitError, Redirect, Refusal, RefusedError, Retry, Sending,
    TimeoutError, TransportError, Upload, auth, cache, transport,
};
