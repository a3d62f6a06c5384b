//! Tests of loading: accepted and refused texts.

use super::{Document, Source};

fn error(text: &str) -> String {
    let read = Source::parse(text.to_owned(), "api")
        .and_then(|source| Document::index(&source).map(|document| document.paths.len()));
    read.unwrap_err().to_string()
}

#[test]
fn json_and_yaml_give_the_same_index() {
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
fn a_text_that_is_not_a_description_is_refused() {
    for (text, expected) in [
        ("", "is empty"),
        (" \n", "is empty"),
        ("{", "is not valid JSON"),
        ("a: [", "neither JSON nor YAML"),
        ("text", "not an OpenAPI document"),
        ("{}", "`openapi` is missing"),
        (r#"{"swagger":"2.0","paths":{}}"#, "Swagger `2.0`"),
        (r#"{"openapi":"3.2.0","paths":{}}"#, "OpenAPI `3.2.0`"),
        (r#"{"openapi":"3.0.0","paths":{}}"#, "`info` is missing"),
        (
            "{\"paths\":{\"/a\":{},\n \"/a\":{\"get\":{}}}}",
            "`/a` is declared twice, first at 1:11, with different values\n  --> api:2:2\n",
        ),
        (
            "paths:\n  /a: {}\n  /a: {get: {}}\n",
            "`/a` is declared twice, first at 2:3, with different values\n  --> api:3:3\n",
        ),
    ] {
        assert!(error(text).contains(expected), "{text}: {}", error(text));
    }
}

#[test]
fn duplicate_keys_with_equal_values_are_removed_and_noted() {
    let member = r#""/a":{"get":{"x":{"y":1,"y":1}}}"#;
    let json = format!(r#"{{"openapi":"3.0.3","info":{{}},"paths":{{{member},{member}}}}}"#);
    let yaml = "openapi: 3.0.3\ninfo: {}\npaths:\n  /a: &a {get: {x: {y: 1, y: 1}}}\n  /a: *a\n";
    for text in [json.as_str(), yaml] {
        let source = Source::parse(text.to_owned(), "api").unwrap();
        assert_eq!(source.sha256(), crate::file::sha256(text.as_bytes()));
        let notes: Vec<String> = source.notes().iter().map(ToString::to_string).collect();
        assert!(
            notes
                .iter()
                .any(|it| it.contains("`/a` is declared twice, first at "))
        );
        let document = Document::index(&source).unwrap();
        assert_eq!(document.paths["/a"]["get"].get(), r#"{"x":{"y":1}}"#);
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    assert!(error(&deep("{\"a\":", "}")).starts_with("error: "));
    assert!(error(&deep("[", "]")).starts_with("error: "));
    assert!(error(&format!("a: {}", deep("[", "]"))).starts_with("error: "));
}
