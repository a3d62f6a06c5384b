//! A package from the machine's npm client, which knows where packages are.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

use super::capped::{self, Capped};
use super::limits::Limits;
use crate::report::{Diagnostic, Result, quoted, reason, told};

/// The client's name: on Windows it is a script.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The most bytes that a package may have, as it comes.
const MOST: u64 = 512 << 20;

/// A release of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// What the registry says of its bytes.
    pub integrity: String,
}

/// Asks the registry for a release of a package: that of a version, or the newest.
///
/// # Errors
///
/// Fails if npm is not there or fails, or if there is no such release.
pub fn release(package: &str, version: Option<&str>, limits: &Limits) -> Result<Release> {
    #[derive(Deserialize)]
    struct View {
        version: String,
        #[serde(rename = "dist.integrity")]
        integrity: String,
    }
    if !is_name(package) {
        return Err(Diagnostic::new(
            format!("{} is no name of a package", quoted(package)),
            "correct `upstream` in the lock",
        )
        .into());
    }
    let spec = match version {
        Some(version) if !is_version(version) => {
            return Err(Diagnostic::new(
                format!("{} is no version of a package", quoted(version)),
                "give one version, such as 23.0.2",
            )
            .into());
        }
        Some(version) => format!("{package}@{version}"),
        None => package.to_owned(),
    };
    let folder = folder()?;
    let answer = run(
        folder.path(),
        &["view", "--json", &spec, "version", "dist.integrity"],
        &spec,
        limits,
    )?;
    let view: View = serde_json::from_slice(&answer).map_err(|error| {
        Diagnostic::new(
            format!("npm's answer is not understood: {}", told(&error)),
            "nothing was changed; check the name and the version of the package",
        )
        .at(&spec)
    })?;
    if !is_version(&view.version) || version.is_some_and(|it| it != view.version) {
        return Err(Diagnostic::new(
            format!("npm answers for version {}", quoted(&view.version)),
            "nothing was changed; give another version",
        )
        .at(&spec)
        .into());
    }
    Ok(Release {
        package: package.to_owned(),
        version: view.version,
        integrity: view.integrity,
    })
}

/// Fetches the tarball of a release.
pub(super) fn pack(release: &Release, limits: &Limits) -> Result<Vec<u8>> {
    let spec = format!("{}@{}", release.package, release.version);
    let folder = folder()?;
    let arguments = ["pack", "--json", "--ignore-scripts", &spec];
    run(folder.path(), &arguments, &spec, limits)?;
    let failed = |error: std::io::Error| {
        Diagnostic::new(
            format!("the package cannot be read: {}", reason(&error)),
            "nothing was changed; run it again",
        )
        .at(&spec)
    };
    // By looking: what npm calls the file differs from version to version.
    for entry in fs::read_dir(folder.path()).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().map_err(failed)?.is_file();
        let path = entry.path();
        if is_file && path.extension().is_some_and(|it| it == "tgz") {
            let file = fs::File::open(&path).map_err(failed)?;
            let bytes = Capped::new(file, MOST).all();
            return Ok(bytes.map_err(|error| capped::told(error, failed, &spec))?);
        }
    }
    Err(
        Diagnostic::new("npm left no package", "nothing was changed; run it again")
            .at(&spec)
            .into(),
    )
}

fn folder() -> Result<TempDir> {
    TempDir::with_prefix("tagsmith-").map_err(|error| {
        Diagnostic::new(
            format!("there can be no temporary folder: {}", reason(&error)),
            "nothing was changed; check the disk, or set `TMPDIR` to another folder",
        )
        .into()
    })
}

/// Runs npm, without a shell, and returns what it prints.
fn run(folder: &Path, arguments: &[&str], spec: &str, limits: &Limits) -> Result<Vec<u8>> {
    let mut npm = Command::new(NPM);
    npm.args(arguments)
        .arg(format!("--fetch-timeout={}", limits.silence.as_millis()))
        .arg("--fetch-retries=2")
        .arg("--no-update-notifier")
        .current_dir(folder)
        .stdin(Stdio::null());
    let output = npm.output().map_err(|error| {
        Diagnostic::new(
            format!("npm cannot be run: {}", reason(&error)),
            "install npm, or fetch the description by other means and give `--description`",
        )
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let mut lines = said.lines().filter_map(|it| it.strip_prefix("npm error "));
    let why = lines.find(|it| !it.starts_with("code ") && !it.trim().is_empty());
    let why = why.or(said.lines().last()).unwrap_or("it does not say why");
    Err(Diagnostic::new(
        format!("npm fails ({}): {}", output.status, told(&why)),
        "nothing was changed; check the name and the version of the package, and the network",
    )
    .at(spec)
    .into())
}

/// Returns whether a text is one version, and no range, tag, address or flag.
fn is_version(text: &str) -> bool {
    semver::Version::parse(text).is_ok()
}

/// Returns whether a text is the name of a package, and no address, folder or flag.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
        part.starts_with(|it: char| it.is_ascii_alphanumeric()) && part.chars().all(is_allowed)
    };
    match text.strip_prefix('@') {
        Some(scoped) => scoped
            .split_once('/')
            .is_some_and(|(scope, name)| is_part(scope) && is_part(name)),
        None => is_part(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_version};

    #[test]
    fn only_versions_and_names_reach_npm() {
        for (text, is) in [
            ("23.0.2", true),
            ("1.0.0-rc.1+x", true),
            ("latest", false),
            ("^1.0.0", false),
            ("1", false),
            ("1.0.0-", false),
            ("1.x || 2.0.0", false),
            ("--help", false),
            ("git+ssh://a.b.c", false),
        ] {
            assert_eq!(is_version(text), is, "{text}");
        }
        for (text, is) in [
            ("@octokit/openapi", true),
            ("openapi", true),
            ("--json", false),
            ("a/b", false),
            ("../a", false),
            ("@a/../b", false),
            ("https://a", false),
            ("a@1", false),
            ("", false),
        ] {
            assert_eq!(is_name(text), is, "{text}");
        }
    }
}
