//! The command line: 0 is fine, 1 is a "no", 2 is an error, 3 is fine but for what was left out.

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

/// Generates Rust client crates from the GitHub REST OpenAPI description, by tag.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tagsmith init --description api.yaml --all-tags --name my-client   begin a crate of your own
  tagsmith generate                       write the crate that tagsmith.toml describes
  tagsmith generate --check               exit with 1 if it is not up to date
  tagsmith site                           write the reference pages of the same operations
  tagsmith operations --tag copilot       list what there is
  tagsmith diff git:HEAD spec/github.yaml  say what changed, and what it breaks
  tagsmith update                         move to the newest version of the description
  tagsmith release                        move version and changelog for a change of the configuration
  tagsmith propose                        put that before reviewers, as a pull request
  tagsmith pin --description api.github.com.json --version 23.0.2

Exit codes: 0 fine, 1 the answer is no, 2 an error, 3 fine but for what was left out.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write tagsmith.toml for a new crate, and pin its description
    Init(init::Init),
    /// Write the crate, or check that it is up to date
    Generate(generate::Generate),
    /// Move to another version of the description: pin, crate, version and changelog
    Update(update::Update),
    /// Move the crate's version and changelog for all that changed since the last release
    Release(release::Release),
    /// Put what an update wrote before its reviewers: a branch, a commit and a pull request
    Propose(propose::Propose),
    /// Take the selected part of a description over as the pin
    Pin(pin::Pin),
    /// Say what changed between two descriptions, and what it means for users of the crate
    Diff(diff::Diff),
    /// Print one entry of the crate's changelog, as the notes of a release
    Changelog(changelog::Changelog),
    /// Write the reference site, or check that it is up to date
    Site(site::Site),
    /// List the operations of a description
    Operations(operations::Operations),
    /// Print a completion script for a shell
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
    /// Says that an update is unfinished; what would write its files does nothing.
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
            // It finishes what is unfinished.
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
