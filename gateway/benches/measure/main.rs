//! What the gateway costs, beside nginx, and whether it grows under load that fails in every way:
//! `cargo bench -p tagsmith-gateway --bench measure -- figures` or `soak`. All is on loopback.

mod faults;
mod figures;
mod nginx;
mod program;
mod soak;
mod traffic;
mod verdict;
mod wrk;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What goes wrong, in a sentence.
type Result<T> = std::result::Result<T, String>;

/// Measures the gateway on loopback
#[derive(Debug, Parser)]
#[command(bin_name = "measure")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// What cargo adds to every benchmark
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Requests a second, latency and memory, beside nginx as a plain proxy of the same upstream
    Figures(figures::Arguments),
    /// Traffic that fails in every way, and whether memory and descriptors grow
    Soak(soak::Arguments),
}

fn main() -> ExitCode {
    let run = match Arguments::parse().command {
        Command::Figures(arguments) => figures::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
    };
    match run {
        Ok(verdicts) => {
            println!("{verdicts}");
            verdicts.code()
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
