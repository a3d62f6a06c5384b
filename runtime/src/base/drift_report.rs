//! Reports drift to the log or to a callback.

use std::fmt;
use std::sync::Arc;

use crate::base::drift::Drift;

/// All drift of one response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct DriftReport<'a> {
    /// The operationId.
    pub operation: &'static str,
    /// The response's HTTP status.
    pub status: u16,
    /// The differences, in the order of the body; at least one.
    pub entries: &'a [Drift],
}

impl fmt::Display for DriftReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The maximum number of differences in one log line.
        const SHOWN: usize = 5;
        write!(
            f,
            "{}: {} deviates from the description",
            self.operation, self.status
        )?;
        for drift in self.entries.iter().take(SHOWN) {
            write!(f, "; {drift}")?;
        }
        match self.entries.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// The receiver of drift reports.
#[derive(Clone)]
pub(crate) enum Observer {
    /// Writes to the log.
    Log,
    /// Calls the caller's callback.
    Custom(Arc<dyn Fn(&DriftReport<'_>) + Send + Sync>),
}

impl Observer {
    pub(crate) fn observe(&self, report: &DriftReport<'_>) {
        match self {
            Self::Custom(observer) => observer(report),
            Self::Log => tracing::warn!(
                target: "tagsmith_runtime::drift",
                operation = report.operation,
                status = report.status,
                entries = report.entries.len(),
                "{}", crate::base::text::one_line(&report.to_string()),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::{Event, Level, Metadata, Subscriber, span};

    use super::{DriftReport, Observer};
    use crate::base::drift::Drift;

    // `tracing` caches process-wide whether an event has a subscriber. So no test over HTTP covers the event.
    #[test]
    fn drift_is_logged_if_there_is_no_callback() {
        let log = Log::default();
        let entries: Vec<_> = (0..7)
            .map(|index| Drift::new(format!("/{index}\n"), "a string", "null"))
            .collect();
        let report = DriftReport {
            operation: "things/get",
            status: 200,
            entries: &entries,
        };
        tracing::subscriber::with_default(log.clone(), || Observer::Log.observe(&report));
        let lines = log.0.lock().unwrap();
        let [line] = &lines[..] else {
            panic!("{lines:?}")
        };
        let start =
            "message=things/get: 200 deviates from the description; at /0 : expected a string";
        assert!(line.starts_with(start), "{line}");
        assert!(line.contains("; and 2 more"), "{line}");
    }

    /// Records the texts of drift warnings.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);

    impl Subscriber for Log {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == "tagsmith_runtime::drift" && *metadata.level() == Level::WARN
        }

        fn event(&self, event: &Event<'_>) {
            let mut line = Line(String::new());
            event.record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }

        fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
            span::Id::from_u64(1)
        }

        fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

        fn enter(&self, _: &span::Id) {}

        fn exit(&self, _: &span::Id) {}
    }

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            self.0.push_str(&format!("{field}={value:?} "));
        }
    }
}
