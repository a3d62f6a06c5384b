//! Compares the crate of a description with the crate of its translation to OpenAPI 3.1.

use std::fs;
use std::path::Path;
use std::thread;

use tagsmith::api::Api;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::description::select::Tags;
use tagsmith::emit::rust;
use tagsmith::pipeline::lowered;
use tagsmith::report::Diagnostics;

use super::to_3_1;
use crate::description::repository;

/// Checks that a description leads to the same crate in OpenAPI 3.0 and 3.1, with all operations and the repository's
/// configuration.
///
/// # Errors
///
/// Fails if a description is refused, or if the crates differ.
pub fn check(description: &Path) -> Result<(), String> {
    let text = fs::read_to_string(description);
    let text = text.map_err(|error| format!("{}: {error}", description.display()))?;
    let config = Config::read(&repository().join("tagsmith.toml"));
    let mut config = config.map_err(|error| error.to_string())?;
    config.tags = Tags::All;
    same_crate(&text, &config)
}

/// Checks that a description leads to the same crate in OpenAPI 3.0 and 3.1.
///
/// # Errors
///
/// Fails if a description is refused, or if the crates differ.
pub fn same_crate(text: &str, config: &Config) -> Result<(), String> {
    let translated = to_3_1(text)?;
    let (before, after) = thread::scope(|scope| {
        let before = scope.spawn(|| api(text, config));
        let after = api(&translated, config);
        (before.join(), after)
    });
    let before = before.unwrap_or_else(|_| Err("the generator panicked".to_owned()))?;
    let after = after.map_err(|error| format!("in OpenAPI 3.1: {error}"))?;
    // Comparing the APIs is sufficient, because the API determines the files. Printing the files would be slower.
    if format!("{before:?}") == format!("{after:?}") {
        return Ok(());
    }
    let before_files = rust::render(&Crate::of(&before));
    let after_files = rust::render(&Crate::of(&after));
    for (path, text) in &before_files {
        let other = after_files.get(path);
        let other = other.ok_or(format!("{path} is not generated"))?;
        let mut lines = text.lines().zip(other.lines());
        if text != other {
            let lines = lines.find(|(left, right)| left != right);
            return Err(format!("{path} differs: {lines:?}"));
        }
    }
    match before_files.len() == after_files.len() {
        true => Ok(()),
        false => Err("OpenAPI 3.1 gives more files".to_owned()),
    }
}

/// Returns the API of a description.
fn api(text: &str, config: &Config) -> Result<Api, String> {
    let describe = |error: Diagnostics| error.to_string();
    let source = Source::parse(text.to_owned(), "description").map_err(describe)?;
    let (lowered, _) = lowered(&source, config).map_err(describe)?;
    Ok(lowered.api)
}
