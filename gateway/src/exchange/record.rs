//! The audit record of a request: caller, operation and outcome. The record contains no query, header or body.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use http::{HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::connection::state::Connection;
use crate::exchange::gateway::Gateway;
use crate::observability::log::Level;
use crate::problem::Kind;
use crate::settings::flags::LogForm;

/// The audit record of a request. Dropping the record writes it to the log.
pub struct Record {
    gateway: Arc<Gateway>,
    connection: Arc<Connection>,
    begin: Instant,
    method: Method,
    /// The address of the caller, if it is known.
    pub address: Option<IpAddr>,
    /// The name of the caller.
    pub caller: Option<Arc<str>>,
    /// The operation's index in the table.
    pub route: Option<usize>,
    /// The response status.
    pub status: Option<StatusCode>,
    /// The problem that the gateway returned.
    pub problem: Option<Kind>,
    /// The request id that the upstream assigned.
    pub upstream_id: Option<HeaderValue>,
    /// The number of forwarded bytes of the response body.
    pub bytes: u64,
    /// Why the response was cut off.
    pub cut: Option<&'static str>,
    /// Whether the whole response was forwarded.
    pub is_whole: bool,
}

impl Record {
    /// Creates the record of a new request.
    pub fn new(
        gateway: Arc<Gateway>,
        connection: Arc<Connection>,
        method: Method,
        address: Option<IpAddr>,
    ) -> Self {
        let begin = connection.begin();
        Self {
            gateway,
            connection,
            begin,
            method,
            address,
            caller: None,
            route: None,
            status: None,
            problem: None,
            upstream_id: None,
            bytes: 0,
            cut: None,
            is_whole: false,
        }
    }

    /// Logs a head that hyper refused, with a response or by closing the connection.
    pub fn unread(
        gateway: Arc<Gateway>,
        connection: Arc<Connection>,
        kind: Kind,
        has_response: bool,
    ) {
        // The method of a refused head is unknown.
        let method = Method::from_bytes(b"-").unwrap_or_default();
        let address = connection.peer;
        let mut record = Self::new(gateway, connection, method, address);
        record.problem = Some(kind);
        record.status = has_response.then(|| kind.status());
        record.is_whole = has_response;
    }

    /// Logs that a response contained a credential.
    pub fn tell_leak(&self) {
        let operation = self.operation().unwrap_or_default();
        let log = self.gateway.log();
        log.event(
            Level::Error,
            "a response contained a credential and was cut off",
            operation,
            None,
        );
    }

    /// Returns the operationId.
    pub fn operation(&self) -> Option<&str> {
        let route = self
            .route
            .and_then(|it| self.gateway.table().routes().get(it));
        route.map(|it| it.id.as_str())
    }

    fn line(&self) -> String {
        let route = self
            .route
            .and_then(|it| self.gateway.table().routes().get(it));
        let milliseconds = self.begin.elapsed().as_secs_f64() * 1000.0;
        let mut now = String::with_capacity(32);
        let _ = write!(now, "{:.3}", Timestamp::now());
        let id = self.upstream_id.as_ref().map(|it| {
            String::from_utf8_lossy(it.as_bytes())
                .escape_default()
                .to_string()
        });
        // Without a status, the client has closed the connection.
        let status = self.status.map(|it| it.as_u16());
        let outcome = match (self.cut, self.is_whole) {
            (Some(cut), _) => cut,
            (None, true) => "whole",
            (None, false) => "aborted",
        };
        match self.gateway.log().form() {
            LogForm::Json => {
                let mut line = serde_json::json!({
                    "timestamp": now,
                    "level": "INFO",
                    "message": "request",
                    "address": self.address,
                    "caller": self.caller.as_deref(),
                    "method": self.method.as_str(),
                    "operation": route.map(|it| &it.id),
                    "path": route.map(|it| &it.template),
                    "status": status,
                    "problem": self.problem.map(Kind::name),
                    "upstream_request_id": id,
                    "milliseconds": (milliseconds * 1000.0).round() / 1000.0,
                    "bytes": self.bytes,
                    "outcome": outcome,
                })
                .to_string();
                line.push('\n');
                line
            }
            LogForm::Text => {
                let dash = || "-".to_owned();
                let status = status.map_or_else(dash, |it| it.to_string());
                let (operation, path) = route.map_or(("-", "-"), |it| (&it.id, &it.template));
                let problem = self.problem.map_or("-", Kind::name);
                let id = id.unwrap_or_else(dash);
                let caller = self.caller.as_deref().unwrap_or("-");
                let address = self.address.map_or_else(dash, |it| it.to_string());
                let (method, bytes) = (&self.method, self.bytes);
                format!(
                    "{now} request {address} {caller} {method} {operation} {path} {status} {problem} {id} \
                     {milliseconds:.3}ms {bytes}B {outcome}\n"
                )
            }
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        self.connection.done(self.begin);
        self.gateway.metrics().count(
            self.route,
            self.status,
            self.problem,
            self.begin.elapsed(),
            self.bytes,
        );
        // A request that was refused because the log is behind gets no line, but the metrics count it.
        if self.problem != Some(Kind::Log) {
            self.gateway.log().line(self.line().into_bytes());
        }
    }
}
