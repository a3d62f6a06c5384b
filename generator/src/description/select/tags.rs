//! Resolves the selected tags.

use std::collections::BTreeSet;

use super::nearest;
use super::operation::{Brief, SelectedOperation};
use crate::config::Tags;
use crate::description::load::Document;
use crate::report::{Diagnostic, Diagnostics, Result};

/// Returns the selected tags that operations have.
///
/// # Errors
///
/// Fails if no tag is selected, or no operation has a named tag.
pub fn selected_tags(
    document: &Document<'_>,
    tags: &Tags,
    operations: &[(SelectedOperation<'_>, Brief)],
) -> Result<Vec<String>> {
    let nothing = |message: &str, help: &str| Err(Diagnostic::new(message, help).into());
    match tags {
        Tags::Named(names) if names.is_empty() => nothing(
            "no tag is selected",
            "list a tag under `tags`, or set `tags = \"all\"`",
        ),
        Tags::Named(names) => check_tags(operations, names).map(|()| names.clone()),
        Tags::All => match present(operations) {
            present if present.is_empty() && !document.has_only_schemas() => nothing(
                "the description has no operation",
                "check that it is the right file: operations are listed under `paths`, by path and method, and schemas under \
                 `components`",
            ),
            present => Ok(present.into_iter().map(str::to_owned).collect()),
        },
    }
}

/// Checks that each tag has an operation.
///
/// # Errors
///
/// Fails if a tag has no operation. The error lists the most similar tags.
pub fn check_tags(operations: &[(SelectedOperation<'_>, Brief)], names: &[String]) -> Result<()> {
    let present = present(operations);
    let unknown = names
        .iter()
        .filter(|name| !present.contains(name.as_str()))
        .map(|name| nearest::unknown_tag(name, &present));
    Diagnostics::collect(unknown.collect()).map_or(Ok(()), Err)
}

fn present<'o>(operations: &'o [(SelectedOperation<'_>, Brief)]) -> BTreeSet<&'o str> {
    let all = operations.iter().flat_map(|(_, brief)| &brief.tags);
    all.map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::selected_tags;
    use crate::config::Tags;
    use crate::description::load::{Document, Source};
    use crate::description::select::operations;

    /// Returns the selected tags that operations have, in the description's order.
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
        let tags = selected_tags(&document, tags, &operations(&document).unwrap());
        tags.map(|it| it.join(" ")).map_err(|it| it.to_string())
    }

    #[test]
    fn only_tags_of_operations_can_be_selected() {
        let named = |names: &[&str]| Tags::Named(names.iter().map(ToString::to_string).collect());
        let description = [r#"["u"]"#, r#"["t", "u"]"#];
        assert_eq!(among(&Tags::All, &["[]"]).unwrap(), "default");
        for (tags, expected) in [(Tags::All, "t u"), (named(&["u"]), "u")] {
            assert_eq!(among(&tags, &description).unwrap(), expected);
        }
        for (tags, description, expected) in [
            (
                Tags::All,
                &[][..],
                "error: the description has no operation\n",
            ),
            (named(&[]), &description, "error: no tag is selected\n"),
            (
                named(&["T", "u", "v"]),
                &description,
                "error: no operation has the tag `T`\n  help: the most similar tags are `t`, `u`; run `tagsmith \
                 operations` to list all tags\n\nerror: no operation has the tag `v`\n",
            ),
        ] {
            let error = among(&tags, description).unwrap_err();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
