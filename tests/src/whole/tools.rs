//! Programs that cargo builds.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// Returns cargo, in a workspace.
pub(super) fn cargo(workspace: &Path, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(command).current_dir(workspace);
    cargo.env("CARGO_INCREMENTAL", "0");
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.env("CARGO_TARGET_DIR", workspace.join("target"));
    }
    cargo
}

/// Builds programs of a workspace, and returns where they are.
pub(super) fn built(workspace: &Path, arguments: &[&str]) -> Result<Vec<PathBuf>, String> {
    let mut cargo = cargo(workspace, "build");
    cargo.arg("--message-format=json-render-diagnostics");
    cargo.args(arguments).stderr(Stdio::inherit());
    let output = cargo.output().map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("`cargo build {}` fails", arguments.join(" ")));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages.lines();
    let programs = messages.filter_map(|line| {
        let message: Json = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    });
    Ok(programs.collect())
}
