//! Holds recorded traffic against the generated types: one JSON object a line in, one a line out, in
//! the same order. README.md says what they hold.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use conformance::replay::Replay;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that has gone is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}\n  help: check standard input and standard output");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<()> {
    let replay = Replay::new(github_rest::conformance::operations());
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            serde_json::to_writer(&mut output, &replay.line(&line))?;
            output.write_all(b"\n")?;
        }
        line.clear();
    }
    output.flush()
}
