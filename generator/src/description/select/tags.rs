//! Which tags to select, and whether there are any.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Brief, SelectedOperation, nearest};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

/// Which tags to select.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub enum Tags {
    /// All that an operation has.
    All,
    /// Those named.
    Named(Vec<String>),
}

/// Tags as a configuration writes them.
#[derive(Deserialize)]
#[serde(untagged, expecting = "`tags` is neither a list of tags nor \"all\"")]
enum Written {
    Word(Word),
    List(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    All,
}

impl From<Written> for Tags {
    fn from(written: Written) -> Self {
        match written {
            Written::Word(Word::All) => Self::All,
            Written::List(names) => Self::Named(names),
        }
    }
}

impl Tags {
    /// Returns whether a tag is one of them.
    pub fn has(&self, tag: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|it| it == tag),
        }
    }

    /// Returns those of them that the operations have.
    ///
    /// # Errors
    ///
    /// Fails if there is none, or if no operation has one that is named.
    pub fn among(&self, operations: &[(SelectedOperation<'_>, Brief)]) -> Result<Vec<String>> {
        let nothing = |message: &str, help: &str| Err(Diagnostic::new(message, help).into());
        match self {
            Self::Named(names) if names.is_empty() => nothing(
                "no tag is selected",
                "name one under `tags`, or write `tags = \"all\"`",
            ),
            Self::Named(names) => check_tags(operations, names).map(|()| names.clone()),
            Self::All => match present(operations) {
                present if present.is_empty() => nothing(
                    "no operation has a tag",
                    "give each operation a tag in the description: its methods go by it",
                ),
                present => Ok(present.into_iter().map(str::to_owned).collect()),
            },
        }
    }
}

/// Checks that each tag has an operation.
///
/// # Errors
///
/// Fails if one has none, and says which ones are nearest.
pub fn check_tags(operations: &[(SelectedOperation<'_>, Brief)], names: &[String]) -> Result<()> {
    let present = present(operations);
    let unknown = names
        .iter()
        .filter(|name| !present.contains(name.as_str()))
        .map(|name| nearest::unknown_tag(name, &present));
    Diagnostics::collect(unknown.collect()).map_or(Ok(()), Err)
}

/// Says that an operation belongs to no tag although all are selected.
pub(super) fn untagged(id: &str) -> Diagnostic {
    Diagnostic::new(
        format!("the operation {} has no tag", quoted(id)),
        "give it one in the description, name the tags to select, or list it under [[skip]] with a reason",
    )
}

fn present<'o>(operations: &'o [(SelectedOperation<'_>, Brief)]) -> BTreeSet<&'o str> {
    let all = operations.iter().flat_map(|(_, brief)| &brief.tags);
    all.map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::Tags;
    use crate::description::load::{Document, Source};
    use crate::description::select::operations;

    /// Returns the tags among those of the operations with these tags.
    fn among(tags: &Tags, of_operations: &[&str]) -> Result<String, String> {
        let paths: Vec<String> = of_operations
            .iter()
            .enumerate()
            .map(|(index, tags)| format!(r#""/{index}":{{"get":{{"tags":{tags}}}}}"#))
            .collect();
        let text = format!(
            r#"{{"openapi":"3.0.3","info":{{}},"paths":{{{}}}}}"#,
            paths.join(",")
        );
        let source = Source::parse(text, "api").unwrap();
        let document = Document::index(&source).unwrap();
        let tags = tags.among(&operations(&document).unwrap());
        tags.map(|it| it.join(" ")).map_err(|it| it.to_string())
    }

    #[test]
    fn tags_are_those_of_the_operations() {
        let named = |names: &[&str]| Tags::Named(names.iter().map(ToString::to_string).collect());
        let description = [r#"["u"]"#, r#"["t", "u"]"#];
        for (tags, expected) in [(Tags::All, "t u"), (named(&["u"]), "u")] {
            assert_eq!(among(&tags, &description).unwrap(), expected);
        }
        for (tags, description, expected) in [
            (Tags::All, &["[]"][..], "error: no operation has a tag\n"),
            (Tags::All, &[], "error: no operation has a tag\n"),
            (named(&[]), &description, "error: no tag is selected\n"),
            (
                named(&["T", "u", "v"]),
                &description,
                "error: no operation has the tag `T`\n  help: the nearest tags are `t`, `u`; \
                 `tagsmith operations` lists all 2\n\nerror: no operation has the tag `v`\n",
            ),
        ] {
            let error = among(&tags, description).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn a_configuration_names_tags_or_takes_all() {
        #[derive(Debug, serde::Deserialize)]
        struct Settings {
            tags: Tags,
        }
        let read = |text: &str| toml::from_str::<Settings>(text).map(|it| it.tags);
        assert_eq!(read("tags = \"all\"").unwrap(), Tags::All);
        let named = Tags::Named(vec!["all".to_owned()]);
        assert_eq!(read("tags = [\"all\"]").unwrap(), named);
        for text in ["tags = \"copilot\"", "tags = [1]", "tags = true"] {
            let error = read(text).unwrap_err();
            let expected = "`tags` is neither a list of tags nor \"all\"";
            assert_eq!(error.message(), expected, "{text}");
        }
    }
}
