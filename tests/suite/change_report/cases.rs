//! Tests that the change report of every case contains exactly the expected changes, in both directions. The program
//! `changes` checks that the compiler agrees.

use std::collections::BTreeSet;

use conformance::changes::{Cases, Expected, departures};
use tagsmith::diff::Kind;

#[test]
fn each_kind_has_a_case() {
    let cases = Cases::read().unwrap();
    let all = cases
        .all
        .iter()
        .flat_map(|it| it.changes.iter().chain(&it.back));
    let had: BTreeSet<&str> = all.map(|it| it.kind.as_str()).collect();
    let known: BTreeSet<&str> = Kind::ALL.iter().map(|it| it.name()).collect();
    let missing: Vec<_> = known.difference(&had).collect();
    let unknown: Vec<_> = had.difference(&known).collect();
    assert!(missing.is_empty(), "without a case: {missing:?}");
    assert!(unknown.is_empty(), "no kinds: {unknown:?}");
}

#[test]
fn each_reversed_comparison_mirrors_the_changes() {
    let kind = |it: &Expected| {
        Kind::ALL
            .iter()
            .find(|kind| kind.name() == it.kind)
            .copied()
    };
    for case in Cases::read().unwrap().all {
        let mirror = case.changes.iter().map(|it| kind(it).map(Kind::mirror));
        let back = case.back.iter().map(kind);
        assert!(mirror.eq(back), "{}", case.name);
    }
}

#[test]
fn the_report_has_exactly_the_changes_of_each_case() {
    let departures = departures(&Cases::read().unwrap()).unwrap();
    assert!(departures.is_empty(), "{departures}");
}
