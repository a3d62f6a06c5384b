//! What the users of a generated crate need of the runtime: it re-exports all of this at its root.

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
/// The type that [`ClientBuilder::http`] takes.
pub use reqwest::ClientBuilder as HttpBuilder;
pub use {jiff, serde_json};

pub use crate::{
    Accepting, Answer, AnyError, ApiError, ArgumentError, As, Body, BoxFuture, BrokenReport,
    BuildError, ClientBuilder, Clock, DecodeError, Download, Drift, DriftReport, Error, FileError,
    Incoming, Items, Limit, LimitKind, Linked, Nullable, Operation, OperationExt, Outcome, Pages,
    Paginated, Position, Progress, RateLimit, RateLimitError, Redirect, Refusal, RefusedError,
    ReportError, ReportProblem, Reports, Retry, Rows, Sending, TimeoutError, TransportError,
    Upload, auth, transport,
};
