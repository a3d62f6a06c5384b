//! Measures the time and memory of generating and compiling the crate. Prints each figure with the way in which it was
//! measured.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::tools::{built, cargo};
use super::usage::{Usage, measured, median, peak};
use super::{Made, NAME, Whole, at};
use crate::description::repository;

/// A measured figure.
struct Figure {
    name: &'static str,
    value: String,
    how: &'static str,
}

/// The programs whose speed is compared: the generator, and the baseline `raw-index`.
pub(super) struct Programs {
    tagsmith: PathBuf,
    raw_index: PathBuf,
}

/// Measures everything `runs` times, and returns a table in Markdown.
///
/// # Errors
///
/// Fails if a program fails or cannot be built.
pub fn figures(whole: &Whole, made: &Made, runs: usize) -> Result<String, String> {
    let programs = Programs::build()?;
    let mut all = vec![Figure {
        name: "operations",
        value: made.operations.to_string(),
        how: "counted in the generator's model",
    }];
    all.extend(generating(whole, &programs, runs)?);
    all.push(Figure {
        name: "source of the crate",
        value: format!("{:.2} MB", mega(bytes(&whole.client().join("src"))?)),
        how: "bytes of all files in src/",
    });
    all.extend(compiling(whole, runs)?);
    let rows = all
        .iter()
        .map(|it| format!("| {} | {} | {} |\n", it.name, it.value, it.how));
    let head = "| figure | value | how it was measured |\n|---|---|---|\n".to_owned();
    Ok(rows.fold(head, |table, row| table + &row))
}

fn generating(whole: &Whole, programs: &Programs, runs: usize) -> Result<Vec<Figure>, String> {
    let fresh = whole.build.join("fresh");
    let (mut index, mut generate, mut check) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs.max(1) {
        index.push(measured(
            Command::new(&programs.raw_index).arg(&whole.description),
        )?);
        if fresh.exists() {
            fs::remove_dir_all(&fresh).map_err(at(&fresh))?;
        }
        let mut anew = programs.generate(&whole.config());
        generate.push(measured(anew.arg("--out").arg(&fresh))?);
        check.push(measured(programs.generate(&whole.config()).arg("--check"))?);
    }
    fs::remove_dir_all(&fresh).map_err(at(&fresh))?;
    let wall = |runs: &[Usage]| median(runs.iter().map(|it| it.wall));
    let describe = |runs: &[Usage]| {
        let wall_of_index = wall(&index);
        format!(
            "{:.0} ms, {:.2} times the {:.0} ms of `raw-index`; peak {:.0} MB",
            wall(runs) * 1e3,
            wall(runs) / wall_of_index,
            wall_of_index * 1e3,
            mega(peak(runs)),
        )
    };
    Ok(vec![
        Figure {
            name: "`generate`",
            value: describe(&generate),
            how: "each run is a whole process that writes into an empty folder; runs alternate with `raw-index` on the \
                  same bytes; medians of the wall-clock time; memory by getrusage",
        },
        Figure {
            name: "`generate --check`",
            value: describe(&check),
            how: "in the same rounds, on the crate that the library wrote",
        },
    ])
}

fn compiling(whole: &Whole, runs: usize) -> Result<Vec<Figure>, String> {
    let (check, octocrab) = beside_octocrab(whole, runs)?;
    let build = compiled(whole, "build", &[], runs)?;
    let cpu = |runs: &[Usage]| median(runs.iter().map(|it| it.cpu));
    let mut all = vec![
        Figure {
            name: "`cargo check`",
            value: format!(
                "{:.2} s of CPU time; peak {:.0} MB",
                cpu(&check),
                mega(peak(&check))
            ),
            how: "only the crate is compiled, with CARGO_INCREMENTAL=0; medians of the user and system time of cargo \
                  and rustc; memory of the largest process, by getrusage",
        },
        Figure {
            name: "`cargo check` of octocrab",
            value: format!(
                "{:.2} s of CPU time; peak {:.0} MB; the crate takes {:.2} times the time and {:.2} times the memory",
                cpu(&octocrab),
                mega(peak(&octocrab)),
                cpu(&check) / cpu(&octocrab),
                mega(peak(&check)) / mega(peak(&octocrab))
            ),
            how: "the same, in turn with the crate; version and features of tests/octocrab",
        },
        Figure {
            name: "`cargo build`",
            value: format!(
                "{:.2} s of CPU time, {:.2} times the check; peak {:.0} MB",
                cpu(&build),
                cpu(&build) / cpu(&check),
                mega(peak(&build))
            ),
            how: "as `cargo check`, for a debug build",
        },
    ];
    if has_feature(whole, "copilot")? {
        let one = ["--no-default-features", "--features", "copilot"];
        let one = compiled(whole, "check", &one, runs)?;
        all.push(Figure {
            name: "`cargo check --no-default-features --features copilot`",
            value: format!(
                "{:.2} s of CPU time; peak {:.0} MB",
                cpu(&one),
                mega(peak(&one))
            ),
            how: "as `cargo check`",
        });
    }
    Ok(all)
}

