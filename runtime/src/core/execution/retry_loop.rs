//! The retry loop of one request.

use std::convert::Infallible;
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;

use super::followed::{Followed, Outgoing};
use super::run::Execution;
use crate::base::timer::sleep;
use crate::credentials::replication;
use crate::credentials::way::Credentials;
use crate::error::{Error, RateLimitError};
use crate::http::date::retry_after;
use crate::http::reply::Reply;
use crate::limits::retry::is_temporary;
use crate::limits::{self, ExceededLimit, Limit};

/// The decision after an attempt.
enum Next {
    /// Retry after this time.
    Again(Duration),
    /// Return the response.
    Stand,
    /// Fail with this rate limit.
    Limited(Limit),
}

impl Execution<'_> {
    /// Sends a request and retries it until there is a final response.
    pub(crate) async fn retry_loop(
        &mut self,
        outgoing: &Outgoing<'_>,
    ) -> Result<Followed, Error<Infallible>> {
        loop {
            let outcome = self.attempt(outgoing).await;
            // The upload progress is cleared, because the next step only waits.
            self.sending = None;
            let next = match &outcome {
                Ok(Followed::Elsewhere(_)) => Next::Stand,
                Ok(Followed::Here(head)) => self.after(outgoing, &head.reply),
                Err(error) => self.after_error(outgoing, error),
            };
            note(self.attempts().count, &outcome, &next);
            match (next, outcome) {
                (Next::Stand, outcome) => return outcome,
                (Next::Limited(limit), Ok(Followed::Here(head))) => {
                    return Err(self.limited(limit, head.reply));
                }
                (Next::Limited(_), outcome) => return outcome,
                (Next::Again(wait), _) => {
                    sleep(wait).await;
                }
            }
        }
    }

    fn after(&mut self, outgoing: &Outgoing<'_>, reply: &Reply) -> Next {
        let settings = self.core.settings();
        let now = settings.clock.now();
        let messages = settings.limit_messages;
        let read = match self.options.is_graphql && !outgoing.is_foreign {
            true => limits::read_graphql,
            false => limits::read,
        };
        let limit = read(reply.status, &reply.headers, &reply.bytes, messages, now);
        let limit = limit.map(|limit| Limit {
            host: outgoing.foreign_host().map(str::to_owned),
            ..limit
        });
        let met = settings.limits.record(
            &self.caller(outgoing),
            reply.status,
            &reply.headers,
            limit,
            now,
            self.sent,
        );
        if let Some(met) = met {
            // The server did not execute the request, so any method may be retried.
            let wait = self.wait_for(outgoing, &met);
            return match wait.filter(|_| outgoing.can_repeat()) {
                Some(wait) => Next::Again(wait),
                None => Next::Limited(met.limit),
            };
        }
        if !outgoing.is_foreign {
            if let Some(wait) = self.replication_wait(outgoing, reply, now) {
                return Next::Again(wait);
            }
            if reply.status == StatusCode::UNAUTHORIZED && self.renew() && outgoing.can_repeat() {
                return Next::Again(Duration::ZERO);
            }
        }
        if !is_temporary(reply.status) || !self.idempotent {
            return Next::Stand;
        }
        let asked = retry_after(&reply.headers, now);
        let asked = asked.and_then(|it| Duration::try_from(it).ok());
        self.retry(outgoing, asked.unwrap_or_default(), true)
    }

    fn after_error(&mut self, outgoing: &Outgoing<'_>, error: &Error<Infallible>) -> Next {
        if let Error::Credential(error) = error
            && let Some(limit) = error.limit()
        {
            // The rate limit is that of the credential source's account, which may differ between clients.
            let at_least = self.one_more_limit();
            let wait = self.wait_until(limit.until, at_least);
            return wait.map_or(Next::Stand, Next::Again);
        }
        let was_sent = match error {
            Error::Transport(error) => error.was_sent(),
            Error::Timeout(error) => error.was_sent(),
            Error::Credential(error) if error.is_temporary() => false,
            _ => return Next::Stand,
        };
        if was_sent && !self.idempotent {
            return Next::Stand;
        }
        self.retry(outgoing, Duration::ZERO, was_sent)
    }

    /// Retries, if the policy, the remaining time and the retry budget allow it. `was_sent` is true if the server may
    /// have received the last attempt.
    fn retry(&mut self, outgoing: &Outgoing<'_>, at_least: Duration, was_sent: bool) -> Next {
        let settings = self.core.settings();
        let policy = self.options.retry.as_ref().unwrap_or(&settings.retry);
        let wait = policy.wait(self.retries + 1).max(at_least);
        if !policy.allows(self.retries + 1)
            || !outgoing.can_repeat()
            || wait >= self.time_left()
            || !settings.budget.take_out()
        {
            return Next::Stand;
        }
        self.retries += 1;
        self.was_repeated |= was_sent && !self.safe;
        Next::Again(wait)
    }

    /// Returns the wait until a limit resets. Returns `None` if the wait exceeds `rate_limit_wait`.
    fn wait_for(&mut self, outgoing: &Outgoing<'_>, met: &ExceededLimit) -> Option<Duration> {
        let at_least = self.one_more_limit();
        self.wait_for_reset(outgoing, met, at_least)
    }

    /// Counts a rate limit response, and returns the minimum wait, which grows with each rate limit response.
    fn one_more_limit(&mut self) -> Duration {
        let at_least = Duration::from_secs(2u64.saturating_pow(self.limits) - 1);
        self.limits = self.limits.saturating_add(1);
        at_least
    }

    /// Returns the wait until a limit resets. Returns `None` if the wait exceeds `rate_limit_wait`. Calls that wait for
    /// the same limit resume one after the other. If all resumed at once, they would exceed the next limit.
    pub(crate) fn wait_for_reset(
        &self,
        outgoing: &Outgoing<'_>,
        met: &ExceededLimit,
        at_least: Duration,
    ) -> Option<Duration> {
        let patience = self.max_wait();
        if at_least >= patience {
            return None;
        }
        let settings = self.core.settings();
        let now = settings.clock.now();
        let latest = now.saturating_add(patience).unwrap_or(Timestamp::MAX);
        let caller = self.caller(outgoing);
        let turn = settings.limits.reserve(&caller, met, now, latest)?;
        self.wait_until(turn, at_least)
    }

    /// Returns the wait until a time. Returns `None` if the wait exceeds `rate_limit_wait`.
    fn wait_until(&self, time: Timestamp, at_least: Duration) -> Option<Duration> {
        let wait = self.core.settings().clock.until(time).max(at_least);
        // Jitter prevents several clients from resuming at the same moment.
        let wait = wait.saturating_add(Duration::from_millis(100).mul_f64(fastrand::f64()));
        (wait < self.max_wait()).then_some(wait)
    }

    /// Returns how long the call may wait for a limit to reset.
    fn max_wait(&self) -> Duration {
        let longest = self.core.settings().rate_limit_wait;
        self.time_left().min(longest)
    }

    /// Returns the wait before a retry with the same credential, if the server issued that credential moments ago. The
    /// server refused the request, so a retry is safe for any method.
    fn replication_wait(
        &mut self,
        outgoing: &Outgoing<'_>,
        reply: &Reply,
        now: Timestamp,
    ) -> Option<Duration> {
        let credential = self.credential.as_ref()?;
        let wait = replication::wait(credential, reply, self.lagged, now)?;
        let is_possible = outgoing.can_repeat() && wait < self.time_left();
        if !is_possible || !self.core.settings().budget.take_out() {
            return None;
        }
        self.lagged += 1;
        Some(wait)
    }

    /// Reports to the credential source that the last credential was rejected.
    fn renew(&mut self) -> bool {
        let Credentials::Source(source) = self.core.credentials() else {
            return false;
        };
        let rejected = self
            .credential
            .as_ref()
            .is_some_and(|it| source.rejected(it));
        !std::mem::replace(&mut self.is_renewed, true) && rejected
    }

    fn limited(&self, limit: Limit, reply: Reply) -> Error<Infallible> {
        let now = self.core.settings().clock.now();
        let error = RateLimitError::new(self.operation, limit, now);
        Error::RateLimited(Box::new(error.with_response(reply)))
    }
}

/// Records an attempt within the call's span.
fn note(attempt: u32, outcome: &Result<Followed, Error<Infallible>>, next: &Next) {
    let again = match next {
        Next::Again(wait) => Some(tracing::field::debug(wait)),
        Next::Stand | Next::Limited(_) => None,
    };
    match outcome {
        Ok(Followed::Elsewhere(_)) => tracing::debug!(attempt, "redirected"),
        Ok(Followed::Here(head)) => {
            let status = head.reply.status.as_u16();
            tracing::debug!(attempt, status, again_in = again, "responded");
        }
        Err(error) => tracing::debug!(attempt, %error, again_in = again, "failed"),
    }
}
