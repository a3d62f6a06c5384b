//! Builds programs with cargo.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// Returns a cargo command in a workspace.
pub(super) fn cargo(workspace: &Path, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(command).current_dir(workspace);
    cargo.env("CARGO_INCREMENTAL", "0");
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.env("CARGO_TARGET_DIR", workspace.join("target"));
    }
    cargo
}

/// Builds programs of a workspace without warnings. Returns the folder that contains the programs.
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
    let messages: Vec<Json> = messages
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let mut of_compiler = messages.iter().filter_map(|it| it.get("message"));
    let is_warning = |it: &&Json| it.get("level").and_then(Json::as_str) == Some("warning");
    if let Some(warning) = of_compiler.find(is_warning) {
        let text = warning.get("message").and_then(Json::as_str);
        return Err(format!("`cargo build` warns: {}", text.unwrap_or_default()));
    }
    let program = |message: &Json| message.get("executable")?.as_str().map(PathBuf::from);
    Ok(messages.iter().filter_map(program).collect())
}
