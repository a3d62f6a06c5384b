//! The program that proves a generated crate: `replay`, with the checks as its subcommands.

mod examples;
mod oracle;
mod pages;
mod synthetic;
mod unions;
mod wire;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tagsmith_runtime::conformance::Entry;

pub use self::examples::examples;
pub use self::oracle::{Endpoint, Headers2017, RawCall, ServerArguments, fixtures, simulator};
pub use self::pages::{Collect, Collecting, items, pages};
pub use self::synthetic::{Plan, synthetic};
pub use self::unions::unions;
pub use self::wire::{Identity, wire};
use crate::description::Description;
use crate::replay;
use crate::report::Report;
use crate::subject::Subject;

/// A generated crate.
pub struct Crate<C> {
    /// Its name.
    pub name: &'static str,
    /// Its operations.
    pub operations: Vec<Entry<C>>,
    /// The tags that it was generated for.
    pub tags: &'static [&'static str],
    /// The description that it was generated from.
    pub description: &'static str,
    /// The API version that it was generated for.
    pub api_version: Option<&'static str>,
    /// How to make a client of it, for a base URL.
    pub client: fn(&str) -> Result<C, String>,
    /// How to make a client of it that calls the fixtures server.
    pub endpoint: fn(Endpoint) -> Result<C, String>,
    /// The typed calls of it, if it has their tag.
    pub raw: Option<RawCall<C>>,
}

/// Holds a generated crate against its description. Without a command: recorded traffic on standard
/// input against its types, one JSON object a line
#[derive(Parser, Debug)]
#[command(name = "replay")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The description [default: the one that the crate was generated from]
    #[arg(long, value_name = "FILE", global = true)]
    description: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Every example of the description comes through the types as it is
    Examples,
    /// What reaches the server is as the description says
    Wire,
    /// The items of all pages come one after the other
    Pages,
    /// Bodies made at random come through the types, and what is wrong with one is told
    Synthetic(Random),
    /// A value of a union with one required member less is told as that, and nothing of it is lost unsaid
    Unions(Random),
    /// Every scenario of `@octokit/fixtures-server` gets the responses that were recorded
    Fixtures(ServerArguments),
    /// Every GET of `@simulacrum/github-api-simulator` decodes
    Simulator(ServerArguments),
}

#[derive(clap::Args, Debug)]
struct Random {
    /// How many bodies there are of each schema
    #[arg(long, default_value_t = 8)]
    runs: u32,
    /// What the bodies are made of
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The operationId of the only operation to try
    #[arg(long, value_name = "ID")]
    operation: Option<String>,
}

impl Random {
    fn plan(&self) -> Plan {
        Plan {
            runs: self.runs,
            seed: self.seed,
            operation: self.operation.clone(),
        }
    }
}

/// Runs the program: 0 if all is well, 1 if a check failed, 2 if it could not be made.
pub fn main<C: 'static>(krate: Crate<C>) -> ExitCode {
    let arguments = Arguments::parse();
    let Some(command) = arguments.command else {
        return told(replay::run(krate.operations).map(|()| true));
    };
    let file = arguments.description.unwrap_or(krate.description.into());
    told(check(krate, &file, &command).map_err(io::Error::other))
}

fn check<C: 'static>(
    krate: Crate<C>,
    file: &std::path::Path,
    command: &Command,
) -> Result<bool, String> {
    let api = Description::read(file).map_err(|error| error.to_string())?;
    let subject = Subject::new(api, Some(krate.tags), krate.operations)?;
    let report: Report = match command {
        Command::Examples => examples(&subject)?,
        Command::Wire => {
            let identity = Identity {
                name: krate.name,
                api_version: krate.api_version,
            };
            awaited(wire(&subject, identity, krate.client))??
        }
        Command::Pages => awaited(pages(&subject, krate.client, items))??,
        Command::Synthetic(random) => synthetic(&subject, &random.plan())?,
        Command::Unions(random) => unions(&subject, &random.plan())?,
        Command::Fixtures(server) => {
            awaited(fixtures(&subject, server, krate.endpoint, krate.raw))??
        }
        Command::Simulator(server) => awaited(simulator(&subject, server, krate.client))??,
    };
    println!("{report}");
    Ok(report.failures().is_empty())
}

/// Runs what needs a server.
fn awaited<F: Future>(future: F) -> Result<F::Output, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    Ok(runtime.block_on(future))
}

fn told(outcome: io::Result<bool>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // A reader that has gone is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
