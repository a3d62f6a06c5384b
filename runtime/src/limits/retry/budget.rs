//! The retry budget of a client.

use std::sync::atomic::{AtomicU32, Ordering};

/// The cost of a retry, in the units that each call deposits. Thus one call in ten may be retried.
const COST: u32 = 10;

/// The maximum balance, which allows a burst of 100 retries.
const MOST: u32 = 100 * COST;

/// The retry budget that all calls of a client share: each call deposits one unit, and each retry withdraws ten.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(MOST))
    }

    /// Deposits one unit for a new call.
    pub(crate) fn deposit(&self) {
        let more = |saved: u32| (saved < MOST).then_some(saved + 1);
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }

    /// Withdraws the cost of a retry. Returns `false` if the balance is too low.
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
    fn in_an_outage_one_call_in_ten_is_retried() {
        let budget = Budget::new();
        let mut retries = 0;
        for _ in 0..6000 {
            budget.deposit();
            retries += (0..2).filter(|_| budget.take_out()).count();
        }
        assert!((690..=700).contains(&retries), "{retries}");
    }

    #[test]
    fn the_balance_is_capped() {
        let budget = Budget::new();
        (0..10_000).for_each(|_| budget.deposit());
        assert_eq!((0..1000).filter(|_| budget.take_out()).count(), 100);
    }

    #[test]
    fn the_budget_is_exact_across_threads() {
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
