//! The limits that are used up, for each account: a call that is known to fail is not sent.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use jiff::Timestamp;

use super::read::last_of_window;
use super::{Limit, LimitKind};
use crate::auth::Account;
use crate::rate_limit::RateLimit;

/// So many limits are kept in mind at least, before those that ended are forgotten.
const MANY: usize = 256;

/// The limits that are used up.
#[derive(Default)]
pub(crate) struct Tracker(Mutex<Known>);

/// What was known when a request was sent: what it says of limits that were met later is out of date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(u64);

#[derive(Default)]
struct Known {
    /// Those of accounts: a secondary limit is for all that an account does.
    used_up: HashMap<(Account, Scope), UsedUp>,
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
    All,
    Resource(String),
}

impl Tracker {
    /// Returns the limit for which an operation's call would fail now.
    pub(crate) fn obstacle(
        &self,
        account: &Account,
        operation: &'static str,
        now: Timestamp,
    ) -> Option<Limit> {
        let known = self.lock();
        if known.used_up.is_empty() {
            return None;
        }
        let holds = |scope| {
            let limit = &known.used_up.get(&(account.clone(), scope))?.limit;
            (limit.until > now).then(|| limit.clone())
        };
        let resource = known.resources.get(operation).cloned();
        let primary = resource.and_then(|it| holds(Scope::Resource(it)));
        let latest = |limit: &Limit| limit.until;
        holds(Scope::All)
            .into_iter()
            .chain(primary)
            .max_by_key(latest)
    }

    /// Returns what time it is, for a request that is about to be sent.
    pub(crate) fn moment(&self) -> Moment {
        self.lock().last
    }

    /// Hears what the answer to a request that was sent then says of the operation's limit; `limit` is
    /// the one that it met.
    pub(crate) fn hear(
        &self,
        account: &Account,
        operation: &'static str,
        headers: &HeaderMap,
        limit: Option<&Limit>,
        now: Timestamp,
        sent: Moment,
    ) {
        let Some(limit) = limit else {
            return self.hear_of_rate(account, operation, headers, now, sent);
        };
        let mut known = self.lock();
        let scope = match (&limit.kind, &limit.resource) {
            (LimitKind::Primary, Some(resource)) => {
                known.resources.insert(operation, resource.clone());
                Scope::Resource(resource.clone())
            }
            // GitHub Enterprise Server may not say which.
            (LimitKind::Primary, None) | (LimitKind::Secondary, _) => Scope::All,
        };
        known.remember((account.clone(), scope), limit.clone(), now);
    }

    /// An answer may be the last one of its window, or say that there are calls left after all.
    fn hear_of_rate(
        &self,
        account: &Account,
        operation: &'static str,
        headers: &HeaderMap,
        now: Timestamp,
        sent: Moment,
    ) {
        let Some(rate) = RateLimit::read(headers) else {
            return;
        };
        let limit = last_of_window(headers, &rate, now);
        let Some(resource) = rate.resource else {
            return;
        };
        let mut known = self.lock();
        if known.resources.get(operation) != Some(&resource) {
            known.resources.insert(operation, resource.clone());
        }
        let scope = Scope::Resource(resource);
        match limit {
            Some(limit) => known.remember((account.clone(), scope), limit, now),
            None if rate.remaining > 0 => known.end(account, scope, sent),
            None => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
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
    fn end(&mut self, account: &Account, scope: Scope, sent: Moment) {
        if self.used_up.is_empty() {
            return;
        }
        let of = (account.clone(), scope);
        if self.used_up.get(&of).is_some_and(|it| it.met <= sent) {
            self.used_up.remove(&of);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Known, MANY, Scope};
    use crate::auth::Account;
    use crate::limits::{Limit, LimitKind};

    #[test]
    fn limits_that_ended_are_forgotten_and_not_looked_for_each_time() {
        let mut known = Known::default();
        let mut remember = |number: usize, until: i64, now: i64| {
            let limit = Limit {
                kind: LimitKind::Primary,
                until: Timestamp::from_second(until).unwrap(),
                resource: Some(number.to_string()),
            };
            let scope = Scope::Resource(number.to_string());
            let now = Timestamp::from_second(now).unwrap();
            known.remember((Account::Anonymous, scope), limit, now);
            known.used_up.len()
        };
        for number in 0..MANY {
            remember(number, 100, 0);
        }
        // All of them go on: they are looked through once, and not again until there are twice as many.
        assert_eq!(remember(MANY, 1, 0), MANY + 1);
        for number in MANY + 1..2 * MANY {
            assert_eq!(remember(number, 100, 50), number + 1);
        }
        assert_eq!(remember(2 * MANY, 100, 50), 2 * MANY);
        for number in 2 * MANY + 1..4 * MANY {
            remember(number, 300, 200);
        }
        assert!(remember(4 * MANY, 300, 200) <= 2 * MANY + 1);
    }
}
