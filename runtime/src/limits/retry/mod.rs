//! The retry policy: the number of attempts, the backoff, and a budget that keeps retries from prolonging an outage.

mod budget;

use std::time::Duration;

use http::StatusCode;

pub(crate) use self::budget::Budget;

/// The retry policy: how often a request is retried, and with which backoff.
///
/// An idempotent call is retried after a connection error, an attempt timeout, and the statuses 408, 500, 502, 503 and
/// 504. By default, the operation's method decides whether the call is idempotent. The description may override this
/// ([`Descriptor::idempotent`](crate::Descriptor::idempotent)). [`idempotent`](crate::OperationExt::idempotent)
/// overrides both for one call.
///
/// Any other call is retried only if the server cannot have received it: the connection failed, or HTTP/2 refused the
/// request by `GOAWAY` or `REFUSED_STREAM`. A body that was read from a reader is never sent again.
///
/// If a retried write fails, its error says whether an earlier attempt may have succeeded:
/// [`Error::earlier_attempt`](crate::Error::earlier_attempt).
///
/// The backoff is exponential with full jitter: each wait is random between zero and a maximum that doubles with each
/// attempt. The server's `retry-after` takes precedence. All calls of a client share a retry budget: 10 % of the calls,
/// plus a burst of 100. The budget keeps retries from prolonging an outage.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
}

impl RetryPolicy {
    /// Returns a policy without retries.
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// Returns the default policy: at most three attempts, up to half a second before the first retry, and at most 20
    /// seconds between attempts.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
        }
    }

    /// Sets the maximum number of attempts, including the first one.
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets the maximum wait before the first retry. The maximum doubles with each further retry.
    #[must_use]
    pub const fn first_wait(self, wait: Duration) -> Self {
        Self {
            first_wait: wait,
            ..self
        }
    }

    /// Sets the maximum wait between attempts. A server may request a longer wait.
    #[must_use]
    pub const fn longest_wait(self, wait: Duration) -> Self {
        Self {
            longest_wait: wait,
            ..self
        }
    }

    /// Returns whether a further attempt is allowed after this many.
    pub(crate) fn allows(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }

    /// Returns the wait after this many attempts.
    pub(crate) fn wait(&self, attempts: u32) -> Duration {
        let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self
            .first_wait
            .saturating_mul(doubled)
            .min(self.longest_wait);
        longest.mul_f64(fastrand::f64())
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns whether a status is transient, so that a retry may succeed.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use super::{RetryPolicy, is_temporary};

    #[test]
    fn waits_double_up_to_the_maximum_with_jitter() {
        let retry = RetryPolicy::new();
        for (attempts, longest) in [(1, 500), (2, 1000), (3, 2000), (7, 20_000), (90, 20_000)] {
            let waits: Vec<_> = (0..200).map(|_| retry.wait(attempts)).collect();
            let longest = Duration::from_millis(longest);
            assert!(waits.iter().all(|it| *it <= longest), "{attempts}");
            assert!(waits.iter().any(|it| *it > longest / 2), "{attempts}");
            assert!(waits.iter().any(|it| *it < longest / 2), "{attempts}");
        }
    }

    #[test]
    fn the_first_attempt_counts_as_an_attempt() {
        assert!(!RetryPolicy::never().allows(1));
        assert!(RetryPolicy::new().allows(2));
        assert!(!RetryPolicy::new().allows(3));
    }

    #[test]
    fn statuses_that_are_retried() {
        let again: Vec<_> = (100..600)
            .filter(|it| is_temporary(StatusCode::from_u16(*it).unwrap()))
            .collect();
        assert_eq!(again, [408, 500, 502, 503, 504]);
    }
}
