//! Generates a crate of all tags of a description, and builds the program that checks the crate. Prints the time and
//! memory of both: `whole --description F [--api-version V] --build DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::whole::{Whole, decode, figures, growth, usage};

/// Generates a crate of a whole description, and builds the program that checks it: DIR/replay
#[derive(Parser, Debug)]
struct Arguments {
    /// The description
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// API version [default: the version in tagsmith.toml]
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Build folder
    #[arg(long, value_name = "DIR")]
    build: PathBuf,
    /// Tag to generate; may be repeated [default: all]
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Number of measurements
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Skip the measurements
    #[arg(long)]
    without_figures: bool,
    /// Measure only how time and memory grow with the number of operations. Prints a table and charts in Markdown
    #[arg(long)]
    growth: bool,
    /// Measure only the decoding of the five largest examples, compared with serde derives of the same types
    #[arg(long, conflicts_with = "growth")]
    decode: bool,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|it| it == usage::FLAG) {
        return usage::run(arguments);
    }
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), String> {
    let whole = Whole {
        description: arguments.description,
        api_version: arguments.api_version,
        tags: arguments.tags,
        build: arguments.build,
    };
    let whole = whole.prepared()?;
    if arguments.growth {
        print!("{}", growth(&whole, arguments.runs)?);
        return Ok(());
    }
    let made = whole.generate()?;
    if arguments.decode {
        print!("{}", decode(&whole, &made)?);
        return Ok(());
    }
    let replay = whole.build(&made)?;
    println!("{}: {} operations", replay.display(), made.operations);
    if !arguments.without_figures {
        println!("\n{}", figures(&whole, &made, arguments.runs)?);
    }
    Ok(())
}