/// Compiles the crate without its dependencies, several times.
pub(super) fn compiled(
    whole: &Whole,
    command: &str,
    features: &[&str],
    runs: usize,
) -> Result<Vec<Usage>, String> {
    // The first build compiles the dependencies.
    compiled_once(whole, command, features)?;
    (0..runs.max(1))
        .map(|_| compiled_once(whole, command, features))
        .collect()
}

fn compiled_once(whole: &Whole, command: &str, features: &[&str]) -> Result<Usage, String> {
    let root = whole.client().join("src/lib.rs");
    let file = File::options()
        .append(true)
        .open(&root)
        .map_err(at(&root))?;
    file.set_modified(SystemTime::now()).map_err(at(&root))?;
    let mut cargo = cargo(&whole.build, command);
    measured(cargo.args(["--quiet", "--package", NAME]).args(features))
}

/// Checks the crate and octocrab in turn, each alone.
fn beside_octocrab(whole: &Whole, runs: usize) -> Result<(Vec<Usage>, Vec<Usage>), String> {
    let folder = repository().join("tests/octocrab");
    let octocrab = || {
        // Cargo compiles a dependency again only if its output is missing.
        measured(cargo(&folder, "clean").args(["--quiet", "--package", "octocrab"]))?;
        let mut check = cargo(&folder, "check");
        measured(check.args(["--quiet", "--locked", "--package", "octocrab"]))
    };
    // The first runs compile the dependencies.
    compiled_once(whole, "check", &[])?;
    octocrab()?;
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for _ in 0..runs.max(1) {
        own.push(compiled_once(whole, "check", &[])?);
        other.push(octocrab()?);
    }
    Ok((own, other))
}

/// Returns whether the crate has a feature of this name.
fn has_feature(whole: &Whole, name: &str) -> Result<bool, String> {
    let path = whole.client().join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(at(&path))?;
    let manifest: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    Ok(features.is_some_and(|it| it.contains_key(name)))
}

/// Returns the total size of all files in a folder, in bytes.
pub(super) fn bytes(folder: &Path) -> Result<u64, String> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let about = entry.metadata().map_err(at(&entry.path()))?;
        sum += if about.is_dir() {
            bytes(&entry.path())?
        } else {
            about.len()
        };
    }
    Ok(sum)
}

/// Returns a size in megabytes.
pub(super) fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

impl Programs {
    /// Builds the programs in release mode.
    pub(super) fn build() -> Result<Self, String> {
        let names = ["--release", "--bin", "tagsmith", "--bin", "raw-index"];
        let all = built(&repository(), &names)?;
        let named = |name: &str| {
            let mut all = all.iter();
            let found = all.find(|path| path.file_stem().is_some_and(|it| it == name));
            found.cloned().ok_or(format!(
                "the output of cargo does not contain the program {name}"
            ))
        };
        Ok(Self {
            tagsmith: named("tagsmith")?,
            raw_index: named("raw-index")?,
        })
    }

    /// Returns the command that generates from a configuration.
    pub(super) fn generate(&self, config: &Path) -> Command {
        let mut command = Command::new(&self.tagsmith);
        command.arg("generate").arg("--config").arg(config);
        command
    }
}
