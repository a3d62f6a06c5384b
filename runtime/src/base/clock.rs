//! What time it is, and waiting.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

/// Says what time it is: by default the system does. Tests give one of their own, beside paused
/// time of `tokio`.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp + Send + Sync + 'static> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}

/// The system's clock, unless a program has its own.
#[derive(Clone, Default)]
pub(crate) struct Time(Option<Arc<dyn Clock>>);

impl Time {
    pub(crate) fn by(clock: impl Clock) -> Self {
        Self(Some(Arc::new(clock)))
    }

    pub(crate) fn now(&self) -> Timestamp {
        match &self.0 {
            None => Timestamp::now(),
            Some(clock) => clock.now(),
        }
    }

    /// Returns how long it is until then.
    pub(crate) fn until(&self, then: Timestamp) -> Duration {
        Duration::try_from(then.duration_since(self.now())).unwrap_or_default()
    }
}
