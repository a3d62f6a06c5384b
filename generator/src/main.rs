//! The `tagsmith` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    tagsmith::cli::run()
}
