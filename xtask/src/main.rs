//! The commands of this repository: `cargo xtask ci`, `cargo xtask bless` and `cargo xtask release`.

mod bless;
mod ci;
mod context;
#[cfg(test)]
mod contributing;
mod environment;
mod lanes;
mod release;
mod review;
mod steps;
mod upstream;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Checks, blesses and releases this repository
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the steps of CI, prints the seconds of each, and stops at the first failure
    Ci(ci::Arguments),
    /// Rewrites the expected files of tests. Review the diff before you commit
    Bless(bless::Arguments),
    /// Checks the requirements of a release: tag, changelog, version, packages. Publishes nothing
    Release(release::Arguments),
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    if let Some(code) = environment::cleaned()? {
        return Ok(code);
    }
    match Arguments::parse().command {
        Command::Ci(arguments) => ci::run(&arguments)?,
        Command::Bless(arguments) => bless::run(&arguments)?,
        Command::Release(arguments) => release::run(&arguments)?,
    }
    Ok(ExitCode::SUCCESS)
}
