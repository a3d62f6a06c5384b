//! Checks that a description in OpenAPI 3.0 and its translation to 3.1 lead to the same crate: `dialect DESCRIPTION`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::translate;

/// Checks that a description in OpenAPI 3.0 and its translation to 3.1 lead to the same crate
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
            println!("the crates of OpenAPI 3.0 and 3.1 are the same");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(1)
        }
    }
}
