//! Steps for the crate of the whole description: compared with the description, with third-party servers, and with
//! example programs.

use std::path::Path;
use std::process::Command;
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Context as _, Result, ensure};
use xshell::cmd;

use crate::context::Context;
use crate::upstream::description;

const VERSIONS: &[&str] = &["2022-11-28", "2026-03-10"];
/// The checks that the program of a whole crate performs.
const CHECKS: &[&str] = &[
    "examples",
    "wire",
    "pages",
    "synthetic --runs 2",
    "unions --runs 2",
];

/// Generates the crates of both API versions, compiles them without warnings, and runs their checks. Checks one version
/// while the next one compiles. Also checks that the description leads to the same crate in OpenAPI 3.1.
pub(super) fn whole(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let full = description(context)?;
    // Not started by `cargo run`: cargo would rebuild the packages of one workspace after those of the other.
    let dialect = context.program("dialect")?;
    cmd!(sh, "{dialect} {full}").run()?;
    let program = context.program("whole")?;
    let _target = sh.push_env("CARGO_TARGET_DIR", &context.target);
    thread::scope(|scope| {
        let mut running = Vec::new();
        for version in VERSIONS {
            let build = context.work.join("whole").join(version);
            cmd!(sh, "{program} --description {full} --api-version {version} --build {build} --without-figures").run()?;
            for check in CHECKS {
                let replay = build.join("replay");
                running.push((
                    version,
                    check,
                    scope.spawn(move || replayed(&replay, check)),
                ));
            }
        }
        let mut failed = Vec::new();
        for (version, check, ended) in running {
            println!("{version}: {check}");
            if !printed(ended)? {
                failed.push(format!("{check} of {version}"));
            }
        }
        ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
        Ok(())
    })
}

/// Downloads the corpus. Generates crates from the sample, which has every construct, and compiles the crates without
/// warnings.
pub(super) fn corpus(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let program = context.program("corpus")?;
    let documents = context.work.join("corpus/documents");
    let build = context.work.join("corpus/crates");
    cmd!(sh, "{program} {documents} --fetch").run()?;
    let tagsmith = context.program("tagsmith")?;
    let _target = sh.push_env("CARGO_TARGET_DIR", &context.target);
    cmd!(sh, "{program} {documents} --covering --check --bounds 90 90 --tagsmith {tagsmith} --build {build}").run()?;
    Ok(())
}

/// Runs one check. Returns whether the check passed, and its output.
fn replayed(replay: &Path, check: &str) -> Result<(bool, Vec<u8>)> {
    let output = Command::new(replay).args(check.split(' ')).output()?;
    Ok((
        output.status.success(),
        [output.stdout, output.stderr].concat(),
    ))
}

fn printed(ended: ScopedJoinHandle<'_, Result<(bool, Vec<u8>)>>) -> Result<bool> {
    let (is_fine, message) = ended
        .join()
        .ok()
        .context("a check cannot be waited for")??;
    print!("{}", String::from_utf8_lossy(&message));
    Ok(is_fine)
}

/// Calls third-party servers through the whole crate.
pub(super) fn oracles(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let replay = context.work.join("whole/2022-11-28/replay");
    let _folder = sh.push_dir("tests/oracle");
    cmd!(sh, "npm ci --silent --ignore-scripts --no-audit --no-fund").run()?;
    Ok(cmd!(sh, "node main.js --replay {replay}").run()?)
}

/// Compares the length of the example programs with that of the programs for octocrab. Runs each program against a
/// server on this machine.
pub(super) fn programs(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let full = description(context)?;
    cmd!(sh, "tests/programs/lines").run()?;
    cmd!(sh, "tests/programs/generate {full}").run()?;
    cmd!(
        sh,
        "cargo test --quiet --locked --manifest-path tests/programs/Cargo.toml --test *"
    )
    .env("CARGO_TARGET_DIR", &context.target)
    .run()?;
    Ok(())
}
