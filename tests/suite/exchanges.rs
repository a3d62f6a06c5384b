//! The change report's verdicts on the wire, held against bodies that a JSON Schema validator judges, and
//! against what the old client reads.

mod base;

use conformance::changes::{Cases, hold, read};

#[test]
fn the_wire_breaks_if_and_only_if_a_body_is_refused() {
    let found = hold(&Cases::read().unwrap()).unwrap();
    let wrong = &found.wrong;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Less would mean that not all was looked at.
    assert!(found.exchanges >= 100, "{}", found.exchanges);
    assert!(found.witnessed >= 40, "{}", found.witnessed);
}

#[test]
fn the_old_client_reads_what_a_new_server_sends() {
    let cases = Cases::read().unwrap();
    let readings = read(&cases, base::of_changes::conformance::operations()).unwrap();
    assert!(readings.wrong.is_empty(), "{}", readings.wrong.join("\n"));
    let counts = [readings.clean, readings.drifted];
    assert!(counts.iter().all(|it| *it >= 100), "{counts:?}");
}

#[test]
fn the_old_client_is_what_the_generator_makes() {
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
