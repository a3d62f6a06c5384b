//! Checks that a description of OpenAPI 3.0 and its translation to 3.1 give the same crate: `dialect DESCRIPTION`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::translate;

/// Checks that a description of OpenAPI 3.0 and its translation to 3.1 give the same crate
#[derive(Parser, Debug)]
struct Arguments {
    /// The description
    #[arg(value_name = "FILE")]
    description: PathBuf,
}

fn main() -> ExitCode {
    let checked = translate::check(&Arguments::parse().description);
    match checked {
        Ok(()) => {
            println!("OpenAPI 3.0 and 3.1 give the same crate");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
    }
}
