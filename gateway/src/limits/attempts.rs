//! Attempts with wrong tokens: an address that has made some is not listened to for a while.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Rate, Who};

/// So many attempts may fail at once.
const AT_ONCE: u32 = 5;

/// After that, one may fail in so long.
const EVERY: Duration = Duration::from_secs(10);

/// Attempts with wrong tokens.
pub struct Attempts {
    failures: Rate,
    ignored: Mutex<HashMap<IpAddr, Instant>>,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            failures: Rate::every(EVERY, AT_ONCE),
            ignored: Mutex::default(),
        }
    }
}

impl Attempts {
    /// Returns whether an address is listened to.
    ///
    /// # Errors
    ///
    /// Returns after how many seconds it is.
    pub fn check(&self, address: IpAddr) -> Result<(), u64> {
        let ignored = self.ignored.lock().unwrap_or_else(PoisonError::into_inner);
        let until = ignored
            .get(&address)
            .and_then(|it| it.checked_duration_since(Instant::now()));
        until.map_or(Ok(()), |left| Err(left.as_secs() + 1))
    }

    /// Hears that an attempt failed.
    pub fn failed(&self, address: IpAddr) {
        if let Err(seconds) = self.failures.take(&Who::Address(address)) {
            let until = Instant::now() + Duration::from_secs(seconds);
            self.ignored
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(address, until);
        }
    }

    /// Forgets what is over.
    pub fn tidy(&self) {
        self.failures.tidy();
        let now = Instant::now();
        self.ignored
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|_, until| *until > now);
    }
}

#[cfg(test)]
mod tests {
    use super::Attempts;

    #[test]
    fn who_guesses_is_not_listened_to() {
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
}
