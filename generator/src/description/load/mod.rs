//! A file to an indexed document: paths and components stay raw text until they are asked for.

mod document;
mod marks;
mod repeated;
mod server;
mod yaml;

use std::path::Path;

use crate::file::{name_of, sha256, text};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

pub(crate) use self::document::has;
pub use self::document::{Document, Info, Members};
pub use self::server::url_of;
pub(crate) use self::yaml::check_nesting as check_yaml;

/// The text of a description, as JSON.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    original: Option<String>,
    notes: Vec<Diagnostic>,
}

impl Source {
    /// Reads a file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read, or is neither JSON nor YAML.
    pub fn read(path: &Path) -> Result<Self> {
        let original = text(path)?;
        Self::parse(original, &name_of(path))
    }

    /// Takes a text that came from `name`.
    ///
    /// # Errors
    ///
    /// Fails if it is neither JSON nor YAML.
    pub fn parse(text: String, name: &str) -> Result<Self> {
        let name = name.to_owned();
        match text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .chars()
            .next()
        {
            None => Err(Diagnostic::new(
                "the description is empty",
                "give an OpenAPI 3.0 description in JSON or YAML",
            )
            .at(name)
            .into()),
            Some('{') => Self::of_json(name, text, None),
            Some(_) => {
                let json = yaml::to_json(&text).map_err(|error| {
                    Diagnostic::new(
                        format!(
                            "the description is neither JSON nor YAML: {}",
                            error.message
                        ),
                        "give an OpenAPI 3.0 description in JSON or YAML",
                    )
                    .at(error.location(&name))
                })?;
                Self::of_json(name, json, Some(text))
            }
        }
    }

    /// Takes JSON, in which a key that stands twice may say one thing only.
    fn of_json(name: String, json: String, yaml: Option<String>) -> Result<Self> {
        let repeated = repeated::find(&json);
        let (mut notes, mut refused) = (Vec::new(), Vec::new());
        for it in &repeated {
            let places = match &yaml {
                Some(yaml) => marks::places(yaml, &it.path),
                None => Some((
                    repeated::line_and_column(&json, it.first),
                    repeated::line_and_column(&json, it.again),
                )),
            };
            let (first, location) = match places {
                Some(((line, column), (second, at))) => (
                    format!(", first at {line}:{column}"),
                    format!("{name}:{second}:{at}"),
                ),
                None => (String::new(), name.clone()),
            };
            let key = it.path.last().map_or_else(String::new, |it| quoted(it));
            match it.is_same {
                true => notes.push(
                    Diagnostic::new(
                        format!("{key} stands twice{first}, and says the same"),
                        "remove one of them from the description",
                    )
                    .at(location),
                ),
                false => refused.push(
                    Diagnostic::new(
                        format!("{key} stands twice{first}, and says something else"),
                        "remove one of them from the description",
                    )
                    .at(location),
                ),
            }
        }
        if let Some(refused) = Diagnostics::collect(refused) {
            return Err(refused);
        }
        if notes.is_empty() {
            return Ok(Self {
                name,
                text: json,
                original: yaml,
                notes,
            });
        }
        Ok(Self {
            name,
            text: repeated::without(&json, &repeated),
            original: yaml.or(Some(json)),
            notes,
        })
    }

    /// Returns what is worth knowing of the text, and stops nothing.
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the SHA-256 of the file as it was read, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        let original = self.original.as_ref().unwrap_or(&self.text);
        sha256(original.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Source};

    fn error(text: &str) -> String {
        let read = Source::parse(text.to_owned(), "api")
            .and_then(|source| Document::index(&source).map(|document| document.paths.len()));
        read.unwrap_err().to_string()
    }

    #[test]
    fn json_and_yaml_index_alike() {
        let json = r#"{"openapi":"3.0.3","info":{},"paths":{"/b":{"get":{"x":1}},"/a":{}}}"#;
        let yaml = "openapi: 3.0.3\ninfo: {}\npaths:\n  /b:\n    get: {x: 1}\n  /a: {}\n";
        for text in [json, yaml] {
            let source = Source::parse(text.to_owned(), "api").unwrap();
            let document = Document::index(&source).unwrap();
            let paths: Vec<_> = document.paths.keys().collect();
            assert_eq!(paths, ["/b", "/a"]);
            assert_eq!(document.paths["/b"]["get"].get(), r#"{"x":1}"#);
        }
    }

    #[test]
    fn what_is_no_description_is_refused() {
        for (text, expected) in [
            ("", "is empty"),
            (" \n", "is empty"),
            ("{", "is not JSON"),
            ("a: [", "neither JSON nor YAML"),
            ("text", "not one of OpenAPI"),
            ("{}", "`openapi` is missing"),
            (r#"{"swagger":"2.0","paths":{}}"#, "Swagger `2.0`"),
            (r#"{"openapi":"3.1.0","paths":{}}"#, "OpenAPI `3.1.0`"),
            (r#"{"openapi":"3.0.0","paths":{}}"#, "`info` is missing"),
            (
                "{\"paths\":{\"/a\":{},\n \"/a\":{\"get\":{}}}}",
                "`/a` stands twice, first at 1:11, and says something else\n  --> api:2:2\n",
            ),
            (
                "paths:\n  /a: {}\n  /a: {get: {}}\n",
                "`/a` stands twice, first at 2:3, and says something else\n  --> api:3:3\n",
            ),
        ] {
            assert!(error(text).contains(expected), "{text}: {}", error(text));
        }
    }

    #[test]
    fn what_is_said_twice_is_read_once_and_noted() {
        let member = r#""/a":{"get":{"x":{"y":1,"y":1}}}"#;
        let json = format!(r#"{{"openapi":"3.0.3","info":{{}},"paths":{{{member},{member}}}}}"#);
        let yaml =
            "openapi: 3.0.3\ninfo: {}\npaths:\n  /a: &a {get: {x: {y: 1, y: 1}}}\n  /a: *a\n";
        for text in [json.as_str(), yaml] {
            let source = Source::parse(text.to_owned(), "api").unwrap();
            assert_eq!(source.sha256(), crate::file::sha256(text.as_bytes()));
            let notes: Vec<String> = source.notes().iter().map(ToString::to_string).collect();
            assert!(
                notes
                    .iter()
                    .any(|it| it.contains("`/a` stands twice, first at "))
            );
            let document = Document::index(&source).unwrap();
            assert_eq!(document.paths["/a"]["get"].get(), r#"{"x":{"y":1}}"#);
        }
    }

    #[test]
    fn deep_nesting_is_no_stack_overflow() {
        let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
        assert!(error(&deep("{\"a\":", "}")).starts_with("error: "));
        assert!(error(&deep("[", "]")).starts_with("error: "));
        assert!(error(&format!("a: {}", deep("[", "]"))).starts_with("error: "));
    }
}
