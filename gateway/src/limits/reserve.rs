//! The remaining rate limits of a credential. The gateway leaves a reserve of each limit unused.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName};

const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const RESOURCE: HeaderName = HeaderName::from_static("x-ratelimit-resource");

/// The rate limit resource of an operation until a response names a different one.
const CORE: &str = "core";

/// The maximum number of resources and operations that are stored.
const MOST: usize = 4096;

/// The remaining rate limits of a credential.
#[derive(Debug, Default)]
pub struct Reserve(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    resources: BTreeMap<String, Resource>,
    /// The operations whose responses named a resource other than `core`.
    others: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Resource {
    /// The remaining requests, and the reset time in seconds. `None` before the first response.
    left: Option<(u64, u64)>,
    in_flight: u64,
}

/// A request in flight.
#[derive(Debug)]
pub struct Spent {
    reserve: Arc<Reserve>,
    resource: String,
}

impl Reserve {
    /// Counts one request against the rate limit. Requests in flight count as used, and `reserved` requests stay
    /// unused.
    ///
    /// # Errors
    ///
    /// Returns the number of seconds until the rate limit resets.
    pub fn spend(self: &Arc<Self>, operation: &str, reserved: u64) -> Result<Spent, u64> {
        let mut state = self.lock();
        let other = state.others.iter().find(|(own, _)| own == operation);
        let name = other.map_or_else(|| CORE.to_owned(), |(_, name)| name.clone());
        let resource = state.resource(&name);
        if let Some((left, until)) = resource.left
            && let Some(seconds) = until.checked_sub(now()).filter(|it| *it > 0)
            && left.saturating_sub(resource.in_flight) <= reserved
        {
            return Err(seconds);
        }
        resource.in_flight += 1;
        Ok(Spent {
            reserve: self.clone(),
            resource: name,
        })
    }

    /// Returns the remaining requests of each resource.
    pub fn left(&self) -> Vec<(String, u64)> {
        let state = self.lock();
        state
            .resources
            .iter()
            .filter_map(|(name, it)| Some((name.clone(), it.left?.0)))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spent {
    /// Updates the remaining requests from a response's headers.
    pub fn learn(&self, operation: &str, headers: &HeaderMap) {
        let text = |name: &HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
        let number = |name: &HeaderName| text(name).and_then(|it| it.parse::<u64>().ok());
        let (Some(left), Some(until)) = (number(&REMAINING), number(&RESET)) else {
            return;
        };
        let name = text(&RESOURCE).unwrap_or(CORE);
        let mut state = self.reserve.lock();
        if name != self.resource && state.others.len() < MOST {
            state.others.retain(|(own, _)| own != operation);
            state.others.push((operation.to_owned(), name.to_owned()));
        }
        if state.resources.len() >= MOST {
            return;
        }
        let resource = state.resource(name);
        resource.left = match resource.left {
            // Responses may be received out of order. Within a window, the number of remaining requests only decreases.
            Some((before, same)) if same == until => Some((before.min(left), until)),
            Some((_, later)) if later > until => resource.left,
            _ => Some((left, until)),
        };
    }
}

impl Drop for Spent {
    fn drop(&mut self) {
        let mut state = self.reserve.lock();
        let resource = state.resource(&self.resource);
        resource.in_flight = resource.in_flight.saturating_sub(1);
    }
}

impl State {
    fn resource(&mut self, name: &str) -> &mut Resource {
        self.resources.entry(name.to_owned()).or_default()
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |it| it.as_secs())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use http::HeaderMap;

    use super::{Reserve, now};

    fn headers(left: u64, until: u64, resource: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-remaining", left.into());
        headers.insert("x-ratelimit-reset", until.into());
        headers.insert("x-ratelimit-resource", resource.parse().unwrap());
        headers
    }

    #[test]
    fn never_spends_the_reserve() {
        let reserve = Arc::new(Reserve::default());
        let first = reserve.spend("a", 10).unwrap();
        first.learn("a", &headers(13, now() + 60, "core"));
        let second = reserve.spend("a", 10).unwrap();
        // Two of thirteen requests are in flight and eleven remain, so one more request is allowed.
        let third = reserve.spend("a", 10);
        assert!(third.is_ok());
        assert!(matches!(reserve.spend("b", 10), Err(59..=60)));
        drop((first, second, third));
        assert!(reserve.spend("a", 10).is_ok());
        assert!(reserve.spend("a", 13).is_err());
    }

    #[test]
    fn handles_out_of_order_responses_and_new_windows() {
        let reserve = Arc::new(Reserve::default());
        let spent = reserve.spend("a", 0).unwrap();
        let until = now() + 60;
        for (left, until, expected) in [
            (5, until, 5),
            (7, until, 5),
            (9, until - 1, 5),
            (4000, until + 3600, 4000),
        ] {
            spent.learn("a", &headers(left, until, "core"));
            assert_eq!(reserve.left(), [("core".to_owned(), expected)]);
        }
        spent.learn("a", &headers(0, now() - 1, "search"));
        drop(spent);
        // The window has ended.
        assert!(reserve.spend("a", 0).is_ok());
    }

    #[test]
    fn counts_an_operation_under_the_resource_that_its_responses_name() {
        let reserve = Arc::new(Reserve::default());
        reserve
            .spend("search", 0)
            .unwrap()
            .learn("search", &headers(0, now() + 60, "search"));
        assert!(reserve.spend("search", 0).is_err());
        assert!(reserve.spend("other", 0).is_ok());
    }
}
