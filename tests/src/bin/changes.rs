//! Compares the change report with the compiler: `changes [--build DIR] [--pairs DIR [--all-tags]]`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use conformance::changes::{Cases, compared, departures, of_cases, of_files, of_seeds, table};
use tagsmith::description::select::Tags;

/// Compiles a program against the old and the new crate of each pair, and compares the compiler's errors with the
/// change report
#[derive(Parser, Debug)]
struct Arguments {
    /// The build folder. Without this option, nothing is compiled
    #[arg(long, value_name = "DIR")]
    build: Option<PathBuf>,
    /// A folder of descriptions. Each is compared with the next in the order of file names
    #[arg(long, value_name = "DIR")]
    pairs: Option<PathBuf>,
    /// Use all tags of these descriptions [default: the tags in tagsmith.toml]
    #[arg(long, requires = "pairs")]
    all_tags: bool,
    /// Do not use the cases of this repository
    #[arg(long)]
    without_cases: bool,
    /// Number of mutated golden descriptions to compare with their originals
    #[arg(long, default_value_t = 0)]
    seeds: usize,
    /// The first seed of the mutations
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only pairs whose name contains this text
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Also print the pairs for which report and compiler agree
    #[arg(long)]
    show_all: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, String> {
    let begin = Instant::now();
    let mut pairs = Vec::new();
    let mut is_as_expected = true;
    if !arguments.without_cases {
        let cases = Cases::read()?;
        let departures = departures(&cases)?;
        print!("{departures}");
        is_as_expected = departures.is_empty();
        pairs.extend(of_cases(&cases)?);
    }
    if let Some(folder) = &arguments.pairs {
        let all = arguments.all_tags.then_some(&Tags::All);
        pairs.extend(of_files(&descriptions(folder)?, all)?);
    }
    pairs.extend(of_seeds(arguments.seeds, arguments.seed)?);
    let Some(build) = &arguments.build else {
        return Ok(is_as_expected);
    };
    let is_wanted = |name: &str| arguments.only.as_deref().is_none_or(|it| name.contains(it));
    pairs.retain(|it| is_wanted(&it.name));
    let findings = compared(build, &pairs)?;
    print!("{}", table(&findings, arguments.show_all));
    let failed = findings.iter().filter(|it| !it.agrees()).count();
    let errors: usize = findings.iter().map(|it| it.breaks.len()).sum();
    let breaking: usize = findings.iter().map(|it| it.breaking().count()).sum();
    let needed: usize = findings.iter().map(|it| it.needed).sum();
    println!(
        "{} s\n{errors} errors; {breaking} breaking changes, of which {needed} are the only explanation of an error\n{} \
         passed, {failed} failed",
        begin.elapsed().as_secs(),
        findings.len() - failed
    );
    Ok(is_as_expected && failed == 0)
}

/// Returns the descriptions in a folder.
fn descriptions(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let describe = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(describe)?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|it| it.map(|it| it.path())).collect();
    let mut paths = paths.map_err(describe)?;
    paths.retain(|it| {
        it.extension()
            .is_some_and(|it| it == "json" || it == "yaml")
    });
    paths.sort();
    Ok(paths)
}
