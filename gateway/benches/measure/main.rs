//! Benchmarks the gateway against nginx, and checks for leaks under failing traffic: `cargo bench -p tagsmith-gateway
//! --bench measure -- figures` or `soak`. All traffic is on loopback.

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

/// An error message.
type Result<T> = std::result::Result<T, String>;

/// Measures the gateway on loopback
#[derive(Debug, Parser)]
#[command(bin_name = "measure")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The argument that cargo passes to every benchmark
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure requests per second, latency and memory, compared with nginx as a plain proxy of the same upstream
    Figures(figures::Arguments),
    /// Send requests that fail in every way, and check whether memory and open descriptors grow
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
