//! Runs cargo on a workspace. Returns which packages do not compile, and why.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

/// A compiler error.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    /// The message, followed by the code that the compiler quotes.
    pub(super) text: String,
    /// The lines of the package's library that the error concerns, counted from 1. The primary line is first.
    pub(super) lines: Vec<usize>,
}

/// Checks all packages. Returns the errors of each package that does not compile.
pub(super) fn check(workspace: &Path) -> Result<BTreeMap<String, Vec<Problem>>, String> {
    let arguments = [
        "check",
        "--workspace",
        "--keep-going",
        "--message-format=json",
    ];
    let output = run(workspace, &arguments)?;
    let mut errors: BTreeMap<String, Vec<Problem>> = BTreeMap::new();
    let mut has_ended = false;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Json>(line) else {
            continue;
        };
        has_ended |= message
            .get("reason")
            .is_some_and(|it| it == "build-finished");
        if let Some((package, error)) = error_of(&message) {
            errors.entry(package).or_default().push(error);
        }
    }
    match has_ended && (output.status.success() || !errors.is_empty()) {
        true => Ok(errors),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Runs a program of the workspace, and returns its output.
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

/// Returns the package of an error message, and the error.
fn error_of(message: &Json) -> Option<(String, Problem)> {
    let package = message.get("target")?.get("name")?.as_str()?;
    let message = message.get("message")?;
    (message.get("level")? == "error").then_some(())?;
    let text = message.get("message")?.as_str()?;
    let spans = message.get("spans")?.as_array()?;
    let is_primary = |it: &&Json| it.get("is_primary").is_some_and(|it| it == true);
    // The message that counts the errors has no location.
    let primary = spans.iter().find(is_primary)?;
    let others = spans.iter().filter(|it| !is_primary(it));
    let lines = [primary].into_iter().chain(others).filter_map(line);
    let text = match used(primary) {
        Some(used) => format!("{text}: {used}"),
        None => text.to_owned(),
    };
    let lines = lines.collect();
    Some((package.to_owned(), Problem { text, lines }))
}

/// Returns the line of the package's own library at which a span begins.
fn line(span: &Json) -> Option<usize> {
    let file = span.get("file_name")?.as_str()?;
    file.starts_with("pairs/").then_some(())?;
    usize::try_from(span.get("line_start")?.as_u64()?).ok()
}

/// Returns the code that a compiler error quotes.
fn used(span: &Json) -> Option<String> {
    let line = span.get("text")?.get(0)?;
    let column = |name: &str| {
        usize::try_from(line.get(name)?.as_u64()?)
            .ok()?
            .checked_sub(1)
    };
    let (start, end) = (column("highlight_start")?, column("highlight_end")?);
    // The code before the span may identify the item.
    let start = start.saturating_sub(40);
    let text = line.get("text")?.as_str()?.chars();
    Some(text.skip(start).take(end - start).collect())
}
