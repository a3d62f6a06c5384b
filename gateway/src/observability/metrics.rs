//! Metrics in the Prometheus format.

use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use http::StatusCode;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::operations::table::Table;
use crate::problem::Kind;

/// The metrics of one gateway. The first request of an operation creates its series, so unused operations have no
/// series.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    /// Requests by operation and status class.
    of_operations: Vec<Classes>,
    /// Requests of denied operations, which share one counter because there may be a thousand of these operations.
    of_others: Classes,
    problems: Vec<(Kind, Counter)>,
    seconds: Histogram,
    bytes: Counter,
    /// The number of open connections.
    pub connections: Gauge,
    /// The number of connections that were closed because a connection limit was reached.
    pub refused_connections: Counter,
    /// The remaining rate limits, by credential and resource.
    pub left: Family<Left, Gauge<u64, AtomicU64>>,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Request {
    operation: String,
    status: Class,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Refusal {
    problem: &'static str,
}

/// The labels of a remaining rate limit.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub struct Left {
    /// The credential, in the operator's notation.
    pub credential: String,
    /// The upstream's name of the rate limit.
    pub resource: String,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Class(usize);

impl EncodeLabelValue for Class {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        let text = ["aborted", "1xx", "2xx", "3xx", "4xx", "5xx"].get(self.0);
        EncodeLabelValue::encode(text.unwrap_or(&"other"), encoder)
    }
}

/// The counters of one operation. Each counter is created on first use.
#[derive(Default)]
struct Classes {
    operation: String,
    counters: [OnceLock<Counter>; 6],
}

impl Classes {
    fn of(operation: &str) -> Self {
        Self {
            operation: operation.to_owned(),
            counters: Default::default(),
        }
    }

    fn count(&self, class: usize, requests: &Family<Request, Counter>) {
        let Some(counter) = self.counters.get(class) else {
            return;
        };
        let made = || {
            let labels = Request {
                operation: self.operation.clone(),
                status: Class(class),
            };
            requests.get_or_create(&labels).clone()
        };
        counter.get_or_init(made).inc();
    }
}

impl Metrics {
    /// Creates the metrics of a table's operations.
    pub fn new(table: &Table) -> Self {
        let mut registry = Registry::with_prefix("tagsmith_gateway");
        let requests = Family::<Request, Counter>::default();
        let of_operations = table.routes().iter().map(|it| match it.denied {
            None => Classes::of(&it.id),
            Some(_) => Classes::default(),
        });
        let of_operations = of_operations.collect();
        let refusals = Family::<Refusal, Counter>::default();
        let counter = |kind: &Kind| {
            (
                *kind,
                refusals
                    .get_or_create(&Refusal {
                        problem: kind.name(),
                    })
                    .clone(),
            )
        };
        let problems = Kind::ALL.iter().map(counter).collect();
        let seconds = Histogram::new(exponential_buckets(0.001, 2.0, 16));
        let (bytes, connections, refused_connections) =
            (Counter::default(), Gauge::default(), Counter::default());
        let left = Family::default();
        registry.register(
            "requests",
            "Requests by operation and status",
            requests.clone(),
        );
        registry.register(
            "problems",
            "Responses that the gateway itself generated, by problem",
            refusals,
        );
        registry.register_with_unit(
            "request",
            "Time from a request's head to the end of its response",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register_with_unit(
            "response",
            "Bytes of response bodies",
            Unit::Bytes,
            bytes.clone(),
        );
        registry.register("connections", "Open connections", connections.clone());
        registry.register(
            "refused_connections",
            "Connections closed because a limit was reached",
            refused_connections.clone(),
        );
        registry.register(
            "rate_limit_remaining",
            "Remaining requests of the upstream's rate limits",
            left.clone(),
        );
        Self {
            registry,
            requests,
            of_operations,
            of_others: Classes::default(),
            problems,
            seconds,
            bytes,
            connections,
            refused_connections,
            left,
        }
    }

    /// Counts a request.
    pub fn count(
        &self,
        route: Option<usize>,
        status: Option<StatusCode>,
        problem: Option<Kind>,
        took: Duration,
        bytes: u64,
    ) {
        let classes = route.and_then(|it| self.of_operations.get(it));
        let classes = classes.unwrap_or(&self.of_others);
        let class = status.map_or(0, |it| usize::from(it.as_u16() / 100));
        classes.count(class, &self.requests);
        if let Some((_, counter)) = self
            .problems
            .iter()
            .find(|(kind, _)| Some(*kind) == problem)
        {
            counter.inc();
        }
        self.seconds.observe(took.as_secs_f64());
        self.bytes.inc_by(bytes);
    }

    /// Returns all metrics as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
