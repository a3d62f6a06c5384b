//! Tests of the selection.

use super::{Tags, operations, select};
use crate::config::{Scope, Skip};
use crate::description::load::{Document, Source};

/// Selects from a description with these paths and components. Returns the names of the selected operations and
/// components. The tag `*` selects all tags.
fn selected(paths: &str, components: &str, tags: &[&str]) -> Result<Vec<String>, String> {
    let text = format!(
        r##"{{"openapi":"3.0.3","info":{{}},"paths":{{{paths}}},"components":{{{components}}}}}"##
    );
    let source = Source::parse(text, "api").map_err(|it| it.to_string())?;
    let document = Document::index(&source).map_err(|it| it.to_string())?;
    let tags = match tags {
        ["*"] => Tags::All,
        names => Tags::Named(names.iter().map(ToString::to_string).collect()),
    };
    let skip = Skip {
        operation: "skipped".to_owned(),
        reason: "r".to_owned(),
        deliberate: false,
        scope: Scope::default(),
    };
    let selection = operations(&document)
        .and_then(|all| select(&document, all, &tags, &[skip]))
        .map_err(|it| it.to_string())?;
    let operations = selection.operations.iter().map(|it| it.id.clone());
    let components = selection.components.keys().map(|it| it.name.clone());
    Ok(operations.chain(components).collect())
}

#[test]
fn tags_match_exactly_and_components_keep_their_order() {
    let paths = r##"
        "/b": {"parameters": [{"$ref": "#/components/parameters/p"}],
               "get": {"summary": "s", "tags": ["copilot"], "operationId": "b"}},
        "/a": {"get": {"operationId": "a", "x": {"$ref": "#/components/headers/x-h"}, "tags": ["copilot"]},
               "put": {"tags": ["copilot-spaces"], "operationId": "c",
                       "x": {"$ref": "#/components/schemas/gone"}},
               "x-more": 1}"##;
    let components = r##"
        "schemas": {"unused": {}, "z": {"allOf": [{"$ref": "#/components/schemas/z"}]}},
        "x-more": 1,
        "headers": {"x-h": {"schema": {"$ref": "#/components/schemas/z"}}},
        "parameters": {"p": {}}"##;
    let found = selected(paths, components, &["copilot"]).unwrap();
    assert_eq!(found, ["b", "a", "z", "x-h", "p"]);
}

#[test]
fn invalid_operations_and_references_are_refused() {
    let operation = |more: &str| format!(r##"{{"tags": ["t"], "operationId": "a"{more}}}"##);
    let plain = operation("");
    let leads = |to: &str| operation(&format!(r##", "x": {{"$ref": "{to}"}}"##));
    for (item, expected) in [
        (
            format!(r##""get": {}"##, leads("#/components/schemas/no")),
            "error: the reference `#/components/schemas/no` matches no component\n  --> #/paths/~1a/get\n  \
             needed by: GET /a (a)",
        ),
        (
            format!(r##""get": {}"##, leads("other.json#/a")),
            "is not within the document's components",
        ),
        (
            format!(
                r##""get": {plain}, "put": {plain}, "post": {}, "head": {}"##,
                plain.replace(r#""a""#, r#""put_a""#),
                plain.replace(r#""a""#, r#""put_slash_a""#)
            ),
            "the operationId `a` is declared twice: also at #/paths/~1a/get",
        ),
        (
            format!(r##""get": {plain}, "$ref": "#/paths/b""##),
            "a reference to another path is not supported",
        ),
        (
            format!(r##""get": {plain}, "<<": {{}}"##),
            "the field `<<` of a path item is not supported",
        ),
        (
            r##""get": {"tags": "t"}"##.to_owned(),
            "this is not an operation",
        ),
        (r##""get": []"##.to_owned(), "this is not an operation"),
    ] {
        let error = selected(&format!(r##""/a": {{{item}}}"##), "", &["t"]).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn all_tags_includes_undeclared_tags() {
    let paths = r##"
        "/a": {"get": {"tags": ["u", "t"], "operationId": "a"}},
        "/b": {"get": {"tags": ["v"], "operationId": "b"}},
        "/c": {"get": {"operationId": "skipped"}}"##;
    assert_eq!(selected(paths, "", &["*"]).unwrap(), ["a", "b"]);
    assert_eq!(selected(paths, "", &["t"]).unwrap(), ["a"]);
}

#[test]
fn a_duplicate_operation_id_is_derived_from_the_path() {
    let paths = r##""/a": {"get": {"operationId": "a"}, "put": {"operationId": "a"}},
        "/b": {"get": {}}, "/b/": {"get": {}}"##;
    let expected = ["a", "put_a", "get_b", "get_slash_b_slash"];
    assert_eq!(selected(paths, "", &["*"]).unwrap(), expected);
}

#[test]
fn missing_tags_and_operation_ids_are_derived_from_the_path() {
    let paths = r##""/v1/a/{b}": {"get": {}, "put": {"operationId": "c", "tags": []}}"##;
    for tags in [&["*"], &["a"]] {
        assert_eq!(selected(paths, "", tags).unwrap(), ["get_v1_a_by_b", "c"]);
    }
}
