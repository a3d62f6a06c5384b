//! Cargo, on a workspace: which packages do not compile, and why.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

/// Checks all packages, and returns the first error of each that does not compile.
pub(super) fn check(workspace: &Path) -> Result<BTreeMap<String, String>, String> {
    let arguments = [
        "check",
        "--workspace",
        "--keep-going",
        "--message-format=json",
    ];
    let output = run(workspace, &arguments)?;
    let mut errors = BTreeMap::new();
    let mut has_ended = false;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Json>(line) else {
            continue;
        };
        has_ended |= message
            .get("reason")
            .is_some_and(|it| it == "build-finished");
        if let Some((package, error)) = error_of(&message) {
            errors.entry(package).or_insert(error);
        }
    }
    match has_ended && (output.status.success() || !errors.is_empty()) {
        true => Ok(errors),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Runs a program of the workspace, and returns what it prints.
pub(super) fn printed(workspace: &Path, package: &str) -> Result<String, String> {
    let output = run(workspace, &["run", "--quiet", "--package", package])?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

fn run(workspace: &Path, arguments: &[&str]) -> Result<Output, String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments).current_dir(workspace);
    cargo.env("CARGO_INCREMENTAL", "0").stdin(Stdio::null());
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.env("CARGO_TARGET_DIR", workspace.join("target"));
    }
    cargo.output().map_err(|error| format!("cargo: {error}"))
}

/// Returns the package and the text of a message that is an error, with the line that it is about.
fn error_of(message: &Json) -> Option<(String, String)> {
    let package = message.get("target")?.get("name")?.as_str()?;
    let message = message.get("message")?;
    (message.get("level")? == "error").then_some(())?;
    let text = message.get("message")?.as_str()?;
    let mut spans = message
        .get("spans")
        .and_then(Json::as_array)
        .into_iter()
        .flatten();
    let used = spans
        .find(|it| it.get("is_primary").is_some_and(|it| it == true))
        .and_then(used);
    let text = match used {
        Some(used) => format!("{text}: {used}"),
        None => text.to_owned(),
    };
    Some((package.to_owned(), text))
}

/// Returns the code that an error is about.
fn used(span: &Json) -> Option<String> {
    let line = span.get("text")?.get(0)?;
    let column = |name: &str| {
        usize::try_from(line.get(name)?.as_u64()?)
            .ok()?
            .checked_sub(1)
    };
    let (start, end) = (column("highlight_start")?, column("highlight_end")?);
    // Some of what stands before it says of what it is.
    let start = start.saturating_sub(40);
    let text = line.get("text")?.as_str()?.chars();
    Some(text.skip(start).take(end - start).collect())
}
