//! Tracks exhausted rate limits by account. A call that would exceed a known limit is not sent. Calls that wait for a
//! reset resume one after the other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, Method, StatusCode};
use jiff::{SignedDuration, Timestamp};

use super::limit::{BETWEEN_WRITES, Limit, LimitKind};
use super::read::last_of_window;
use crate::base::account::Account;
use crate::base::clock::Time;
use crate::base::descriptor::BY_URL;
use crate::http::rate_limit::RateLimit;

/// The time between two reads that waited for the same limit. GitHub's secondary limit allows 900 reads a minute.
const BETWEEN_READS: SignedDuration = SignedDuration::from_millis(100);

/// Expired limits are removed when there are more limits than this.
const MANY: usize = 256;

/// The exhausted rate limits.
#[derive(Default)]
pub(crate) struct Tracker(Mutex<Known>);

/// When a request was sent, as a position in the sequence of limit reports. A response is outdated if a limit was
/// reported after its request was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SentAt(u64);

/// The account and operation of a call, which determine the limits that apply.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) account: &'a Account,
    pub(crate) operation: &'static str,
    pub(crate) method: &'a Method,
    /// Whether the call is safe. A GraphQL query has the same method as a mutation.
    pub(crate) is_safe: bool,
    /// The host and port of the request, or `None` if they are the API's.
    pub(crate) host: Option<&'a str>,
    /// Whether the operation is exempt from the API's limits.
    pub(crate) is_exempt: bool,
}

/// A limit that a call exceeded, and its scope.
pub(crate) struct ExceededLimit {
    pub(crate) limit: Limit,
    scope: Scope,
}

#[derive(Default)]
struct Known {
    /// The exhausted limits, by account and scope.
    used_up: HashMap<(Account, Scope), UsedUp>,
    /// When the last call in the queue for a reset will be sent.
    turns: HashMap<(Account, Scope), Timestamp>,
    /// The position of the last limit report.
    last: SentAt,
    /// The number of limits at which expired ones are removed: twice the number that remained after the last removal.
    sweep_at: usize,
    /// The rate limit resource of each operation, as its responses named it.
    resources: HashMap<&'static str, String>,
}

