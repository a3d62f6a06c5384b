//! Compiles the crates of the corpus. Each crate must compile without a warning.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use super::generate::{Ending, Outcome, folder_of};
use crate::description::repository;

/// The results of compiling.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The number of compiled crates.
    pub all: usize,
    /// The crates that do not compile, each with its first error.
    pub failed: BTreeMap<String, String>,
    /// The crates that compile with warnings, each with its first warning.
    pub warned: BTreeMap<String, String>,
}

/// Compiles all generated crates in one workspace.
///
/// # Errors
///
/// Fails if cargo cannot be run, or if its output cannot be parsed.
pub fn check(build: &Path, outcomes: &[Outcome]) -> Result<Checked, String> {
    let repository = repository();
    let runtime =
        fs::canonicalize(repository.join("runtime")).map_err(|error| error.to_string())?;
    let generated = outcomes.iter().filter(|it| it.ended == Ending::Generated);
    // Cargo prints canonical paths, so the folder must be canonical too.
    let build =
        &fs::canonicalize(build).map_err(|error| format!("{}: {error}", build.display()))?;
    let folders: BTreeSet<String> = generated
        .map(|it| folder_of(build, &it.document).display().to_string())
        .collect();
    let members: Vec<String> = folders.iter().map(|it| format!("{it:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[patch.crates-io]\ntagsmith-runtime = {{ path = {runtime:?} }}\n",
        members.join(", ")
    );
    let failed = |error: std::io::Error| format!("{}: {error}", build.display());
    fs::write(build.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::copy(repository.join("Cargo.lock"), build.join("Cargo.lock")).map_err(failed)?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "check",
        "--workspace",
        "--keep-going",
        "--message-format=json",
    ]);
    cargo.current_dir(build).env("CARGO_INCREMENTAL", "0");
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.env("CARGO_TARGET_DIR", build.join("target"));
    }
    let output = cargo.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo: {error}"))?;
    let mut checked = Checked {
        all: folders.len(),
        ..Checked::default()
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Json>(line) else {
            continue;
        };
        checked.note(&message, &folders);
    }
    if checked.failed.is_empty() && !output.status.success() {
        return Err("cargo failed, but reported no error in any crate".to_owned());
    }
    Ok(checked)
}

impl Checked {
    /// Records a compiler message about one of the crates.
    fn note(&mut self, message: &Json, folders: &BTreeSet<String>) {
        let text = |pointer: &str| message.pointer(pointer).and_then(Json::as_str);
        let Some(manifest) = text("/manifest_path") else {
            return;
        };
        let folder = manifest.trim_end_matches("/Cargo.toml");
        let (Some(level), Some(reported)) = (text("/message/level"), text("/message/message"))
        else {
            return;
        };
        let is_ours = folders
            .iter()
            .any(|it| folder.ends_with(it.as_str()) || it == folder);
        let to = match level {
            _ if !is_ours => return,
            "error" => &mut self.failed,
            "warning" => &mut self.warned,
            _ => return,
        };
        let name = folder.rsplit('/').next().unwrap_or(folder);
        to.entry(name.to_owned())
            .or_insert_with(|| reported.to_owned());
    }
}

impl Display for Checked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compile = self.all - self.failed.len();
        write!(
            formatter,
            "{compile} of {} crates compile, {} of them with a warning",
            self.all,
            self.warned.len()
        )?;
        for (name, reported) in &self.failed {
            write!(formatter, "\n- {name}: error: {reported}")?;
        }
        for (name, reported) in &self.warned {
            write!(formatter, "\n- {name}: warning: {reported}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Checked;

    #[test]
    fn assigns_compiler_messages_to_crates() {
        let folders = BTreeSet::from(["/b/crates/a".to_owned()]);
        let mut checked = Checked::default();
        for (folder, level) in [
            ("a", "warning"),
            ("a", "error"),
            ("runtime", "error"),
            ("a", "note"),
        ] {
            let message = serde_json::json!({
                "manifest_path": format!("/b/crates/{folder}/Cargo.toml"),
                "message": {"level": level, "message": "m"},
            });
            checked.note(&message, &folders);
        }
        assert_eq!(checked.failed.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(checked.warned.keys().collect::<Vec<_>>(), ["a"]);
    }
}
