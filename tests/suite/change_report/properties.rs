//! Property tests of the change report. A description compared with itself has no changes. Reversed comparisons mirror
//! each other. No change is missed. A break over two steps is a break in one of them. The location of a schema has no
//! meaning on the wire.

use conformance::laws::{self, Moves};
use conformance::mutation::Mutation;

/// The number of mutated descriptions.
const RUNS: u64 = 700;

#[test]
fn the_properties_hold_for_random_changes() {
    let tally = laws::run(&Mutation::of_golden().unwrap(), 0..RUNS);
    let displayed: Vec<&String> = tally.failures.iter().take(20).collect();
    assert!(
        displayed.is_empty(),
        "{} failures: {displayed:#?}",
        tally.failures.len()
    );
    // Comparing equal descriptions would prove nothing.
    assert!(tally.differed > 150, "{tally:?}");
    assert!(tally.breaking > 50, "{tally:?}");
    assert!(tally.kinds.len() > 25, "{tally:?}");
}

#[test]
fn the_location_of_a_schema_has_no_meaning_on_the_wire() {
    let mut moves = Moves::default();
    moves.of_seeds(&Mutation::of_golden().unwrap(), 0..RUNS);
    let displayed: Vec<&String> = moves.failures.iter().take(5).collect();
    assert!(
        displayed.is_empty(),
        "{} failures: {displayed:#?}",
        moves.failures.len()
    );
    assert!(moves.inlined > 100 && moves.moved > 100, "{moves:?}");
}
