//! Decodes recorded traffic by the generated types. Reads one JSON object per line, and writes one result per line in
//! the same order. README.md documents the format.

use std::io;
use std::process::ExitCode;

use conformance::replay;

fn main() -> ExitCode {
    match replay::run(github_rest::conformance::operations()) {
        Ok(()) => ExitCode::SUCCESS,
        // A closed pipe for the output is not an error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}\n  help: check standard input and standard output");
            ExitCode::from(2)
        }
    }
}
