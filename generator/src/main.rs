//! The program.

use std::process::ExitCode;

fn main() -> ExitCode {
    tagsmith::commands::run()
}
