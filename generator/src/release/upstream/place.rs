//! Reads a description from a package, a file or a URL.

use std::fs::File;
use std::path::Path;

use super::capped::{self, Capped};
use super::limits::Limits;
use super::npm::{self, Release};
use super::{archive, download, integrity};
use crate::description::load::Source;
use crate::report::{Diagnostic, Result, describe, reason};

/// Extracts the description from a version of a package.
///
/// # Errors
///
/// Fails if npm fails, the digest differs, or the package lacks the file.
pub fn from_package(release: &Release, file: &str, limits: &Limits) -> Result<Source> {
    let tarball = npm::pack(release, limits)?;
    integrity::verify(&tarball, release)?;
    let name = format!("package/generated/{file}");
    let bytes = archive::file(&tarball, &name, limits.size)
        .map_err(|why| why.at(format!("{}@{}", release.package, release.version)))?;
    source(bytes, &name)
}

/// Reads a description from a file or a URL.
///
/// # Errors
///
/// Fails if the file cannot be read, if the URL cannot be downloaded, or if the description is too large.
pub fn from_place(place: &str, limits: &Limits) -> Result<Source> {
    let bytes = if place.contains("://") {
        download::fetch(place, limits)?
    } else {
        read(place, limits)?
    };
    source(bytes, place)
}

fn read(place: &str, limits: &Limits) -> Result<Vec<u8>> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::new(
            format!("cannot read the file: {}", reason(&error)),
            "check the path, or give an `https://` URL",
        )
        .at(place)
    };
    if Path::new(place).is_dir() {
        return Err(
            Diagnostic::new("the path is a folder, not a file", "give a file")
                .at(place)
                .into(),
        );
    }
    let file = File::open(place).map_err(unreadable)?;
    let bytes = Capped::new(file, limits.size).all();
    Ok(bytes.map_err(|error| capped::describe(error, unreadable, place))?)
}

fn source(bytes: Vec<u8>, name: &str) -> Result<Source> {
    let text = String::from_utf8(bytes).map_err(|error| {
        Diagnostic::new(
            format!("the description is not UTF-8: {}", describe(&error)),
            "nothing was changed; give an OpenAPI 3.0 or 3.1 description in JSON or YAML",
        )
        .at(name)
    })?;
    Source::parse(text, name)
}
