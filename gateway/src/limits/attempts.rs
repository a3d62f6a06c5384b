//! Throttles addresses that send wrong tokens.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The number of wrong tokens that an address may send in a burst.
const AT_ONCE: u32 = 5;

/// After the burst, one wrong token per interval is allowed.
const EVERY: Duration = Duration::from_secs(10);

/// The maximum number of stored addresses. An attacker with more addresses is not throttled by these limits.
const MOST: usize = 1 << 16;

/// The wrong tokens of each address.
#[derive(Debug, Default)]
pub struct Attempts {
    /// For each address, the time at which its last wrong token expires. Each wrong token adds `EVERY`.
    due: Mutex<HashMap<IpAddr, Instant>>,
}

impl Attempts {
    /// Checks whether an address may send a token.
    ///
    /// # Errors
    ///
    /// Returns the number of seconds until the address may try again.
    pub fn check(&self, address: IpAddr) -> Result<(), u64> {
        let due = self.lock().get(&address).copied();
        let listened = Instant::now() + EVERY * AT_ONCE;
        let left = due.and_then(|due| due.checked_duration_since(listened));
        left.filter(|it| !it.is_zero())
            .map_or(Ok(()), |left| Err(left.as_secs() + 1))
    }

    /// Records a wrong token.
    pub fn failed(&self, address: IpAddr) {
        let now = Instant::now();
        let mut due = self.lock();
        if due.len() >= MOST && !due.contains_key(&address) {
            due.clear();
        }
        let due = due.entry(address).or_insert(now);
        *due = (*due).max(now) + EVERY;
    }

    /// Removes expired addresses.
    pub fn tidy(&self) {
        let now = Instant::now();
        let mut due = self.lock();
        due.retain(|_, due| *due > now);
        due.shrink_to_fit();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Instant>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{Attempts, MOST};

    #[test]
    fn throttles_an_address_after_wrong_tokens() {
        let attempts = Attempts::default();
        let [guesser, other] = ["192.0.2.1", "192.0.2.2"].map(|it| it.parse().unwrap());
        for _ in 0..5 {
            attempts.failed(guesser);
            assert_eq!(attempts.check(guesser), Ok(()));
        }
        attempts.failed(guesser);
        assert!(matches!(attempts.check(guesser), Err(1..=11)));
        attempts.tidy();
        assert!(attempts.check(guesser).is_err());
        assert_eq!(attempts.check(other), Ok(()));
    }
    #[test]
    fn stores_a_bounded_number_of_addresses() {
        let attempts = Attempts::default();
        for bits in 0..=u32::try_from(MOST).unwrap() {
            attempts.failed(IpAddr::V4(Ipv4Addr::from_bits(bits)));
        }
        assert_eq!(attempts.lock().len(), 1);
    }
}
