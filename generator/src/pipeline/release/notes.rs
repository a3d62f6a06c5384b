//! The notes of a release, from the changelog of the crate.

use std::path::Path;

use crate::config::Config;
use crate::file::text;
use crate::release::notes;
use crate::report::{Diagnostic, Result, quoted};

/// Returns the entry of a version of the crate, or the newest one. If a tag is given, the entry is that of the crate's
/// version.
///
/// # Errors
///
/// Fails if the tag is not that of the crate's version, or if there is no such entry.
pub fn release_notes(path: &Path, version: Option<&str>, tag: Option<&str>) -> Result<String> {
    let config = Config::read(path)?;
    let crate_version = &config.package.version;
    if let Some(tag) = tag
        && tag.strip_prefix('v') != Some(crate_version)
    {
        return Err(Diagnostic::new(
            format!(
                "the tag {} is not that of the crate's version, {}",
                quoted(tag),
                quoted(crate_version)
            ),
            format!("tag the commit of that version, as `v{crate_version}`"),
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
        let of = version.map_or_else(|| "any version".to_owned(), quoted);
        Diagnostic::new(
            format!("there is no entry of {of}"),
            "`tagsmith update` writes one when it moves the version",
        )
        .at(changelog.display().to_string())
        .into()
    })
}
