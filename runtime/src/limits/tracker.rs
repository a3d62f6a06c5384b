//! The limits that are used up, for each account: a call that is known to fail is not sent.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use jiff::Timestamp;

use super::read::last_of_window;
use super::{Limit, LimitKind};
use crate::auth::Account;
use crate::rate_limit::RateLimit;

/// So many limits are kept in mind, before those that ended are forgotten.
const MANY: usize = 256;

/// The limits that are used up.
#[derive(Default)]
pub(crate) struct Tracker(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Those of accounts: a secondary limit is for all that an account does.
    used_up: HashMap<(Account, Scope), Limit>,
    /// Which resource an operation is counted for, as its answers told.
    resources: HashMap<&'static str, String>,
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
            let limit = known.used_up.get(&(account.clone(), scope))?;
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

    /// Hears what an answer says of the operation's limit; `limit` is the one that it met.
    pub(crate) fn hear(
        &self,
        account: &Account,
        operation: &'static str,
        headers: &HeaderMap,
        limit: Option<&Limit>,
        now: Timestamp,
    ) {
        let Some(limit) = limit else {
            return self.hear_of_rate(account, operation, headers, now);
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

    /// An answer may be the last one of its window.
    fn hear_of_rate(
        &self,
        account: &Account,
        operation: &'static str,
        headers: &HeaderMap,
        now: Timestamp,
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
        if let Some(limit) = limit {
            known.remember((account.clone(), Scope::Resource(resource)), limit, now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn remember(&mut self, of: (Account, Scope), limit: Limit, now: Timestamp) {
        if self.used_up.len() >= MANY {
            self.used_up.retain(|_, it| it.until > now);
        }
        // Answers of calls that were on their way together may come in any order.
        let known = self.used_up.entry(of).or_insert_with(|| limit.clone());
        if known.until < limit.until {
            *known = limit;
        }
    }
}
