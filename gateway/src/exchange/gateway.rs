//! The state that all requests of a gateway share.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use http::HeaderValue;

use crate::callers::tokens::Callers;
use crate::config::Config;
use crate::credentials::leak::Secrets;
use crate::credentials::store::Credentials;
use crate::limits::attempts::Attempts;
use crate::limits::rate::Rate;
use crate::observability::log::Log;
use crate::observability::metrics::Metrics;
use crate::operations::table::Table;
use crate::site::Site;
use crate::upstream::client::Client;

/// The state that all requests of a gateway share.
pub struct Gateway {
    pub(crate) config: Config,
    pub(crate) table: Table,
    pub(crate) api_version: Option<HeaderValue>,
    pub(crate) client: Client,
    pub(crate) credentials: Credentials,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) callers: Callers,
    pub(crate) requests: Rate,
    pub(crate) attempts: Attempts,
    pub(crate) metrics: Metrics,
    pub(crate) log: Log,
    /// The request headers that pages may send.
    pub(crate) sendable: HeaderValue,
    pub(crate) site: Option<Site>,
    /// Whether it was already logged that the proxy sent no address.
    pub(crate) is_unforwarded: AtomicBool,
}

impl Gateway {
    /// Returns all operations.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Returns the metrics.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}
