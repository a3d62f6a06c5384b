//! Runs child processes without a shell, and reports their errors.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use crate::report::{Diagnostic, Result, describe, reason};

/// Runs a command with a text as standard input, and returns its output.
pub(super) fn run(command: &mut Command, input: &[u8], help: &str) -> Result<Vec<u8>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let name = name_of(command);
    let missing = |error: std::io::Error| {
        Diagnostic::new(
            format!("cannot run {program}: {}", reason(&error)),
            format!("install {program}"),
        )
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(missing)?;
    let to = child.stdin.take();
    let output = thread::scope(|scope| {
        // Ignores errors, since the process may exit without reading all input. The exit code says whether the process
        // failed.
        scope.spawn(move || to.map(|mut to| to.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    let lines = message.lines().filter(|it| !it.starts_with("hint:"));
    let message = describe(&lines.collect::<Vec<_>>().join(" "));
    let why = match message.is_empty() {
        true => output.status.to_string(),
        false => message,
    };
    Err(Diagnostic::new(format!("`{name}` failed: {why}"), help).into())
}

/// Returns the name of a command without its arguments: `gh pr list`.
fn name_of(command: &Command) -> String {
    let is_verb = |it: &String| {
        let is_allowed = |it: char| it.is_ascii_lowercase() || it == '-';
        it.starts_with(|it: char| it.is_ascii_lowercase()) && it.chars().all(is_allowed)
    };
    let words = command
        .get_args()
        .map(|it| it.to_string_lossy().into_owned());
    let mut name = command.get_program().to_string_lossy().into_owned();
    let count = if name == "git" { 1 } else { 2 };
    for verb in words.take_while(is_verb).take(count) {
        name = format!("{name} {verb}");
    }
    name
}
