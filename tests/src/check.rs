//! The program that checks a generated crate: `replay`, with a subcommand for each check.

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
pub use self::pages::{Collect, ItemsFuture, items, pages};
pub use self::synthetic::{Plan, synthetic};
pub use self::unions::unions;
pub use self::wire::{Identity, wire};
use crate::description::Description;
use crate::replay;
use crate::report::Report;
use crate::subject::Subject;

/// A generated crate.
pub struct Crate<C> {
    /// The name.
    pub name: &'static str,
    /// The operations.
    pub operations: Vec<Entry<C>>,
    /// The tags that the crate was generated for.
    pub tags: &'static [&'static str],
    /// The description that the crate was generated from.
    pub description: &'static str,
    /// The API version that the crate was generated for.
    pub api_version: Option<&'static str>,
    /// Creates a client for a base URL.
    pub client: fn(&str) -> Result<C, String>,
    /// Creates a client that calls the fixtures server.
    pub endpoint: fn(Endpoint) -> Result<C, String>,
    /// The typed calls of the crate, if it was generated for the tag that these calls belong to.
    pub raw: Option<RawCall<C>>,
}

/// Checks a generated crate against its description. Without a subcommand, decodes recorded traffic from standard
/// input, one JSON object per line
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
    /// Check that every example of the description round-trips
    Examples,
    /// Check that the server receives each request as the description requires
    Wire,
    /// Check that the items of all pages are returned in order
    Pages,
    /// Check that random valid bodies round-trip, and that violations in random bodies are reported
    Synthetic(Random),
    /// Check that a missing required property in a union is reported exactly, and that no data is lost without drift
    Unions(Random),
    /// Call every scenario of `@octokit/fixtures-server`, and compare the responses with the recorded ones
    Fixtures(ServerArguments),
    /// Call every GET of `@simulacrum/github-api-simulator`
    Simulator(ServerArguments),
}

#[derive(clap::Args, Debug)]
struct Random {
    /// Number of bodies for each schema
    #[arg(long, default_value_t = 8)]
    runs: u32,
    /// Seed of the random bodies
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only this operationId
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

/// Runs the program. Exit codes: 0 if all checks pass, 1 if a check fails, 2 if a check cannot run.
pub fn main<C: 'static>(krate: Crate<C>) -> ExitCode {
    let arguments = Arguments::parse();
    let Some(command) = arguments.command else {
        return describe(replay::run(krate.operations).map(|()| true));
    };
    let file = arguments.description.unwrap_or(krate.description.into());
    describe(check(krate, &file, &command).map_err(io::Error::other))
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

/// Runs a future on a new runtime.
fn awaited<F: Future>(future: F) -> Result<F::Output, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    Ok(runtime.block_on(future))
}

fn describe(outcome: io::Result<bool>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // A closed pipe for the output is not an error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
