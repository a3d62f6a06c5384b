//! Edits `tagsmith.toml` and keeps its formatting: adds `[[skip]]` entries and tags, and removes expired entries.

use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

use crate::config::Skip;
use crate::report::{Diagnostic, Result, describe};

/// Adds `[[skip]]` entries to the text of a configuration.
///
/// # Errors
///
/// Fails if the text is not valid TOML, or `skip` is not a list.
pub fn with_skips(text: &str, skips: &[Skip], path: &Path) -> Result<String> {
    if skips.is_empty() {
        return Ok(text.to_owned());
    }
    let mut document = parse(text, path)?;
    let list = document
        .entry("skip")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    for skip in skips {
        let members = [("operation", &skip.operation), ("reason", &skip.reason)];
        match list {
            Item::ArrayOfTables(tables) => {
                let mut table = Table::new();
                for (key, value) in members {
                    table.insert(key, toml_edit::value(value.as_str()));
                }
                tables.push(table);
            }
            Item::Value(Value::Array(array)) => {
                let mut table = toml_edit::InlineTable::new();
                for (key, value) in members {
                    table.insert(key, Value::from(value.as_str()));
                }
                array.push(Value::InlineTable(table));
            }
            _ => return Err(not_a_list("skip", path).into()),
        }
    }
    Ok(document.to_string())
}

/// Removes the entries of a list whose `member` has one of the given values.
///
/// # Errors
///
/// Fails if the text is not valid TOML.
pub fn without(
    text: &str,
    list: &str,
    member: &str,
    values: &[String],
    path: &Path,
) -> Result<String> {
    if values.is_empty() {
        return Ok(text.to_owned());
    }
    let mut document = parse(text, path)?;
    let is_kept = |value: Option<&str>| !value.is_some_and(|it| values.iter().any(|one| one == it));
    match document.get_mut(list) {
        Some(Item::ArrayOfTables(tables)) => {
            tables.retain(|table| is_kept(table.get(member).and_then(Item::as_str)));
        }
        Some(Item::Value(Value::Array(array))) => array.retain(|value| {
            let table = value.as_inline_table();
            is_kept(table.and_then(|it| it.get(member)).and_then(Value::as_str))
        }),
        _ => {}
    }
    Ok(document.to_string())
}

/// Adds tags to the text of a configuration.
///
/// # Errors
///
/// Fails if the text is not valid TOML, or `tags` is neither a list nor `"all"`.
pub fn with_tags(text: &str, tags: &[String], path: &Path) -> Result<String> {
    if tags.is_empty() {
        return Ok(text.to_owned());
    }
    let mut document = parse(text, path)?;
    match document.get_mut("tags") {
        // `"all"` already selects all tags.
        Some(Item::Value(Value::String(_))) => return Ok(text.to_owned()),
        Some(Item::Value(Value::Array(array))) => add(array, tags),
        _ => return Err(not_a_list("tags", path).into()),
    }
    Ok(document.to_string())
}

/// Appends texts to a list, with the formatting of its last item.
fn add(array: &mut Array, texts: &[String]) {
    for text in texts {
        if array.iter().any(|it| it.as_str() == Some(text)) {
            continue;
        }
        let mut value = Value::from(text.as_str());
        if let Some(last) = array.len().checked_sub(1).and_then(|it| array.get(it)) {
            let prefix = last.decor().prefix().and_then(|it| it.as_str());
            let prefix = prefix.unwrap_or(" ");
            let prefix = if prefix.is_empty() { " " } else { prefix };
            value.decor_mut().set_prefix(prefix.to_owned());
        }
        array.push_formatted(value);
    }
}

fn parse(text: &str, path: &Path) -> Result<DocumentMut> {
    text.trim_start_matches('\u{feff}')
        .parse()
        .map_err(|error: toml_edit::TomlError| {
            Diagnostic::new(
                format!(
                    "the configuration cannot be edited: {}",
                    describe(&error.message())
                ),
                "correct the configuration, and run the command again",
            )
            .at(path.display().to_string())
            .into()
        })
}

fn not_a_list(name: &str, path: &Path) -> Diagnostic {
    Diagnostic::new(
        format!("`{name}` is not a list, so no entry can be added"),
        "see the settings in CONTRIBUTING.md",
    )
    .at(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{with_skips, with_tags, without};
    use crate::config::{Scope, Skip};

    const TEXT: &str =
        "# Mine\ndescription = \"a.yaml\" # b\ntags = [\"a\"] # c\n\n[crate]\nname = 'é'\n";

    fn skip(operation: &str) -> Skip {
        Skip {
            operation: operation.to_owned(),
            reason: "No \"x\"".to_owned(),
            deliberate: false,
            scope: Scope::default(),
        }
    }

    #[test]
    fn entries_are_added_and_removed() {
        let path = Path::new("tagsmith.toml");
        let one = with_skips(TEXT, &[skip("a/b"), skip("GET /c")], path).unwrap();
        let entries = "\n[[skip]]\noperation = \"a/b\"\nreason = 'No \"x\"'\n\n[[skip]]\noperation = \"GET /c\"\nreason = \
                       'No \"x\"'\n";
        assert_eq!(one, format!("{TEXT}{entries}"));
        let values = ["a/b".to_owned(), "GET /c".to_owned()];
        assert_eq!(
            without(&one, "skip", "operation", &values, path).unwrap(),
            TEXT
        );
        let inline = format!("skip = [{{ operation = \"z\", reason = \"r\" }}]\n{TEXT}");
        let more = with_skips(&inline, &[skip("a/b")], path).unwrap();
        assert!(
            more.contains("reason = \"r\" }, { operation = \"a/b\", "),
            "{more}"
        );
        let gone = without(&more, "skip", "operation", &values, path).unwrap();
        assert_eq!(gone, inline);
        assert_eq!(
            without(TEXT, "skip", "operation", &values, path).unwrap(),
            TEXT
        );
        assert!(with_skips("skip = 1\n", &[skip("a")], path).is_err());
        assert!(with_skips("[", &[skip("a")], path).is_err());
    }

    #[test]
    fn a_tag_is_added_only_once() {
        let path = Path::new("tagsmith.toml");
        let tags = ["a".to_owned(), "teams".to_owned()];
        let more = with_tags(TEXT, &tags, path).unwrap();
        assert_eq!(more, TEXT.replace("[\"a\"]", "[\"a\", \"teams\"]"));
        let long = TEXT.replace("[\"a\"]", "[\n  \"a\",\n  \"b\",\n]");
        let more = with_tags(&long, &tags, path).unwrap();
        assert_eq!(more, long.replace("  \"b\",\n", "  \"b\",\n  \"teams\",\n"));
        let all = TEXT.replace("[\"a\"]", "\"all\"");
        assert_eq!(with_tags(&all, &tags, path).unwrap(), all);
    }
}
