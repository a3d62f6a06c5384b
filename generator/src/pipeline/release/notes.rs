//! The notes of a release, from the crate's changelog.

use std::path::Path;

use crate::config::Config;
use crate::file::text;
use crate::release::notes;
use crate::report::{Diagnostic, Result, quoted};

/// Returns the changelog entry of a version, or the newest one. With a tag, returns the entry of the crate's version.
///
/// # Errors
///
/// Fails if the tag does not match the crate's version, or the entry does not exist.
pub fn release_notes(path: &Path, version: Option<&str>, tag: Option<&str>) -> Result<String> {
    let config = Config::read(path)?;
    let crate_version = &config.package.version;
    if let Some(tag) = tag
        && tag.strip_prefix('v') != Some(crate_version)
    {
        return Err(Diagnostic::new(
            format!(
                "the tag {} does not match the crate's version {}",
                quoted(tag),
                quoted(crate_version)
            ),
            format!("tag the commit of that version as `v{crate_version}`"),
        )
        .at(path.display().to_string())
        .into());
    }
    let changelog = config.out.join("CHANGELOG.md");
    let version = match tag {
        Some(_) => Some(crate_version.as_str()),
        None => version,
    };
    notes(&text(&changelog)?, version).ok_or_else(|| {
        let of = version.map_or_else(|| "a version".to_owned(), quoted);
        Diagnostic::new(
            format!("the changelog has no entry of {of}"),
            "`tagsmith update` adds an entry when it changes the version",
        )
        .at(changelog.display().to_string())
        .into()
    })
}
