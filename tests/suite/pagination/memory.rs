//! Tests the memory for long lists.

use std::process::Command;

#[test]
fn a_hundred_thousand_seats_need_at_most_8_mib_more_than_their_first_page() {
    let program = env!("CARGO_BIN_EXE_memory");
    let output = Command::new(program).arg("--read-ahead").output().unwrap();
    let reported = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{reported}");
}
