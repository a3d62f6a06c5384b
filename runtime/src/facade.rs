//! The part of the runtime that users of a generated crate need. Generated crates re-export it at their root.

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderValue, Method, StatusCode};
/// The type that [`ClientBuilder::http`] configures.
pub use reqwest::ClientBuilder as HttpBuilder;
pub use {jiff, serde_json};

#[cfg(feature = "blocking")]
pub use crate::blocking;
pub use crate::{
    AcceptBuilder, AcceptCall, AnyError, AnyJson, ApiError, ArgumentError, Body, BodyStream,
    BoxFuture, BuildError, CallObserver, CallReport, CallResult, ClientBuilder, Clock,
    ConditionalCall, ConditionalFuture, ConditionalResponse, ContentError, Correction, DecodeError,
    Deprecation, Deserialized, Download, Drift, DriftReport, EarlierAttempt, Error, ErrorCategory,
    ErrorDetail, Failure, FileError, GraphQl, GraphQlError, GraphQlFailure, GraphQlLocation,
    GraphQlPathItem, GraphQlResponse, Head, Items, Limit, LimitKind, ListOf, Nullable, Operation,
    OperationExt, Pages, Paginated, Position, Progress, RateLimit, RateLimitError, Read, ReadError,
    Redirect, Refusal, RefusedError, ReportError, ReportErrorKind, ReportLinks, ReportReadError,
    Reports, Request, Response, ResponseFacts, ResponseFuture, RetryPolicy, Rows, Sso,
    TimeoutError, TransportError, Upload, auth, cache, decode_content, transport,
};
