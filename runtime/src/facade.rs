//! The part of the runtime that users of a generated crate need. Generated crates re-export it at their root.

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderValue, Method, StatusCode};
/// The type that [`ClientBuilder::http`] configures.
pub use reqwest::ClientBuilder as HttpBuilder;
pub use {jiff, serde_json};

#[cfg(feature = "blocking")]
pub use crate::blocking;
pub use crate::{
    Accepting, Answer, AnyError, AnyJson, ApiError, ArgumentError, As, Asking, Body, BoxFuture,
    BrokenReport, BuildError, CallObserver, CallReport, ClientBuilder, Clock, Conditional,
    ContentError, Correction, DecodeError, Deprecation, Deserialized, Download, Drift, DriftReport,
    EarlierAttempt, Error, ErrorCategory, ErrorDetail, Failure, FileError, GraphQl, GraphQlError,
    GraphQlFailure, GraphQlLocation, GraphQlPathItem, GraphQlResponse, Head, IfChanged, Incoming,
    Items, Limit, LimitKind, Linked, ListOf, Nullable, Operation, OperationExt, Outcome, Pages,
    Paginated, Position, Progress, RateLimit, RateLimitError, Read, ReadError, Redirect, Refusal,
    RefusedError, ReportError, ReportProblem, Reports, Request, ResponseFacts, Retry, Rows,
    Sending, Sso, TimeoutError, TransportError, Upload, auth, cache, decode_content, transport,
};
