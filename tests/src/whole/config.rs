//! The configuration of a whole crate: the repository's configuration with different tags and a different folder.

use std::fs;
use std::path::Path;

use tagsmith::config::Config;
use tagsmith::description::load::{Document, Source};
use tagsmith::description::select;
use toml::{Table, Value};

use super::{NAME, Whole, at};
use crate::description::repository;

/// Returns all tags of a description.
pub(super) fn all_tags(source: &Source) -> Result<Vec<String>, String> {
    let document = Document::index(source).map_err(|error| error.to_string())?;
    let operations = select::operations(&document).map_err(|error| error.to_string())?;
    let mut tags: Vec<String> = Vec::new();
    for (_, brief) in operations {
        for tag in brief.tags {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    Ok(tags)
}

/// Writes the configuration, and parses the written file by the generator.
pub(super) fn write(whole: &Whole, tags: &[String], to: &Path) -> Result<Config, String> {
    let repository = repository().canonicalize().map_err(at(&repository()))?;
    let own = repository.join("tagsmith.toml");
    let text = fs::read_to_string(&own).map_err(at(&own))?;
    let mut config: Table = text.parse().map_err(|error| format!("{error}"))?;
    let path = |path: &Path| Value::String(path.display().to_string());
    config.remove("fixtures");
    if let Some(Value::String(overlay)) = config.get("overlay") {
        let overlay = repository.join(overlay);
        config.insert("overlay".to_owned(), path(&overlay));
    }
    config.insert("description".to_owned(), path(&whole.description));
    config.insert("tags".to_owned(), Value::from(tags.to_vec()));
    config.insert("out".to_owned(), Value::from("client"));
    let mut set = |table: &str, key: &str, value: Value| {
        let table = config.entry(table).or_insert(Value::Table(Table::new()));
        if let Value::Table(table) = table {
            table.insert(key.to_owned(), value);
        }
    };
    set("crate", "name", Value::from(NAME));
    if let Some(version) = &whole.api_version {
        set("crate", "api_version", Value::from(version.as_str()));
    }
    set("runtime", "path", path(&repository.join("runtime")));
    fs::write(to, config.to_string()).map_err(at(to))?;
    Config::read(to).map_err(|error| error.to_string())
}
