//! The command line: 0 is fine, 1 is what did not end in time or is not healthy, 2 is a refusal.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tokio::time::timeout;

use super::greeting::Greeting;
use super::hash_token::hash_token;
use super::health;
use super::operations_table::table;
use super::signals::{Signal, Signals};
use crate::config::Config;
use crate::observability::log::Level;
use crate::operations::allow::allowed;
use crate::refused::{Refused, Result};
use crate::server::start::{Running, start};
use crate::settings::file::parse;
use crate::settings::flags::Settings;
use crate::settings::listen::Listen;

/// Sends GitHub API requests on with a credential that stays here: only operations that the description has and
/// the operator allows
#[derive(Debug, Parser)]
#[command(name = "tagsmith-gateway", version, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what would be allowed, as a table, and start nothing
    CheckConfig,
    /// Check that the gateway with this --admin serves: for containers, which have no other program for it
    Health,
    /// Print the line of --caller-tokens for a caller: of the token on standard input, or of one that is made
    HashToken {
        /// The caller's name, which the log shows
        name: String,
        /// Read the token from standard input
        #[arg(long)]
        stdin: bool,
    },
}

const EXAMPLES: &str = "\
Examples:
  GITHUB_TOKEN=… tagsmith-gateway             the operations of the pin that read, on this machine
  tagsmith-gateway --credential gh            the same with the token of the gh command
  tagsmith-gateway --tag copilot --allow copilot/add-copilot-seats-for-users
  tagsmith-gateway --credential octo-org=app:12345@app.pem --credential env:GITHUB_TOKEN
  tagsmith-gateway hash-token ci >> callers
  tagsmith-gateway --listen 0.0.0.0:8787 --allow-host gateway.example.org --caller-tokens callers \\
      --tls-cert chain.pem --tls-key key.pem
  tagsmith-gateway --listen unix:/run/user/1000/gateway.sock
  tagsmith-gateway check-config               what would be allowed

Each flag is also a variable TAGSMITH_GATEWAY_… and a key of the file of --config: flags come before variables,
and those before the file. Several values of a variable stand between commas.

Signals: TERM or INT ends it when what is under way has ended, and at once if it comes twice; HUP reads
credentials, callers and certificates anew, as a change of their files does.

gateway/README.md tells the rules, and gateway/PROBLEMS.md every error.

Exit codes: 0 fine, 1 not all requests or lines of the log ended in time, or not healthy, 2 the configuration is refused.";

/// Runs the program.
pub fn run() -> ExitCode {
    keep_to_itself();
    match outcome(std::env::args_os().collect()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn outcome(arguments: Vec<OsString>) -> Result<ExitCode> {
    let mut matches = match parse(&Arguments::command(), &arguments)? {
        Ok(matches) => matches,
        Err(error) => error.exit(),
    };
    let arguments =
        Arguments::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit());
    match arguments.command {
        Some(Command::HashToken { name, stdin }) => hash_token(&name, stdin),
        Some(Command::Health) => match health::check(arguments.settings.admin) {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(error) => {
                eprintln!("{error}");
                Ok(ExitCode::from(1))
            }
        },
        Some(Command::CheckConfig) => {
            let mut arguments = arguments;
            // It listens on nothing, and systemd hands it nothing over.
            if arguments.settings.listen == Listen::Systemd {
                arguments.settings.listen = Listen::Unix(PathBuf::new());
            }
            let config = Config::new(arguments.settings)?;
            print!("{}", table(&allowed(&config.choice)?.table));
            Ok(ExitCode::SUCCESS)
        }
        None => run_gateway(Config::new(arguments.settings)?),
    }
}

fn run_gateway(config: Config) -> Result<ExitCode> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(threads) = config.threads {
        runtime.worker_threads(threads);
    }
    let runtime = runtime.enable_all().build().map_err(|error| {
        Refused::new(
            format!("there are no threads: {error}"),
            "give fewer to --threads",
        )
    })?;
    let code = runtime.block_on(async {
        let greeting = Greeting::new(&config);
        let patience = config.limits.drain_timeout;
        let running = start(config, std::io::stdout()).await?;
        // Before it says that it listens: whoever reads that may send a signal.
        let signals = Signals::new();
        eprint!("{}", greeting.text(&running));
        Ok(until_signal(running, signals, patience).await)
    });
    // What did not end in time is broken off.
    runtime.shutdown_background();
    code
}

async fn until_signal(running: Running, mut signals: Signals, patience: Duration) -> ExitCode {
    while let Signal::Reload = signals.next().await {
        running.reload();
    }
    let log = running.gateway().log().clone();
    log.event(Level::Info, "stopping: what is under way may end", "", None);
    let end = async {
        let ended = running.stop().await;
        if !ended {
            log.event(Level::Error, "not all requests ended in time", "", None);
        }
        // Whoever reads the log may have stalled.
        timeout(patience, log.finish()).await.is_ok() && ended
    };
    let ended = tokio::select! {
        ended = end => ended,
        () = signals.stop() => false,
    };
    match ended {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    }
}

/// Keeps other processes of this user from reading its memory and its environment, and itself from dumping them.
fn keep_to_itself() {
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_dumpable(false);
}
