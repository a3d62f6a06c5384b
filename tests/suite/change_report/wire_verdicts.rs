//! Compares the wire verdicts of the change report with two references: bodies that a JSON Schema validator checks, and
//! the decoding of the old client.

mod base;

use conformance::changes::{Cases, hold, read};
use tagsmith::crate_ir::Crate;
use tagsmith::diff::{Wire, diff};

#[test]
fn the_wire_breaks_if_and_only_if_a_body_is_refused() {
    let found = hold(&Cases::read().unwrap(), |old, new| diff(old, new).changes).unwrap();
    let wrong = &found.wrong;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // With fewer comparisons, some cases would not have been checked.
    assert!(found.exchanges >= 100, "{}", found.exchanges);
    assert!(found.witnessed >= 40, "{}", found.witnessed);
}

#[test]
fn a_wrong_verdict_is_detected() {
    let mut cases = Cases::read().unwrap();
    cases
        .all
        .retain(|it| it.name == "an enum in responses gets a value");
    for (verdict, what) in [
        (Wire::Compatible, "nothing breaks, but"),
        (Wire::Breaking, "breaks no body"),
    ] {
        let lie = |it| tagsmith::diff::Change {
            wire: verdict,
            ..it
        };
        let report =
            |old: &Crate, new: &Crate| diff(old, new).changes.into_iter().map(lie).collect();
        let wrong = hold(&cases, report).unwrap().wrong;
        assert!(wrong.iter().any(|it| it.contains(what)), "{wrong:?}");
    }
}

#[test]
fn the_old_client_decodes_responses_of_a_new_server() {
    let cases = Cases::read().unwrap();
    let readings = read(&cases, base::of_changes::conformance::operations()).unwrap();
    assert!(readings.wrong.is_empty(), "{}", readings.wrong.join("\n"));
    let counts = [readings.clean, readings.drifted];
    assert!(counts.iter().all(|it| *it >= 100), "{counts:?}");
}

#[test]
fn the_old_client_is_up_to_date() {
    let differences = Cases::read()
        .unwrap()
        .base_crate()
        .unwrap()
        .check()
        .unwrap();
    assert!(
        differences.is_empty(),
        "{differences}\n`cargo run -p conformance --bin golden` writes these files"
    );
}
