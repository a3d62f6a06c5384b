//! Finds the last release in the history of the repository: a tag, or the last commit with a different version.

use std::path::Path;

use semver::Version;
use serde::Deserialize;

use super::repository::{History, Tagged};
use crate::config::Config;
use crate::file::text;
use crate::report::{Diagnostic, Result};

/// The help if the last release is not found.
const BEFORE: &str =
    "name the last release with `--before`: its folder, its configuration, or its description";

/// The commit of the last release or, before the first release, the last commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastRelease {
    /// The commit.
    pub commit: String,
    /// The name of the commit: a tag or a hash.
    pub name: String,
    /// Whether the commit is released; `false` only before the first release.
    pub is_released: bool,
}

/// The operation that needs the last release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To release the current state.
    Release,
    /// To check the current state, whose release may already be tagged on the current commit.
    Check,
}

/// Finds the last release tag, otherwise the last commit whose crate has a different version. Returns `None` if no
/// commit contains the configuration.
///
/// # Errors
///
/// Fails if git fails, or the repository is a shallow clone.
pub fn last_release(path: &Path, now: &Config, purpose: Purpose) -> Result<Option<LastRelease>> {
    let history = History::open().map_err(|why| {
        let why = why.into_iter().next().map(|it| it.what().to_owned());
        Diagnostic::new(
            format!(
                "the last release cannot be found: {}",
                why.unwrap_or_default()
            ),
            BEFORE,
        )
    })?;
    if history.is_shallow()? {
        return Err(Diagnostic::new(
            "the last release cannot be found: the repository is a shallow clone without all commits and tags",
            format!("run `git fetch --unshallow --tags`, or {BEFORE}"),
        )
        .into());
    }
    let version = &now.package.version;
    let released = |commit, name| {
        Ok(Some(LastRelease {
            commit,
            name,
            is_released: true,
        }))
    };
    // Ignores the tag of the release that is being checked, since it is not the previous release.
    let is_own = purpose == Purpose::Check && is_committed(&history, path, now);
    if let Some(tag) = last_tag(&history, path, version, is_own)? {
        return released(tag.commit, tag.name);
    }
    if let Some(commit) = last_of_another_version(&history, path, version)? {
        let name = format!("the commit {}", history.short(&commit)?);
        return released(commit, name);
    }
    let head = history.head.clone();
    let has_config = |head: &String| history.file(head, path).is_some();
    Ok(head.filter(has_config).map(|commit| LastRelease {
        commit,
        name: "the last commit".to_owned(),
        is_released: false,
    }))
}

/// Returns whether the crate's inputs are committed.
fn is_committed(history: &History, path: &Path, now: &Config) -> bool {
    let Some(head) = &history.head else {
        return false;
    };
    let files = [
        Some(path),
        Some(now.description.as_path()),
        now.overlay.as_deref(),
    ];
    let mut files = files.into_iter().flatten();
    files.all(|it| text(it).is_ok_and(|text| history.file(head, it) == Some(text)))
}

/// Returns the tag with the highest version. A tag such as `v0.1.0` counts only if the crate of its commit has the
/// version 0.1.0.
fn last_tag(history: &History, path: &Path, version: &str, is_own: bool) -> Result<Option<Tagged>> {
    let mut tags: Vec<(Version, Tagged)> = Vec::new();
    for tag in history.tags()? {
        let number = tag.name.strip_prefix('v').map(Version::parse);
        if let Some(Ok(number)) = number {
            tags.push((number, tag));
        }
    }
    tags.sort_by(|left, right| right.0.cmp(&left.0));
    let is_own = |number: &Version, tag: &Tagged| {
        let is_here = history.head.as_ref() == Some(&tag.commit);
        is_own && is_here && number.to_string() == version
    };
    let found = tags.into_iter().find(|(number, tag)| {
        let text = history.file(&tag.commit, path);
        let of_crate = text.and_then(|it| version_of(&it));
        !is_own(number, tag) && of_crate == Some(number.to_string())
    });
    Ok(found.map(|(_, tag)| tag))
}

/// Returns the last commit whose crate has a different version.
fn last_of_another_version(
    history: &History,
    path: &Path,
    version: &str,
) -> Result<Option<String>> {
    let mut later: Option<String> = None;
    for commit in history.changes(path)? {
        let text = history.file(&commit, path);
        let found = text.and_then(|it| version_of(&it));
        if found.is_some_and(|it| it != version) {
            return Ok(match later {
                // Returns the last commit with the old version: the file stayed unchanged until the next commit in the
                // list.
                Some(later) => history.parent(&later),
                None => history.head.clone(),
            });
        }
        later = Some(commit);
    }
    Ok(None)
}

/// Returns the version of the crate in a configuration. Other parts of the text may be invalid.
fn version_of(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(rename = "crate")]
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    let settings: Settings = toml::from_str(text).ok()?;
    Some(settings.package.version)
}
