//! The transport: a trait with one method that sends a request. A program can replace the transport.

mod body;
mod cause;
mod connections;
#[cfg(not(target_family = "wasm"))]
mod cryptography;
mod fault;
#[cfg(not(target_family = "wasm"))]
mod gunzip;
#[cfg_attr(target_family = "wasm", path = "browser.rs")]
mod http_client;
#[cfg(not(target_family = "wasm"))]
mod idle;
mod middleware;
#[cfg(not(target_family = "wasm"))]
mod network;
mod request;

pub use self::body::Body;
pub(crate) use self::body::PIECE;
pub(crate) use self::connections::Connections;
#[cfg(not(target_family = "wasm"))]
pub use self::cryptography::install_crypto_provider;
pub use self::fault::{Fault, Stage};
pub(crate) use self::http_client::HttpClient;
pub(crate) use self::middleware::{Middleware, Wrap};
pub use self::request::{BoxFuture, HttpRequest, HttpResponse, Transport};
