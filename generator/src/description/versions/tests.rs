//! Tests of API versions.

use super::{apply, widen};
use crate::description::load::{Document, Source};
use crate::description::select::{Selection, Tags, operations, select};

/// An API whose operation has a different response in version 2. The responses have changes too, and `/other` has a
/// change of version 3.
const API: &str = r##"{"openapi":"3.0.3","info":{},"paths":{
    "/a":{"get":{"tags":["t"],"operationId":"a","x":{"$ref":"#/components/schemas/old"},
        "x-github-breaking-changes":[{"changeset":"c","version":"2","patch":{"x":{"$ref":"#/components/schemas/new"}}}]}},
    "/other":{"get":{"tags":["other"],
        "x-github-breaking-changes" : [{"version":"3","patch":[]}]}}},
    "components":{"schemas":{
        "new":{"z":1,"x-github-breaking-changes":[
            {"version":"3","patch":{"three":[]}},{"version":"2","patch":{"two":[],"q":null}},
            {"version":"2","patch":[{"op":"add","path":"/two/0","value":{}}]}],"a":{"$ref":"#/components/schemas/deep"},
            "q":{"$ref":"#/components/schemas/was"}},
        "old":{"description":"no \"x-github-breaking-changes\": [1]","enum":["x-github-breaking-changes"]},
        "unused":{},"was":{},
        "deep":{"items":[{"y":1,"b":2,"x-github-breaking-changes":[{"version":"2","patch":{"y":null}}]}]}}}}"##;

/// Returns the names and texts of the selected components.
fn components(selection: &Selection<'_>) -> String {
    let all = selection.components.iter();
    let all = all.map(|(key, raw)| format!("{}={raw}", key.name));
    all.collect::<Vec<_>>().join(" ")
}

/// Applies a function to a selection of the tag `t`. Returns the components.
fn selected(
    text: &str,
    act: impl FnOnce(&mut Selection<'_>) -> crate::report::Result<()>,
) -> Result<String, String> {
    let source = Source::parse(text.to_owned(), "api").unwrap();
    let document = Document::index(&source).unwrap();
    let all = operations(&document).unwrap();
    let tags = Tags::Named(vec!["t".to_owned()]);
    let mut selection = select(&document, all, &tags, &[]).unwrap();
    act(&mut selection).map_err(|it| it.to_string())?;
    Ok(components(&selection))
}

fn in_version(text: &str, version: Option<&str>) -> Result<String, String> {
    selected(text, |selection| apply(selection, version))
}

#[test]
fn changes_up_to_the_version_are_applied() {
    let old = r#"old={"description":"no \"x-github-breaking-changes\": [1]","enum":["x-github-breaking-changes"]}"#;
    let deep = r#"deep={"items":[{"b":2}]}"#;
    let reference = r##""a":{"$ref":"#/components/schemas/deep"}"##;
    let second = format!(r#"new={{"z":1,{reference},"two":[{{}}]}} {deep}"#);
    let third = format!(r#"new={{"z":1,{reference},"two":[{{}}],"three":[]}} {deep}"#);
    for (version, expected) in [
        (None, old),
        (Some("2022-11-28"), old),
        (Some("2"), &second),
        (Some("3"), &third),
    ] {
        assert_eq!(in_version(API, version).unwrap(), expected);
    }
}

#[test]
fn a_pin_contains_what_each_version_needs() {
    let mut pin = String::new();
    let names = selected(API, |selection| {
        widen(selection)?;
        pin = crate::description::pin::render(selection)?;
        Ok(())
    });
    assert!(!names.unwrap().contains("unused"));
    for version in [None, Some("2"), Some("3")] {
        let of_pin = in_version(&pin, version).unwrap();
        assert_eq!(of_pin, in_version(API, version).unwrap());
    }
}

#[test]
fn a_description_without_changes_accepts_any_version() {
    let plain = API.replace("x-github-breaking-changes", "x-plain");
    assert_eq!(
        in_version(&plain, Some("4")).unwrap(),
        in_version(&plain, None).unwrap()
    );
}

#[test]
fn unknown_versions_and_invalid_changes_are_refused() {
    let change = |from: &str, to: &str| {
        assert!(API.contains(from), "{from}");
        API.replace(from, to)
    };
    for (text, version, expected) in [
        (
            API.to_owned(),
            "4",
            "error: the description does not declare the API version `4`\n  help: its versions are `2022-11-28`, `2`, `3`",
        ),
        (
            change("/two/0", "/two/1"),
            "2",
            "error: the change `` of version `2` cannot be applied: `/two/1` does not exist\n  \
             --> #/components/schemas/new\n  help: ",
        ),
        (
            change(r#"{"version":"2","patch":{"y":null}}"#, "1"),
            "2",
            "error: `x-github-breaking-changes` is not a list of changes: ",
        ),
        (
            change("schemas/new\"", "schemas/no\""),
            "2",
            "error: the reference `#/components/schemas/no` matches no component\n  --> #/paths/~1a/get\n",
        ),
        (
            change(
                r#""/a":{"#,
                r#""/a":{"parameters":[{"x-github-breaking-changes":[]}],"#,
            ),
            "2",
            "error: changes of path-level parameters are not supported\n  \
             --> #/paths/~1a/parameters\n",
        ),
    ] {
        let error = in_version(&text, Some(version)).unwrap_err();
        assert!(error.starts_with(expected), "{error}");
    }
}
