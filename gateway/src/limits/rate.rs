//! Request rate limits per caller and per address.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// The key of a rate limit: the caller's name, or else its address. All callers with neither share one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A caller with a known token.
    Caller(Arc<str>),
    /// An address.
    Address(IpAddr),
    /// A caller without a token and an address, that is, on a Unix socket.
    Unknown,
}

/// A rate limit for each caller.
pub struct Rate(Option<DefaultKeyedRateLimiter<Who>>);

impl Rate {
    /// Creates a limit of `number` requests per second on average, with a burst. 0 disables the limit.
    pub fn per_second(number: u32, burst: u32) -> Self {
        let quota = NonZeroU32::new(number).map(Quota::per_second);
        Self(
            quota
                .zip(NonZeroU32::new(burst))
                .map(|(quota, burst)| RateLimiter::keyed(quota.allow_burst(burst))),
        )
    }

    /// Counts one request.
    ///
    /// # Errors
    ///
    /// Returns the number of seconds until the next request is allowed.
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

    /// Removes callers without recent requests.
    pub fn tidy(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Returns the key of an address. For IPv6, the key is the /64 network, which usually belongs to one customer.
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
    fn throttles_only_the_caller_that_exceeds_its_limit() {
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
    fn counts_an_ipv6_network_as_one_address() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
    }
}
