//! What holds of the changes between any descriptions: one differs from itself in nothing, both ways
//! mirror each other, no change is missed, what breaks over two steps breaks in one of them, and where a schema
//! stands means nothing on the wire.

use conformance::laws::{self, Moves};
use conformance::mutation::Mutation;

/// How many descriptions are broken here.
const RUNS: u64 = 600;

#[test]
fn what_holds_of_all_changes_holds_of_those_made_at_random() {
    let tally = laws::run(&Mutation::of_golden().unwrap(), 0..RUNS);
    let shown: Vec<&String> = tally.failures.iter().take(20).collect();
    assert!(
        shown.is_empty(),
        "{} failures: {shown:#?}",
        tally.failures.len()
    );
    // Comparing nothing would prove nothing.
    assert!(tally.differed > 150, "{tally:?}");
    assert!(tally.breaking > 50, "{tally:?}");
    assert!(tally.kinds.len() > 25, "{tally:?}");
}

#[test]
fn where_a_schema_stands_means_nothing_on_the_wire() {
    let mut moves = Moves::default();
    moves.of_seeds(&Mutation::of_golden().unwrap(), 0..RUNS);
    let shown: Vec<&String> = moves.failures.iter().take(5).collect();
    assert!(
        shown.is_empty(),
        "{} failures: {shown:#?}",
        moves.failures.len()
    );
    assert!(moves.inlined > 100 && moves.moved > 100, "{moves:?}");
}
