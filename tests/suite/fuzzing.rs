//! Broken descriptions: never a panic, and whatever is made is Rust. More runs than here are made by
//! `cargo run --release -p conformance --bin mutate -- --runs 1000000`.

use conformance::mutation::Mutation;

/// How many descriptions are broken here.
const RUNS: u64 = 20_000;

#[test]
fn whatever_the_description_is_nothing_panics_and_what_is_made_is_rust() {
    let report = Mutation::of_golden().unwrap().run(RUNS, 0);
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
    // Breaking everything, or nothing, would prove nothing.
    assert!(
        report.generated > usize::try_from(RUNS).unwrap() / 10,
        "{report:?}"
    );
    assert!(
        report.refused > usize::try_from(RUNS).unwrap() / 10,
        "{report:?}"
    );
}
