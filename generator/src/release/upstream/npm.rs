//! Downloads a package with npm, so that npm's configured registries are used.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

use super::capped::{self, Capped};
use super::limits::Limits;
use crate::report::{Diagnostic, Result, describe, quoted, reason};

/// The npm command. On Windows, npm is a script.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The maximum compressed size of a package in bytes.
const MOST: u64 = 512 << 20;

/// A version of a package in the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The package.
    pub package: String,
    /// The version.
    pub version: String,
    /// The digests in the registry's metadata.
    pub integrity: String,
}

/// Requests the metadata of a package's version, or of the newest version.
///
/// # Errors
///
/// Fails if npm is missing or fails, or if the version does not exist.
pub fn release(package: &str, version: Option<&str>, limits: &Limits) -> Result<Release> {
    #[derive(Deserialize)]
    struct View {
        version: String,
        #[serde(rename = "dist.integrity")]
        integrity: String,
    }
    if !is_name(package) {
        return Err(Diagnostic::new(
            format!("{} is not a valid package name", quoted(package)),
            "correct `upstream` in the lock file",
        )
        .into());
    }
    let spec = match version {
        Some(version) if !is_version(version) => {
            return Err(Diagnostic::new(
                format!("{} is not a single version", quoted(version)),
                "give a version such as 23.0.2",
            )
            .into());
        }
        Some(version) => format!("{package}@{version}"),
        None => package.to_owned(),
    };
    let folder = folder()?;
    let response = run(
        folder.path(),
        &["view", "--json", &spec, "version", "dist.integrity"],
        &spec,
        limits,
    )?;
    let view: View = serde_json::from_slice(&response).map_err(|error| {
        Diagnostic::new(
            format!("cannot parse the output of npm: {}", describe(&error)),
            "nothing was changed; check the name and the version of the package",
        )
        .at(&spec)
    })?;
    if !is_version(&view.version) || version.is_some_and(|it| it != view.version) {
        return Err(Diagnostic::new(
            format!("npm returned version {}", quoted(&view.version)),
            "nothing was changed; use another version",
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

/// Downloads the tarball of a release.
pub(super) fn pack(release: &Release, limits: &Limits) -> Result<Vec<u8>> {
    let spec = format!("{}@{}", release.package, release.version);
    let folder = folder()?;
    let arguments = ["pack", "--json", "--ignore-scripts", &spec];
    run(folder.path(), &arguments, &spec, limits)?;
    let failed = |error: std::io::Error| {
        Diagnostic::new(
            format!("cannot read the package: {}", reason(&error)),
            "nothing was changed; run the command again",
        )
        .at(&spec)
    };
    // Searches the folder for the tarball, because npm's file name differs between versions of npm.
    for entry in fs::read_dir(folder.path()).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().map_err(failed)?.is_file();
        let path = entry.path();
        if is_file && path.extension().is_some_and(|it| it == "tgz") {
            let file = fs::File::open(&path).map_err(failed)?;
            let bytes = Capped::new(file, MOST).all();
            return Ok(bytes.map_err(|error| capped::describe(error, failed, &spec))?);
        }
    }
    Err(Diagnostic::new(
        "npm wrote no package",
        "nothing was changed; run the command again",
    )
    .at(&spec)
    .into())
}

fn folder() -> Result<TempDir> {
    TempDir::with_prefix("tagsmith-").map_err(|error| {
        Diagnostic::new(
            format!("cannot create a temporary folder: {}", reason(&error)),
            "nothing was changed; check the disk, or set `TMPDIR` to another folder",
        )
        .into()
    })
}

/// Runs npm without a shell, and returns its output.
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
            format!("cannot run npm: {}", reason(&error)),
            "install npm, or download the description and use `--description`",
        )
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    let mut lines = message
        .lines()
        .filter_map(|it| it.strip_prefix("npm error "));
    let why = lines.find(|it| !it.starts_with("code ") && !it.trim().is_empty());
    let why = why.or(message.lines().last()).unwrap_or("no reason given");
    Err(Diagnostic::new(
        format!("npm failed ({}): {}", output.status, describe(&why)),
        "nothing was changed; check the name and the version of the package, and the network",
    )
    .at(spec)
    .into())
}

/// Returns whether a text is a single version, and not a range, tag, URL or option.
fn is_version(text: &str) -> bool {
    semver::Version::parse(text).is_ok()
}

/// Returns whether a text is a package name, and not a URL, path or option.
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
    fn only_valid_versions_and_names_are_passed_to_npm() {
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
