#![doc = include_str!("../GUIDE.md")]
#![deny(missing_docs)]

mod accept;
mod answer;
mod attempt;
pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod build_error;
mod builder;
mod by_status;
pub mod cache;
mod call;
mod client;
mod clock;
mod conditional;
#[cfg(feature = "conformance")]
pub mod conformance;
mod content;

mod decode;
mod deliver;
mod descriptor;
mod download;
mod drift;
mod drift_report;
#[cfg(feature = "conformance")]
mod entries;
mod error;
mod exact;
pub mod facade;
mod fetch;
mod header;
mod home;
mod incoming;
mod items;
mod limits;
mod link;
#[cfg(feature = "mock")]
pub mod mock;
mod operation;
mod operations;
mod options;
mod origin;
mod pages;
mod pagination;
mod paging;
mod parameter;
mod partial;
mod payload;
mod position;
mod progress;
mod rate_limit;
mod receive;
mod redirect;
mod repair;
mod reply;
mod reports;
mod retry;
mod send;
mod success;
mod task;
mod template;
mod text;
mod trail;
pub mod transport;
mod trip;
mod upload;
pub mod value;
mod watch;

pub use bytes::Bytes;
pub use http::{HeaderMap, StatusCode};
/// The type that [`ClientBuilder::http`] takes.
pub use reqwest::ClientBuilder as HttpBuilder;
pub use {jiff, serde, serde_json};

pub use self::accept::{Accepting, As};
pub use self::answer::Answer;
pub use self::build_error::BuildError;
pub use self::builder::{ClientBuilder, Defaults};
pub use self::call::Call;
pub use self::client::Core;
pub use self::clock::Clock;
pub use self::conditional::{Asking, Conditional, Head, IfChanged};
pub use self::descriptor::Descriptor;
pub use self::download::Download;
pub use self::drift::Drift;
pub use self::drift_report::DriftReport;
pub use self::error::{
    AnyError, ApiError, ArgumentError, DecodeError, Error, FileError, RateLimitError, Refusal,
    RefusedError, TimeoutError, TransportError,
};
pub use self::incoming::Incoming;
pub use self::items::Items;
pub use self::limits::{Limit, LimitKind};
pub use self::operation::{Body, Failure, Operation, Outcome};
pub use self::options::OperationExt;
pub use self::pages::{Pages, Paginated};
pub use self::pagination::Pagination;
pub use self::payload::Payload;
pub use self::position::Position;
pub use self::progress::Progress;
pub use self::rate_limit::RateLimit;
pub use self::reports::{BrokenReport, Linked, ReportError, ReportProblem, Reports, Rows};
pub use self::retry::Retry;
pub use self::send::Sending;
pub use self::success::{Binary, Empty, Json, JsonOrEmpty, Redirect, Redirected, Success, Text};
pub use self::transport::BoxFuture;
pub use self::upload::Upload;
pub use self::value::{Nullable, ReadError};
pub use self::watch::{CallObserver, CallReport};
