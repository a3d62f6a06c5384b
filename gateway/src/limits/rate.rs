//! How much one address or one caller may take.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Who is counted: a caller by its name, others by their address, and all that have neither as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A caller that is known.
    Caller(Arc<str>),
    /// An address.
    Address(IpAddr),
    /// Whoever has no token and no address: those on a Unix socket.
    Unknown,
}

/// How often somebody may do something.
pub struct Rate(Option<DefaultKeyedRateLimiter<Who>>);

impl Rate {
    /// So many a second on average, and so many at once; 0 a second is any number.
    pub fn per_second(number: u32, burst: u32) -> Self {
        let quota = NonZeroU32::new(number).map(Quota::per_second);
        Self(
            quota
                .zip(NonZeroU32::new(burst))
                .map(|(quota, burst)| RateLimiter::keyed(quota.allow_burst(burst))),
        )
    }

    /// Takes one.
    ///
    /// # Errors
    ///
    /// Returns after how many seconds there is one again.
    pub fn take(&self, who: &Who) -> Result<(), u64> {
        let Some(limiter) = &self.0 else {
            return Ok(());
        };
        limiter.check_key(who).map_err(|until| {
            until
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1
        })
    }

    /// Forgets who has taken nothing for long.
    pub fn tidy(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Returns what is counted for an address: all of a network that somebody has for IPv6.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::{Rate, Who, network};

    #[test]
    fn who_takes_too_much_waits_and_others_do_not() {
        let rate = Rate::per_second(1, 2);
        let who = |text: &str| Who::Caller(text.into());
        assert_eq!(
            [rate.take(&who("a")), rate.take(&who("a"))],
            [Ok(()), Ok(())]
        );
        assert!(matches!(rate.take(&who("a")), Err(1..=2)));
        assert_eq!(rate.take(&who("b")), Ok(()));
        rate.tidy();
        assert!(rate.take(&who("a")).is_err());
        let any = Rate::per_second(0, 1);
        assert!((0..1000).all(|_| any.take(&who("a")).is_ok()));
    }

    #[test]
    fn a_network_is_one_address() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
    }
}
