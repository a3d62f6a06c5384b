//! The command line. Exit codes: 0 success, 1 a failed check, 2 an error, 3 success with skipped operations.

mod changelog;
mod completions;
mod diff;
mod generate;
mod init;
mod operations;
mod outcome;
mod pin;
mod print;
mod propose;
mod release;
mod selection;
mod site;
mod update;
mod words;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use self::outcome::Outcome;
use crate::pipeline::unfinished_update;
use crate::report::{Diagnostics, Result};

/// Generates Rust client crates from OpenAPI descriptions, by tag.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tagsmith init --description api.yaml --all-tags --name my-client   create a crate of your own
  tagsmith generate                       generate the crate that tagsmith.toml configures
  tagsmith generate --check               exit with 1 if the crate is out of date
  tagsmith site                           generate the reference site of the same operations
  tagsmith operations --tag copilot       list operations
  tagsmith diff git:HEAD spec/github.yaml  report changes, and what they break
  tagsmith update                         update to the newest version of the description
  tagsmith release                        update version and changelog after a change of the configuration
  tagsmith propose                        open a pull request with the update
  tagsmith pin --description api.github.com.json --version 23.0.2

Exit codes: 0 success, 1 a failed check, 2 an error, 3 success with skipped operations.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Create tagsmith.toml for a new crate, and pin its description
    Init(init::Init),
    /// Generate the crate, or check that it is up to date
    Generate(generate::Generate),
    /// Update the description: pin, crate, version and changelog
    Update(update::Update),
    /// Update version and changelog after a change of the configuration
    Release(release::Release),
    /// Propose an update: create a branch, a commit and a pull request
    Propose(propose::Propose),
    /// Pin the selected part of a description
    Pin(pin::Pin),
    /// Compare two descriptions, and report what changes for users of the crate
    Diff(diff::Diff),
    /// Print an entry of the crate's changelog, such as the notes of a release
    Changelog(changelog::Changelog),
    /// Generate the reference site, or check that it is up to date
    Site(site::Site),
    /// List the operations of a description
    Operations(operations::Operations),
    /// Print a shell completion script
    Completions(completions::Completions),
}

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command.check_unfinished() {
        Ok(()) => arguments.command.run(),
        Err(unfinished) => Err(unfinished),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Ok(Outcome::Rest) => ExitCode::from(3),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(diagnostics) => {
            print::error(&diagnostics);
            ExitCode::from(2)
        }
    }
}

impl Command {
    /// Reports an interrupted update: as an error if the command writes the same files, otherwise as a warning.
    fn check_unfinished(&self) -> Result<()> {
        let (config, writes) = match self {
            Self::Init(_) => (Path::new(selection::CONFIG), true),
            Self::Generate(command) => (command.config(), command.writes_there()),
            Self::Pin(command) => (command.config.as_path(), true),
            Self::Propose(command) => (command.config.as_path(), true),
            Self::Release(command) => (command.config.as_path(), command.writes()),
            Self::Diff(command) => (command.config(), false),
            Self::Changelog(command) => (command.config.as_path(), false),
            Self::Site(command) => (command.config(), false),
            Self::Operations(_) => (Path::new(selection::CONFIG), false),
            // `tagsmith update` finishes the interrupted update itself.
            Self::Update(_) | Self::Completions(_) => return Ok(()),
        };
        match unfinished_update(config).map(Diagnostics::from) {
            Some(unfinished) if writes => Err(unfinished),
            Some(unfinished) => {
                print::warning(&unfinished);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn run(self) -> Result<Outcome> {
        match self {
            Self::Init(command) => command.run(),
            Self::Generate(command) => command.run(),
            Self::Update(command) => command.run(),
            Self::Release(command) => command.run(),
            Self::Propose(command) => command.run(),
            Self::Pin(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Changelog(command) => command.run(),
            Self::Site(command) => command.run(),
            Self::Operations(command) => command.run(),
            Self::Completions(command) => command.run(&mut Arguments::command()),
        }
    }
}
