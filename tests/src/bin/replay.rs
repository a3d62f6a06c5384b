//! Holds recorded traffic against the generated types: one JSON object a line in, one a line out, in
//! the same order. README.md says what they hold.

use std::io;
use std::process::ExitCode;

use conformance::replay;

fn main() -> ExitCode {
    match replay::run(github_rest::conformance::operations()) {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that has gone is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}\n  help: check standard input and standard output");
            ExitCode::from(2)
        }
    }
}
