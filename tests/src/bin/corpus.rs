//! Generates a crate from each of many public descriptions, and reports which descriptions are refused and why: `corpus
//! DIR`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::corpus::{self, Limits};

/// Generates a crate from each description of the corpus, and reports which descriptions are refused and why
#[derive(Parser, Debug)]
struct Arguments {
    /// Folder of the descriptions
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Download the npm packages that the manifest lists, and extract their descriptions into the folder
    #[arg(long)]
    fetch: bool,
    /// With --fetch: rewrite the manifest from the packages that it lists
    #[arg(long, requires = "fetch")]
    write_manifest: bool,
    /// Path of the tagsmith program
    #[arg(long, value_name = "FILE", default_value = "target/release/tagsmith")]
    tagsmith: PathBuf,
    /// Output folder of the crates [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    build: Option<PathBuf>,
    /// Only descriptions whose name contains this text
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Only this many descriptions, evenly sampled from the manifest
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Only the documents of tests/corpus-sample.txt, which have every construct
    #[arg(long, conflicts_with = "sample")]
    covering: bool,
    /// Write tests/corpus-sample.txt anew: at most this many documents that together have every construct
    #[arg(long, value_name = "N")]
    write_sample: Option<usize>,
    /// Also compile the generated crates
    #[arg(long)]
    check: bool,
    /// Also write the result of each description to this file, one line each
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// Time limit for each description, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Fail unless a crate is generated from this percentage of the OpenAPI 3.0 and 3.1 documents
    #[arg(long, value_name = "PERCENT", num_args = 2, value_names = ["3.0", "3.1"])]
    bounds: Option<Vec<f64>>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<bool, String> {
    if arguments.fetch {
        return corpus::fetch(&arguments.folder, arguments.write_manifest).map(|()| true);
    }
    let mut documents = corpus::documents(arguments.only.as_deref(), arguments.sample)?;
    if let Some(most) = arguments.write_sample {
        return corpus::sample::write(&documents, &arguments.folder, most).map(|()| true);
    }
    if arguments.covering {
        documents = corpus::sample::sampled(documents)?;
    }
    let temporary = tempfile::tempdir().map_err(|error| error.to_string())?;
    let build = arguments.build.as_deref().unwrap_or(temporary.path());
    let limits = Limits {
        seconds: arguments.seconds,
    };
    let outcomes = corpus::generate(
        &documents,
        &arguments.folder,
        &arguments.tagsmith,
        build,
        &limits,
    )?;
    let checked = match arguments.check {
        true => Some(corpus::check(build, &outcomes)?),
        false => None,
    };
    print!("{}", corpus::table(&outcomes, checked.as_ref()));
    if let Some(list) = &arguments.list {
        let text = corpus::list(&outcomes);
        std::fs::write(list, text).map_err(|error| format!("{}: {error}", list.display()))?;
    }
    let holds = arguments.bounds.as_deref().is_none_or(|bounds| {
        let share = |version: &str| corpus::share(&outcomes, version);
        let pairs = bounds.iter().zip(["3.0", "3.1"]);
        pairs
            .into_iter()
            .all(|(bound, version)| share(version) >= *bound)
    });
    Ok(holds && checked.is_none_or(|it| it.failed.is_empty()))
}
