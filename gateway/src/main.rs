//! The `tagsmith-gateway` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    tagsmith_gateway::cli::commands::run()
}
