//! The program.

use std::process::ExitCode;

fn main() -> ExitCode {
    tagsmith_gateway::commands::run()
}
