//! Property tests of the change report. A description compared with itself has no changes. A reversed comparison
//! mirrors the changes. No change is missed. A change that breaks over two steps breaks in one of the steps. The
//! location of a schema has no meaning on the wire.

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
    // A comparison of equal descriptions would prove nothing.
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
