//! Counts, as Prometheus reads them.

use std::fmt;
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

use crate::problem::Kind;
use crate::table::Table;

/// The counts of one gateway. Those of requests are made at the start: a request only adds to them.
pub struct Metrics {
    registry: Registry,
    /// By operation and the first digit of the status.
    requests: Vec<[Counter; 6]>,
    unknown: [Counter; 6],
    problems: Vec<(Kind, Counter)>,
    seconds: Histogram,
    bytes: Counter,
    /// How many connections there are.
    pub connections: Gauge,
    /// How many connections were closed at once since there were too many.
    pub refused_connections: Counter,
    /// What is left of rate limits, by credential and resource.
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

/// Of which rate limit something is left.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub struct Left {
    /// The credential, as the operator named it.
    pub credential: String,
    /// The upstream's name of the limit.
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

impl Metrics {
    /// Makes the counts of a table's operations.
    pub fn new(table: &Table) -> Self {
        let mut registry = Registry::with_prefix("tagsmith_gateway");
        let requests = Family::<Request, Counter>::default();
        let of = |operation: &str| {
            std::array::from_fn(|class| {
                let labels = Request {
                    operation: operation.to_owned(),
                    status: Class(class),
                };
                requests.get_or_create(&labels).clone()
            })
        };
        // Denied operations are counted as one: there may be a thousand.
        let unknown: [Counter; 6] = of("");
        let each = table.routes().iter().map(|it| match it.denied {
            None => of(&it.id),
            Some(_) => unknown.clone(),
        });
        let each = each.collect();
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
        registry.register("requests", "Requests by operation and status", requests);
        registry.register("problems", "Answers of the gateway's own", refusals);
        registry.register_with_unit(
            "request",
            "Time from a request's head to its answer's end",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register_with_unit(
            "answer",
            "Bytes of answers' bodies",
            Unit::Bytes,
            bytes.clone(),
        );
        registry.register(
            "connections",
            "Connections that are open",
            connections.clone(),
        );
        registry.register(
            "refused_connections",
            "Connections beyond the limits",
            refused_connections.clone(),
        );
        registry.register(
            "rate_limit_remaining",
            "What is left of the upstream's rate limits",
            left.clone(),
        );
        Self {
            registry,
            requests: each,
            unknown,
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
        let classes = route
            .and_then(|it| self.requests.get(it))
            .unwrap_or(&self.unknown);
        let class = status.map_or(0, |it| usize::from(it.as_u16() / 100));
        if let Some(counter) = classes.get(class) {
            counter.inc();
        }
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

    /// Returns all counts.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
