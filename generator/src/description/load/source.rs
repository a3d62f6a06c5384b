//! The text of a description as JSON, converted from YAML if necessary.

use std::path::Path;

use super::{marks, repeated, yaml};
use crate::description::dialect::{self, Moved};
use crate::file::{name_of, sha256, text};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

/// The text of a description, as JSON.
#[derive(Debug)]
pub struct Source {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) original: Option<String>,
    /// The values that the rewriting to OpenAPI 3.0 moved.
    pub(super) moved: Moved,
    notes: Vec<Diagnostic>,
}

impl Source {
    /// Reads a file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// Fails if the file is unreadable, or is neither JSON nor YAML.
    pub fn read(path: &Path) -> Result<Self> {
        let original = text(path)?;
        Self::parse(original, &name_of(path))
    }

    /// Parses a text that was read from `name`.
    ///
    /// # Errors
    ///
    /// Fails if the text is neither JSON nor YAML.
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
                "give an OpenAPI 3.0 or 3.1 description in JSON or YAML",
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
                        "give an OpenAPI 3.0 or 3.1 description in JSON or YAML",
                    )
                    .at(error.location(&name))
                })?;
                Self::of_json(name, json, Some(text))
            }
        }
    }

    /// Checks for duplicate keys. Removes duplicates with equal values.
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
                        format!("{key} is declared twice{first}, with the same value"),
                        "remove one of the declarations",
                    )
                    .at(location),
                ),
                false => refused.push(
                    Diagnostic::new(
                        format!("{key} is declared twice{first}, with different values"),
                        "remove one of the declarations",
                    )
                    .at(location),
                ),
            }
        }
        if let Some(refused) = Diagnostics::collect(refused) {
            return Err(refused);
        }
        let (text, original) = match notes.is_empty() {
            true => (json, yaml),
            false => (repeated::without(&json, &repeated), yaml.or(Some(json))),
        };
        let rewritten = dialect::as_3_0(&text).map_err(|_| {
            Diagnostic::new(
                "the description is nested too deeply",
                "check whether an alias or a value contains itself",
            )
            .at(&name)
        })?;
        let (text, original, moved) = match rewritten {
            Some((rewritten, moved)) => (rewritten, original.or(Some(text)), moved),
            None => (text, original, Moved::default()),
        };
        Ok(Self {
            name,
            text,
            original,
            moved,
            notes,
        })
    }

    /// Returns notes about the text that are not errors.
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the SHA-256 of the original file, in hexadecimal.
    pub fn sha256(&self) -> String {
        let original = self.original.as_ref().unwrap_or(&self.text);
        sha256(original.as_bytes())
    }
}
