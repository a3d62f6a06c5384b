//! Checks the reference site of a whole description against the rules for its pages, and prints their sizes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::site;
use flate2::Compression;
use flate2::write::GzEncoder;
use tagsmith::description::load::Source;

/// Checks the reference site of a description against the rules for its pages
#[derive(Debug, Parser)]
struct Arguments {
    /// The description
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
}

/// The maximum compressed size in bytes of 95 % of the pages.
const PAGE: usize = 12 * 1024;

/// The maximum compressed size in bytes of a style sheet.
const STYLE: usize = 10 * 1024;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let source = match Source::read(&arguments.description) {
        Ok(source) => source,
        Err(why) => {
            eprint!("{why}");
            return ExitCode::from(2);
        }
    };
    let files = match site::render(&source, "\"all\"") {
        Ok(files) => files,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    let mut report = site::check(&files);
    report.broken.extend(sizes(&files));
    for it in report.broken.iter().take(50) {
        println!("{it}");
    }
    let bad: std::collections::BTreeSet<&str> = (report.broken.iter())
        .filter_map(|it| Some(it.split_once(": ")?.0))
        .collect();
    println!(
        "{} links within the site; {} passed, {} failed",
        report.links,
        report.pages.saturating_sub(bad.len()),
        report.broken.len()
    );
    ExitCode::from(u8::from(!report.broken.is_empty()))
}

/// Prints the sizes, and returns the sizes that exceed a maximum.
fn sizes(files: &BTreeMap<String, String>) -> Vec<String> {
    let is_operation = |it: &&String| {
        it.matches('/').count() == 2 && !it.starts_with("types/") && it.ends_with(".html")
    };
    let mut pages: Vec<usize> = (files.keys().filter(is_operation))
        .filter_map(|path| files.get(path))
        .map(|it| sent(it))
        .collect();
    pages.sort_unstable();
    let at = |share: usize| {
        pages
            .get(pages.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    let last = pages.last().copied().unwrap_or_default();
    println!(
        "pages of operations, compressed: median {}, 95 % below {}, maximum {last}",
        at(50),
        at(95)
    );
    let mut wrong = Vec::new();
    if at(95) > PAGE {
        wrong.push(format!("pages: more than 5 % are larger than {PAGE} bytes"));
    }
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("assets/")) {
        println!("{path}: {} bytes, compressed {}", text.len(), sent(text));
        if path.ends_with(".css") && sent(text) > STYLE {
            wrong.push(format!("{path}: over {STYLE} bytes"));
        }
    }
    wrong
}

/// Returns the compressed size of a text in bytes.
fn sent(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder
        .write_all(text.as_bytes())
        .and_then(|()| encoder.finish());
    written.map_or(usize::MAX, |it| it.len())
}
