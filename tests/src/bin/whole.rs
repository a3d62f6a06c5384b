//! Generates a crate of all tags of a description, builds the program that proves it, and says what
//! both take: `whole --description F [--api-version V] --build DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::whole::{Whole, decode, figures, growth, usage};

/// Generates a crate of a whole description, and builds the program that proves it: DIR/replay
#[derive(Parser, Debug)]
struct Arguments {
    /// The description
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// The API version [default: that of tagsmith.toml]
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// The folder that everything goes to
    #[arg(long, value_name = "DIR")]
    build: PathBuf,
    /// A tag, to try a part; may be given several times [default: all]
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// How often everything is measured
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Measure nothing
    #[arg(long)]
    without_figures: bool,
    /// Only print how time and memory grow with the number of operations: a table and charts in Markdown
    #[arg(long)]
    growth: bool,
    /// Only print how the five largest examples decode, against serde's derives of the same types
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
