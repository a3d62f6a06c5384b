//! How often all calls of a client together may try again.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs, in what a call pays in: so one call in ten may be tried again.
const COST: u32 = 10;

/// So many retries can be saved up.
const MOST: u32 = 100 * COST;

/// How often all calls of a client together may try again: each call pays in a little, each retry
/// takes out ten times as much.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(MOST))
    }

    /// Hears that a call begins.
    pub(crate) fn pay_in(&self) {
        let more = |saved: u32| (saved < MOST).then_some(saved + 1);
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    /// Returns whether a request may be tried again, and counts it.
    pub(crate) fn take_out(&self) -> bool {
        let less = |saved: u32| saved.checked_sub(COST);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn in_an_outage_one_call_in_ten_is_tried_again() {
        let budget = Budget::new();
        let mut retries = 0;
        for _ in 0..6000 {
            budget.pay_in();
            retries += (0..2).filter(|_| budget.take_out()).count();
        }
        assert!((690..=700).contains(&retries), "{retries}");
    }

    #[test]
    fn saving_ends_somewhere() {
        let budget = Budget::new();
        (0..10_000).for_each(|_| budget.pay_in());
        assert_eq!((0..1000).filter(|_| budget.take_out()).count(), 100);
    }

    #[test]
    fn nothing_is_lost_between_threads() {
        let budget = Budget::new();
        let retries = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (0..100).filter(|_| budget.take_out()).count()))
                .collect();
            threads
                .into_iter()
                .map(|it| it.join().unwrap())
                .sum::<usize>()
        });
        assert_eq!(retries, 100);
    }
}
