//! Builds the program that compares the decoding of the largest examples with serde derives of the same types.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use tagsmith::crate_ir::{Crate, Named, TypeScope};
use tagsmith::file;

use super::derives::{Derives, Names, Of, ident, path};
use super::largest::{Largest, largest};
use super::workspace::put;
use super::{Made, NAME, Whole, at, tools};
use crate::description::repository;

/// The number of measured examples.
const COUNT: usize = 5;

/// The number of candidates. There are more candidates than measured examples, because derives refuse some examples,
/// and two operations may have the same body.
const SPARE: usize = 20;

/// The names of the generated types.
const GENERATED: Names = Names {
    time: "jiff::Timestamp",
    date: "jiff::civil::Date",
    named: generated,
};

fn generated(named: &Named, Of(tag, _): Of<'_>) -> String {
    let name = ident(&named.name);
    match &named.home {
        TypeScope::Operation => format!("client::{}::{name}", ident(&tag.module)),
        TypeScope::Types => format!("client::types::{name}"),
        TypeScope::Within(module) => format!("client::types::{}::{name}", ident(module)),
    }
}

/// Builds and runs the program, and returns its table.
///
/// # Errors
///
/// Fails if a program fails, or if derives refuse too many examples.
pub fn decode(whole: &Whole, made: &Made) -> Result<String, String> {
    let text = file::text(&made.description).map_err(|error| error.to_string())?;
    let krate = Crate::of(&made.api);
    let examples = largest(&krate, &text, SPARE)?;
    let package = whole.build.join("decode");
    write(&package, &krate, &examples)?;
    let program = tools::built(&package, &["--release"])?;
    let program = program
        .first()
        .ok_or("the output of cargo contains no program")?;
    let output = Command::new(program).output();
    let output = output.map_err(|error| format!("{}: {error}", program.display()))?;
    let reported = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(format!(
            "fewer than {COUNT} examples can be read:\n{reported}"
        ));
    }
    Ok(reported)
}

/// Writes the program as its own workspace, so that `replay` does not depend on the program.
fn write(package: &Path, api: &Crate, examples: &[Largest<'_>]) -> Result<(), String> {
    let repository = repository().canonicalize().map_err(at(&repository()))?;
    let lock = repository.join("Cargo.lock");
    let lock = fs::read_to_string(&lock).map_err(at(&lock))?;
    put(&package.join("Cargo.lock"), &lock)?;
    let mut derives = Derives::new(api);
    let mut rows = String::new();
    for (index, example) in examples.iter().enumerate() {
        let file = format!("examples/{index}.json");
        put(&package.join(&file), &example.body)?;
        let of = Of(example.tag, example.operation);
        let derived = derives.kind(example.kind, of)?;
        let tolerant = path(example.kind, of, &GENERATED);
        let name = &example.name;
        let _ = write!(
            rows,
            "    Example {{
        name: {name:?},
        body: include_bytes!(\"../{file}\"),
        tolerant: tolerant::<{tolerant}>,
        derived: derived::<{derived}>,
    }},
"
        );
    }
    put(
        &package.join("Cargo.toml"),
        &manifest(&repository.join("tests"), examples),
    )?;
    put(&package.join("src/derives.rs"), &derives.file())?;
    put(&package.join("src/main.rs"), &program(&rows))
}

/// Returns a manifest with only the tags of the examples, because few tags compile faster.
fn manifest(tests: &Path, examples: &[Largest<'_>]) -> String {
    let tags: BTreeSet<&str> = examples.iter().map(|it| it.tag.module.as_str()).collect();
    let features = Vec::from_iter(tags);
    format!(
        r#"[workspace]

[package]
name = "decode"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
client = {{ package = "{NAME}", path = "../client", default-features = false, features = {features:?} }}
conformance = {{ path = {tests:?} }}
jiff = {{ version = "1", default-features = false, features = ["std"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
"#
    )
}

fn program(rows: &str) -> String {
    format!(
        "//! Measures how the largest examples decode.

#![allow(deprecated)]

mod derives;

use std::process::ExitCode;

use conformance::decode::{{Example, derived, main as measure, tolerant}};

const EXAMPLES: &[Example] = &[
{rows}];

fn main() -> ExitCode {{
    measure(EXAMPLES, {COUNT})
}}
"
    )
}