struct UsedUp {
    limit: Limit,
    /// The position of the last report of this limit.
    met: SentAt,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Scope {
    /// All calls of the account to the API.
    All,
    Resource(String),
    /// The account's calls of this operation and method, separately for safe and unsafe calls. Raw requests to one path
    /// share an operation, as do GraphQL queries and mutations.
    Operation(&'static str, Method, bool),
    /// All requests to a host other than the API's, which are sent without a credential.
    Host(String),
}

impl Tracker {
    /// Returns a known limit that the call would exceed, if there is one.
    pub(crate) fn blocking_limit(
        &self,
        caller: &Caller<'_>,
        clock: &Time,
    ) -> Option<ExceededLimit> {
        let known = self.lock();
        if known.used_up.is_empty() || caller.is_exempt && caller.host.is_none() {
            return None;
        }
        let now = clock.now();
        let holds = |scope: Scope| {
            let limit = &known.used_up.get(&caller.of(scope.clone()))?.limit;
            let limit = (limit.until > now).then(|| limit.clone())?;
            Some(ExceededLimit { limit, scope })
        };
        if let Some(host) = caller.host {
            return holds(Scope::Host(host.to_owned()));
        }
        let resource = known.resources.get(caller.operation).cloned();
        let scopes = [Scope::All, caller.own()];
        scopes
            .into_iter()
            .chain(resource.map(Scope::Resource))
            .filter_map(holds)
            .max_by_key(|it| it.limit.until)
    }

    /// Returns when a call that waits for a reset may be sent: a fixed time after the previous call in the queue.
    /// Returns `None` if the call may not wait that long.
    pub(crate) fn reserve(
        &self,
        caller: &Caller<'_>,
        met: &ExceededLimit,
        now: Timestamp,
        latest: Timestamp,
    ) -> Option<Timestamp> {
        let gap = match caller.is_safe {
            true => BETWEEN_READS,
            false => BETWEEN_WRITES,
        };
        let until = met.limit.until;
        if met.scope.is_of_one_call() {
            return (until <= latest).then_some(until);
        }
        let mut known = self.lock();
        let of = caller.of(met.scope.clone());
        let after_last = known.turns.get(&of).map(|last| last.saturating_add(gap));
        // Returns `None` if the time exceeds the last representable timestamp.
        let after_last = after_last.transpose().ok()?;
        let turn = after_last.map_or(until, |it| it.max(until));
        if turn > latest {
            return None;
        }
        if known.turns.len() >= MANY {
            known.turns.retain(|_, last| *last > now);
        }
        known.turns.insert(of, turn);
        Some(turn)
    }

    /// Returns the current position, for a request that is about to be sent.
    pub(crate) fn moment(&self) -> SentAt {
        self.lock().last
    }

    /// Records the limits that a response reports. The response's request was sent at `sent`. `limit` is the limit that
    /// the call exceeded, which is returned with its scope.
    pub(crate) fn record(
        &self,
        caller: &Caller<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        limit: Option<Limit>,
        now: Timestamp,
        sent: SentAt,
    ) -> Option<ExceededLimit> {
        let Some(limit) = limit else {
            if caller.host.is_none() && !caller.is_exempt {
                self.hear_of_rate(caller, headers, now, sent);
            }
            return None;
        };
        let scope = match (caller.host, &limit.kind, &limit.resource) {
            (Some(host), _, _) => Scope::Host(host.to_owned()),
            // A 422 limits only calls that create the same kind of content.
            _ if status == StatusCode::UNPROCESSABLE_ENTITY => caller.own(),
            // A limit reported for an exempt operation applies only to that operation.
            (None, LimitKind::Primary, _) if caller.is_exempt => caller.own(),
            (None, LimitKind::Primary, Some(resource)) => Scope::Resource(resource.clone()),
            // GitHub Enterprise Server may omit the resource.
            (None, LimitKind::Primary, None) | (None, LimitKind::Secondary, _) => Scope::All,
        };
        let mut known = self.lock();
        if let Scope::Resource(resource) = &scope {
            known.learn(caller.operation, resource);
        }
        if !scope.is_of_one_call() {
            known.remember(caller.of(scope.clone()), limit.clone(), now);
        }
        Some(ExceededLimit { limit, scope })
    }

    /// Records the remaining requests of a window: marks the window as exhausted, or as available again.
    fn hear_of_rate(&self, caller: &Caller<'_>, headers: &HeaderMap, now: Timestamp, sent: SentAt) {
        let Some(rate) = RateLimit::read(headers) else {
            return;
        };
        let limit = last_of_window(headers, &rate, now);
        let Some(resource) = rate.resource else {
            return;
        };
        let mut known = self.lock();
        known.learn(caller.operation, &resource);
        let of = caller.of(Scope::Resource(resource));
        match limit {
            Some(limit) => known.remember(of, limit, now),
            None if rate.remaining > 0 => known.end(&of, sent),
            None => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scope {
    /// Returns whether a limit applies only to the call that exceeded it. Requests by URL share no scope.
    fn is_of_one_call(&self) -> bool {
        matches!(self, Self::Operation(operation, ..) if *operation == BY_URL)
    }
}

impl Caller<'_> {
    /// Returns the scope of all calls with the same operation, method and safety.
    fn own(&self) -> Scope {
        Scope::Operation(self.operation, self.method.clone(), self.is_safe)
    }

    /// Returns the key under which a limit of this scope is stored for the call.
    fn of(&self, scope: Scope) -> (Account, Scope) {
        match scope {
            Scope::Host(_) => (Account::Anonymous, scope),
            _ => (self.account.clone(), scope),
        }
    }
}

impl Known {
    /// Records the rate limit resource of an operation. Requests by URL share no resource.
    fn learn(&mut self, operation: &'static str, resource: &String) {
        if operation != BY_URL && self.resources.get(operation) != Some(resource) {
            self.resources.insert(operation, resource.clone());
        }
    }

    fn remember(&mut self, of: (Account, Scope), limit: Limit, now: Timestamp) {
        if self.used_up.len() >= self.sweep_at.max(MANY) {
            self.used_up.retain(|_, it| it.limit.until > now);
            self.sweep_at = self.used_up.len().saturating_mul(2);
        }
        self.last = SentAt(self.last.0.saturating_add(1));
        let met = self.last;
        match self.used_up.entry(of) {
            Entry::Vacant(entry) => {
                entry.insert(UsedUp { limit, met });
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                known.met = met;
                // Responses of concurrent calls may be received in any order.
                if known.limit.until < limit.until {
                    known.limit = limit;
                }
            }
        }
    }

    /// Removes a limit, unless it was reported again after the request was sent.
    fn end(&mut self, of: &(Account, Scope), sent: SentAt) {
        if self.used_up.get(of).is_some_and(|it| it.met <= sent) {
            self.used_up.remove(of);
            // The queue is removed with its limit, because the next limit may reset earlier.
            self.turns.remove(of);
        }
    }
}

#[cfg(test)]
mod tests;
