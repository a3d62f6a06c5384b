//! Observability of a call: a span with OpenTelemetry's attribute names, and a report for metrics. The span and the
//! report contain no parameter values, headers or bodies.

use std::pin::Pin;

use http::StatusCode;
use tracing::field::Empty;
use tracing::instrument::{Instrument as _, Instrumented};
use tracing::{Span, info_span};
use url::Url;

use crate::base::attempt_count::AttemptCount;
use crate::base::descriptor::Descriptor;
use crate::base::drift::Drift;
use crate::base::timer::Instant;
use crate::core::client::Core;
use crate::core::observer::CallReport;
use crate::error::Error;
use crate::http::rate_limit::RateLimit;
use crate::http::reply::Reply;

/// The subject of an observation: an operation's call, or the fetch of a URL from a response.
pub(crate) struct Subject {
    core: Core,
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    to: To,
}

enum To {
    /// The operation's own server, if it has one.
    Api(Option<&'static str>),
    Url(Box<Url>),
}

/// The observation of a call, until the call ends or is dropped.
pub(crate) struct Watch {
    subject: Subject,
    count: AttemptCount,
    begin: Instant,
    span: Span,
    has_ended: bool,
}

/// The outcome of a call.
#[derive(Default)]
pub(crate) struct Ended<'a> {
    reply: Option<&'a Reply>,
    status: Option<StatusCode>,
    error: Option<&'static str>,
    drift: usize,
}

impl<'a> Ended<'a> {
    pub(crate) fn success(reply: &'a Reply, drift: &[Drift]) -> Self {
        Self {
            reply: Some(reply),
            status: Some(reply.status),
            error: None,
            drift: drift.len(),
        }
    }

    fn badly<K>(error: &'a Error<K>) -> Self {
        let (reply, drift) = match error {
            Error::RateLimited(error) => (error.reply(), 0),
            Error::Api(error) => (Some(error.reply()), error.drift().len()),
            Error::Decode(error) => (Some(error.reply()), error.drift().len()),
            _ => (None, 0),
        };
        Self {
            reply,
            status: error.status(),
            error: Some(error.category().as_str()),
            drift,
        }
    }
}

impl Subject {
    /// Observes an operation's call.
    pub(crate) fn operation(core: &Core, descriptor: &Descriptor) -> Self {
        Self {
            core: core.clone(),
            operation: descriptor.id,
            method: descriptor.method,
            path: descriptor.path,
            to: To::Api(descriptor.server),
        }
    }

    /// Observes the fetch of a URL from a response.
    pub(crate) fn fetch(core: &Core, operation: &'static str, url: &Url) -> Self {
        Self {
            core: core.clone(),
            operation,
            method: "GET",
            path: "",
            to: To::Url(Box::new(url.clone())),
        }
    }

    fn host(&self) -> Option<String> {
        let host = |url: &Url| url.host_str().map(str::to_owned);
        match &self.to {
            To::Api(server) => host(&self.core.settings().endpoints.of(*server).ok()?.url),
            To::Url(url) => host(url),
        }
    }

    fn span(&self) -> Span {
        let Self { method, path, .. } = self;
        info_span!(
            target: "tagsmith_runtime::call",
            "call",
            otel.name = format_args!("{method}{}{path}", if path.is_empty() { "" } else { " " }),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = self.method,
            url.template = (!path.is_empty()).then_some(self.path),
            server.address = self.host(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            "error.type" = Empty,
            openapi.operation_id = self.operation,
            github.request_id = Empty,
            github.rate_limit.remaining = Empty,
            github.drift = Empty,
        )
    }
}

impl Watch {
    /// Starts the observation.
    pub(crate) fn begin(subject: Subject) -> Self {
        Self {
            begin: Instant::now(),
            span: subject.span(),
            subject,
            count: AttemptCount::default(),
            has_ended: false,
        }
    }

    /// Returns the request counter.
    pub(crate) fn count(&self) -> &AttemptCount {
        &self.count
    }

    /// Runs the observed future. The caller pins the future, because it is larger than a thousand bytes.
    pub(crate) fn over<'a, F: Future>(&self, work: Pin<&'a mut F>) -> Instrumented<Pin<&'a mut F>> {
        work.instrument(self.span.clone())
    }

    /// Runs the synchronous rest of the observed code.
    pub(crate) fn within<T>(&self, rest: impl FnOnce() -> T) -> T {
        self.span.in_scope(rest)
    }

    /// Reports the outcome. `ended` returns the details of a success.
    pub(crate) fn end<T, K>(
        mut self,
        outcome: Result<T, Error<K>>,
        ended: impl FnOnce(&T) -> Ended<'_>,
    ) -> Result<T, Error<K>> {
        self.has_ended = true;
        self.report(&match &outcome {
            Ok(it) => ended(it),
            Err(error) => Ended::badly(error),
        });
        outcome
    }

    fn report(&self, ended: &Ended<'_>) {
        let subject = &self.subject;
        let observer = subject.core.settings().call_observer.as_deref();
        if self.span.is_disabled() && observer.is_none() {
            return;
        }
        let status = ended.status.map(|it| it.as_u16());
        let text = status.map(|it| it.to_string());
        let error = match ended.error {
            // OpenTelemetry defines `error.type` of an error response as its status.
            Some("api") => text.as_deref(),
            word => word,
        };
        let attempts = self.count.get();
        let rate_limit = ended.reply.and_then(|it| RateLimit::read(&it.headers));
        self.record("http.response.status_code", status);
        self.record("http.request.resend_count", attempts.checked_sub(1));
        self.record("error.type", error);
        self.record("otel.status_code", error.map(|_| "ERROR"));
        self.record("github.drift", Some(ended.drift));
        let request_id = ended.reply.and_then(Reply::request_id);
        self.record("github.request_id", request_id);
        let remaining = rate_limit.as_ref().map(|it| it.remaining);
        self.record("github.rate_limit.remaining", remaining);
        if let Some(observer) = observer {
            observer.ended(&CallReport {
                operation: subject.operation,
                method: subject.method,
                path: subject.path,
                host: subject.host().as_deref().unwrap_or_default(),
                duration: self.begin.elapsed(),
                attempts,
                status: ended.status,
                error,
                drift: ended.drift,
                rate_limit,
            });
        }
    }

    fn record(&self, name: &str, value: Option<impl tracing::Value>) {
        if let Some(value) = value {
            self.span.record(name, value);
        }
    }
}

/// Reports a call that is dropped before its end as cancelled.
impl Drop for Watch {
    fn drop(&mut self) {
        if !self.has_ended {
            self.report(&Ended {
                error: Some("cancelled"),
                ..Ended::default()
            });
        }
    }
}
