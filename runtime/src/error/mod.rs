//! Error types of clients, calls and reports.

mod api;
mod argument;
mod call;
mod category;
mod credential;
mod decode;
mod file;
mod problem;
mod rate_limit;
mod refused;
mod report;
mod transport;

pub use self::api::ApiError;
pub use self::argument::ArgumentError;
pub use self::call::Error;
pub use self::category::ErrorCategory;
pub use self::credential::CredentialError;
pub use self::decode::DecodeError;
pub(crate) use self::decode::Reason;
pub use self::file::FileError;
pub use self::problem::ErrorDetail;
pub use self::rate_limit::RateLimitError;
pub use self::refused::{Refusal, RefusedError};
pub use self::report::{ReportError, ReportErrorKind, ReportReadError};
pub(crate) use self::transport::TimeLimit;
pub use self::transport::{TimeoutError, TransportError};
