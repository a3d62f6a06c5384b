//! Trying again: how often, after how long, and not so often that an outage gets worse.

mod budget;

use std::time::Duration;

use http::StatusCode;

pub(crate) use self::budget::Budget;

/// How often a request is tried again, and after how long.
///
/// A call that is idempotent is retried after a broken connection, a timeout of an attempt, and the
/// statuses 408, 500, 502, 503 and 504. Whether it is says the operation
/// ([`Descriptor::idempotent`](crate::Descriptor::idempotent)): by its method, unless the description
/// says otherwise; [`idempotent`](crate::OperationExt::idempotent) sets it for one call. Any other call
/// is retried only if the server cannot have received it: there was no connection, or HTTP/2 refused
/// the request by `GOAWAY` or `REFUSED_STREAM`. A body that was read from a reader is never sent again.
///
/// The error of a write that was retried says whether an earlier attempt may have succeeded:
/// [`Error::earlier_attempt`](crate::Error::earlier_attempt).
///
/// Waits double from attempt to attempt and are random from nothing up to that, so that calls that
/// failed together do not come back together; `retry-after` of the server goes first. All calls of
/// a client together try again at most once for ten calls that they make, and a hundred times
/// beside: an outage is not made worse by those who wait for its end.
#[derive(Clone, Debug)]
pub struct Retry {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl Retry {
    /// Never tries again.
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// Three attempts; up to half a second between the first two, and never more than 20 seconds.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
        }
    }

    /// Sets how often a request is sent at most, the first time included.
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets how long the wait after the first attempt is at most; it doubles with each one.
    #[must_use]
    pub const fn first_wait(self, wait: Duration) -> Self {
        Self {
            first_wait: wait,
            ..self
        }
    }

    /// Sets how long a wait is at most, unless the server asks for more.
    #[must_use]
    pub const fn longest_wait(self, wait: Duration) -> Self {
        Self {
            longest_wait: wait,
            ..self
        }
    }

    /// Returns whether one more attempt may follow so many.
    pub(crate) fn allows(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }

    /// Returns how long to wait after so many attempts.
    pub(crate) fn wait(&self, attempts: u32) -> Duration {
        let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self
            .first_wait
            .saturating_mul(doubled)
            .min(self.longest_wait);
        longest.mul_f64(fastrand::f64())
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns whether a status says that the same request may be answered otherwise soon.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use super::{Retry, is_temporary};

    #[test]
    fn waits_double_up_to_the_longest_and_are_random() {
        let retry = Retry::new();
        for (attempts, longest) in [(1, 500), (2, 1000), (3, 2000), (7, 20_000), (90, 20_000)] {
            let waits: Vec<_> = (0..200).map(|_| retry.wait(attempts)).collect();
            let longest = Duration::from_millis(longest);
            assert!(waits.iter().all(|it| *it <= longest), "{attempts}");
            assert!(waits.iter().any(|it| *it > longest / 2), "{attempts}");
            assert!(waits.iter().any(|it| *it < longest / 2), "{attempts}");
        }
    }

    #[test]
    fn the_first_attempt_counts() {
        assert!(!Retry::never().allows(1));
        assert!(Retry::new().allows(2));
        assert!(!Retry::new().allows(3));
    }

    #[test]
    fn statuses_that_are_retried() {
        let again: Vec<_> = (100..600)
            .filter(|it| is_temporary(StatusCode::from_u16(*it).unwrap()))
            .collect();
        assert_eq!(again, [408, 500, 502, 503, 504]);
    }
}
