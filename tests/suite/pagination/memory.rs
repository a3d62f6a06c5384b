//! Long lists take no more memory than short ones.

use std::process::Command;

#[test]
fn a_hundred_thousand_seats_take_no_more_than_their_first_page_and_8_mib() {
    let program = env!("CARGO_BIN_EXE_memory");
    let output = Command::new(program).arg("--read-ahead").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
}
