//! The runtime of client crates that tagsmith generates.
//!
#![doc = include_str!("../GUIDE.md")]
#![doc(html_root_url = "https://docs.rs/tagsmith-runtime/latest")]
#![deny(missing_docs)]
#![cfg_attr(
    target_family = "wasm",
    expect(
        dead_code,
        reason = "a browser has no files, and manages its own connections"
    )
)]

pub mod auth;
mod base;
mod body;
mod call;
#[cfg(feature = "conformance")]
pub mod conformance;
mod core;
mod credentials;
mod error;
pub mod facade;
mod http;
mod limits;
#[cfg(feature = "mock")]
pub mod mock;
mod operations;
mod options;
mod paging;
mod reports;
mod request;
pub mod value;

pub use ::http::{HeaderMap, HeaderValue, Method, StatusCode};
pub use bytes::Bytes;
/// The type that [`ClientBuilder::http`] configures.
pub use reqwest::ClientBuilder as HttpBuilder;
/// The trait that the variables of a GraphQL request implement.
pub use serde::Serialize;
pub use {jiff, serde, serde_json};

pub use self::base::attempts::EarlierAttempt;
pub use self::base::build_error::BuildError;
pub use self::base::clock::Clock;
pub use self::base::defaults::{Defaults, HostVariable, TokenVariables};
pub use self::base::descriptor::Descriptor;
pub use self::base::drift::{Correction, Drift};
pub use self::base::drift_report::DriftReport;
pub use self::body::encoded::{ContentError, decode_content};
pub use self::body::progress::Progress;
pub use self::body::upload::Upload;
pub use self::call::any::AnyError;
pub use self::call::arguments::Call;
#[cfg(feature = "blocking")]
pub use self::call::blocking;
pub use self::call::body_stream::BodyStream;
pub use self::call::conditional::{ConditionalCall, ConditionalFuture, ConditionalResponse, Head};
pub use self::call::download::Download;
pub use self::call::operation::{Body, CallResult, Failure, Operation};
pub use self::call::payload::Payload;
#[cfg(feature = "mock")]
#[doc(hidden)]
pub use self::call::prepared::Prepared;
pub use self::call::read::Read;
pub use self::call::response::Response;
pub use self::call::send::ResponseFuture;
pub use self::call::spec::OperationSpec;
#[doc(hidden)]
pub use self::call::success::BestFit;
pub use self::call::success::{
    Binary, Empty, Json, JsonOrEmpty, Redirect, Redirected, Success, Text, YesOrNo,
};
pub use self::core::builder::ClientBuilder;
pub use self::core::cache;
pub use self::core::client::Core;
pub use self::core::observer::{CallObserver, CallReport};
pub use self::error::{
    ApiError, ArgumentError, DecodeError, Error, ErrorCategory, ErrorDetail, FileError,
    RateLimitError, Refusal, RefusedError, ReportError, ReportErrorKind, ReportReadError,
    TimeoutError, TransportError,
};
pub use self::http::facts::{Deprecation, ResponseFacts, Sso};
pub use self::http::rate_limit::RateLimit;
pub use self::http::transport;
pub use self::http::transport::BoxFuture;
pub use self::limits::retry::RetryPolicy;
pub use self::limits::{Limit, LimitKind};
pub use self::options::accept::{AcceptBuilder, AcceptCall};
pub use self::options::extension::OperationExt;
pub use self::paging::items::Items;
pub use self::paging::pages::{Pages, Paginated};
pub use self::paging::pagination::Pagination;
pub use self::paging::position::Position;
pub use self::reports::{ReportLinks, Reports, Rows};
pub use self::request::graphql::{
    GraphQl, GraphQlData, GraphQlError, GraphQlFailure, GraphQlLocation, GraphQlPathItem,
    GraphQlResponse,
};
pub use self::request::{AnyJson, Deserialized, ListOf, Request};
pub use self::value::{Nullable, ReadError};
