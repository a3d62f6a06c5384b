//! Fuzzes the generator with mutated descriptions. The generator must never panic, and its output must be valid Rust.
//! For more runs: `cargo run --release -p conformance --bin mutate -- --runs 1000000`.

use conformance::mutation::Mutation;

/// The number of mutated descriptions.
const RUNS: u64 = 20_000;

#[test]
fn no_mutation_causes_a_panic_or_invalid_rust() {
    let report = Mutation::of_golden().unwrap().run(RUNS, 0);
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
    // If all or none of the mutations were refused, the test would prove nothing.
    assert!(
        report.generated > usize::try_from(RUNS).unwrap() / 10,
        "{report:?}"
    );
    assert!(
        report.refused > usize::try_from(RUNS).unwrap() / 10,
        "{report:?}"
    );
}
