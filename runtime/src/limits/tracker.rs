//! The limits that are used up, for each account: a call that is known to fail is not sent, and calls that wait for the
//! end of a limit are sent one after the other.

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

/// The time between two reads that waited for the same limit: GitHub's secondary limit allows 900 reads in a minute.
const BETWEEN_READS: SignedDuration = SignedDuration::from_millis(100);

/// So many limits are kept in mind at least, before those that ended are forgotten.
const MANY: usize = 256;

/// The limits that are used up.
#[derive(Default)]
pub(crate) struct Tracker(Mutex<Known>);

/// What was known when a request was sent: what it says of limits that were met later is out of date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(u64);

/// Who makes a call, and of what.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) account: &'a Account,
    pub(crate) operation: &'static str,
    pub(crate) method: &'a Method,
    /// Whether it changes nothing on the server: a GraphQL query has the method of a mutation.
    pub(crate) is_safe: bool,
    /// The host and port that the request goes to, if they are not the API's.
    pub(crate) host: Option<&'a str>,
    /// Whether the API's limits do not apply to the operation.
    pub(crate) is_exempt: bool,
}

/// A limit that a call met, and the calls that it holds back.
pub(crate) struct Met {
    pub(crate) limit: Limit,
    scope: Scope,
}

#[derive(Default)]
struct Known {
    /// Those of accounts: a secondary limit is for all that an account does.
    used_up: HashMap<(Account, Scope), UsedUp>,
    /// When the last of the calls goes that wait for the end of a limit.
    turns: HashMap<(Account, Scope), Timestamp>,
    /// When a limit was met last.
    last: Moment,
    /// With so many limits, those that ended are forgotten: twice as many as were left the last time.
    sweep_at: usize,
    /// Which resource an operation is counted for, as its answers told.
    resources: HashMap<&'static str, String>,
}

struct UsedUp {
    limit: Limit,
    /// When it was met last.
    met: Moment,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Scope {
    /// All calls of the account to the API.
    All,
    Resource(String),
    /// Only its calls with this method, of which some may be safe: raw requests to one path, and queries and mutations of
    /// GraphQL, have one operation.
    Operation(&'static str, Method, bool),
    /// All requests to a host that is not the API's, which are sent without a credential.
    Host(String),
}

impl Tracker {
    /// Returns the limit for which a call would fail now.
    pub(crate) fn obstacle(&self, caller: &Caller<'_>, clock: &Time) -> Option<Met> {
        let known = self.lock();
        if known.used_up.is_empty() || caller.is_exempt && caller.host.is_none() {
            return None;
        }
        let now = clock.now();
        let holds = |scope: Scope| {
            let limit = &known.used_up.get(&caller.of(scope.clone()))?.limit;
            let limit = (limit.until > now).then(|| limit.clone())?;
            Some(Met { limit, scope })
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

    /// Returns when a call may go that waits for the end of a limit: some time after the one before it that waits for
    /// the same one. None if that is later than the call waits.
    pub(crate) fn turn(
        &self,
        caller: &Caller<'_>,
        met: &Met,
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
        // Beyond the last timestamp, nobody waits.
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

    /// Returns what time it is, for a request that is about to be sent.
    pub(crate) fn moment(&self) -> Moment {
        self.lock().last
    }

    /// Hears what the answer to a request that was sent then says of the call's limit; `limit` is the one that it met,
    /// which is returned with the calls that it holds back.
    pub(crate) fn hear(
        &self,
        caller: &Caller<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        limit: Option<Limit>,
        now: Timestamp,
        sent: Moment,
    ) -> Option<Met> {
        let Some(limit) = limit else {
            if caller.host.is_none() && !caller.is_exempt {
                self.hear_of_rate(caller, headers, now, sent);
            }
            return None;
        };
        let scope = match (caller.host, &limit.kind, &limit.resource) {
            (Some(host), _, _) => Scope::Host(host.to_owned()),
            // It is about what was to be created.
            _ if status == StatusCode::UNPROCESSABLE_ENTITY => caller.own(),
            // What it counts is not counted for the other operations of the resource.
            (None, LimitKind::Primary, _) if caller.is_exempt => caller.own(),
            (None, LimitKind::Primary, Some(resource)) => Scope::Resource(resource.clone()),
            // GitHub Enterprise Server may not say which.
            (None, LimitKind::Primary, None) | (None, LimitKind::Secondary, _) => Scope::All,
        };
        let mut known = self.lock();
        if let Scope::Resource(resource) = &scope {
            known.learn(caller.operation, resource);
        }
        if !scope.is_of_one_call() {
            known.remember(caller.of(scope.clone()), limit.clone(), now);
        }
        Some(Met { limit, scope })
    }

    /// An answer may be the last one of its window, or say that there are calls left after all.
    fn hear_of_rate(&self, caller: &Caller<'_>, headers: &HeaderMap, now: Timestamp, sent: Moment) {
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
    /// Returns whether it holds back the call that met the limit, and no other: requests by URL have nothing in common.
    fn is_of_one_call(&self) -> bool {
        matches!(self, Self::Operation(operation, ..) if *operation == BY_URL)
    }
}

impl Caller<'_> {
    /// Returns the scope of a limit that the call has in common with those of the same kind only.
    fn own(&self) -> Scope {
        Scope::Operation(self.operation, self.method.clone(), self.is_safe)
    }

    /// Returns the key of a limit that holds the call back.
    fn of(&self, scope: Scope) -> (Account, Scope) {
        match scope {
            Scope::Host(_) => (Account::Anonymous, scope),
            _ => (self.account.clone(), scope),
        }
    }
}

impl Known {
    /// Remembers the resource that an operation is counted for. Requests by URL have no resource in common.
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
        self.last = Moment(self.last.0.saturating_add(1));
        let met = self.last;
        match self.used_up.entry(of) {
            Entry::Vacant(entry) => {
                entry.insert(UsedUp { limit, met });
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                known.met = met;
                // Answers of calls that were on their way together may come in any order.
                if known.limit.until < limit.until {
                    known.limit = limit;
                }
            }
        }
    }

    /// Forgets a limit, unless it was met after that.
    fn end(&mut self, of: &(Account, Scope), sent: Moment) {
        if self.used_up.get(of).is_some_and(|it| it.met <= sent) {
            self.used_up.remove(of);
            // A turn is for the end of that limit: the next one may end earlier.
            self.turns.remove(of);
        }
    }
}

#[cfg(test)]
mod tests;
