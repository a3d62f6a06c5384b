//! The command line. Exit codes: 0 for success, 1 for an unhealthy gateway or a shutdown timeout, 2 for a refused
//! command.

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

/// Forwards GitHub API requests with a credential that callers never see: only operations that the description declares
/// and the operator allows
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
    /// Print which operations the configuration allows, as a table, without starting
    CheckConfig,
    /// Check that the gateway at this --admin address is healthy, for container health checks
    Health,
    /// Print a line for the --caller-tokens file. The token is generated, or read from standard input with --stdin
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
  GITHUB_TOKEN=… tagsmith-gateway             read operations of the pinned description, on this machine
  tagsmith-gateway --credential gh            the same, with the token of the gh command
  tagsmith-gateway --tag copilot --allow copilot/add-copilot-seats-for-users
  tagsmith-gateway --credential octo-org=app:12345@app.pem --credential env:GITHUB_TOKEN
  tagsmith-gateway hash-token ci >> callers
  tagsmith-gateway --listen 0.0.0.0:8787 --allow-host gateway.example.org --caller-tokens callers \\
      --tls-cert chain.pem --tls-key key.pem
  tagsmith-gateway --listen unix:/run/user/1000/gateway.sock
  tagsmith-gateway check-config               prints the allowed operations

Each flag is also an environment variable TAGSMITH_GATEWAY_… and a key of the --config file. Flags take precedence
over variables, and variables over the file. Separate several values of a variable by commas.

Signals: TERM or INT starts a graceful shutdown; a second one stops immediately. HUP reloads credentials,
caller tokens and certificates, which also happens when their files change.

gateway/README.md explains the rules, and gateway/PROBLEMS.md every error.

Exit codes: 0 success, 1 shutdown timeout or failed health check, 2 invalid configuration.";

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
            // `check-config` does not listen, so systemd passes no socket to it.
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
            format!("threads cannot be started: {error}"),
            "give a smaller number to --threads",
        )
    })?;
    let code = runtime.block_on(async {
        let greeting = Greeting::new(&config);
        let patience = config.limits.drain_timeout;
        let running = start(config, std::io::stdout()).await?;
        // The signal handlers are installed before the greeting is printed, because its reader may send a signal at
        // once.
        let signals = Signals::new();
        eprint!("{}", greeting.text(&running));
        Ok(until_signal(running, signals, patience).await)
    });
    // Aborts the requests that did not finish in time.
    runtime.shutdown_background();
    code
}

async fn until_signal(running: Running, mut signals: Signals, patience: Duration) -> ExitCode {
    while let Signal::Reload = signals.next().await {
        running.reload();
    }
    let log = running.gateway().log().clone();
    log.event(
        Level::Info,
        "stopping: finishing requests in flight",
        "",
        None,
    );
    let end = async {
        let ended = running.stop().await;
        if !ended {
            log.event(
                Level::Error,
                "shutdown timeout: some requests were cut off",
                "",
                None,
            );
        }
        // A stalled log consumer must not delay the exit.
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

/// Prevents other processes of this user from reading the gateway's memory and environment. Disables core dumps.
fn keep_to_itself() {
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_dumpable(false);
}
