//! The command line: 0 is fine, 1 is a "no", 2 is an error.

mod completions;
mod diff;
mod generate;
mod lowered;
mod operations;
mod pin;
mod print;
mod side;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::report::Result;

pub use self::lowered::lowered;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Fine,
    /// The answer is no.
    No,
}

/// Generates Rust client crates from the GitHub REST OpenAPI description, by tag.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tagsmith generate                       write the crate that tagsmith.toml describes
  tagsmith generate --check               exit with 1 if it is not up to date
  tagsmith operations --tag copilot       list what there is
  tagsmith diff git:HEAD spec/github.yaml  say what changed, and what it breaks
  tagsmith pin --description api.github.com.json --version 23.0.2

Exit codes: 0 fine, 1 the answer is no, 2 an error.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the crate, or check that it is up to date
    Generate(generate::Generate),
    /// Take the selected part of a description over as the pin
    Pin(pin::Pin),
    /// Say what changed between two descriptions, and what it means for users of the crate
    Diff(diff::Diff),
    /// List the operations of a description
    Operations(operations::Operations),
    /// Print a completion script for a shell
    Completions(completions::Completions),
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome: Result<Outcome> = match arguments.command {
        Command::Generate(command) => command.run(),
        Command::Pin(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Operations(command) => command.run(),
        Command::Completions(command) => command.run(),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(diagnostics) => {
            print::error(&diagnostics);
            ExitCode::from(2)
        }
    }
}
