//! Tests of the rewriting: schemas, other parts, references, and pointers of moved values.

use super::as_3_0;

/// Returns a schema of OpenAPI 3.1 rewritten to 3.0.
fn schema(text: &str) -> String {
    let description = format!(
        r#"{{"openapi":"3.1.0","info":{{}},"paths":{{}},"components":{{"schemas":{{"A":{text}}}}}}}"#
    );
    let rewritten = as_3_0(&description).unwrap().unwrap().0;
    let start = rewritten.find(r#"{"A":"#).unwrap() + 5;
    rewritten[start..rewritten.len() - 3].to_owned()
}

#[test]
fn schemas_of_3_1_are_rewritten_to_3_0() {
    for (new, old) in [
        (
            r#"{"type":["string","null"]}"#,
            r#"{"type":"string","nullable":true}"#,
        ),
        (r#"{"type":"null"}"#, r#"{"nullable":true,"x-null":true}"#),
        (
            r##"{"anyOf":[{"$ref":"#/a"},{"type":"null"}]}"##,
            r##"{"allOf":[{"$ref":"#/a"}],"nullable":true}"##,
        ),
        (
            r#"{"title":"t","anyOf":[{"type":"null"},{"type":"string","title":"u"}]}"#,
            r#"{"title":"t","type":"string","nullable":true}"#,
        ),
        (
            r#"{"minLength":1,"oneOf":[{"type":"string"},{"type":"null"}]}"#,
            r#"{"minLength":1,"allOf":[{"type":"string"}],"nullable":true}"#,
        ),
        (
            r#"{"oneOf":[{"type":"string"},{"type":"null"},{"type":"integer"}]}"#,
            r#"{"oneOf":[{"type":"string"},{"type":"integer"}],"nullable":true}"#,
        ),
        (
            r#"{"type":["string","array"],"items":{"type":"string"},"maxLength":2}"#,
            r#"{"anyOf":[{"type":"string","maxLength":2},{"type":"array","items":{"type":"string"}}]}"#,
        ),
        (r#"{"type":["integer","number"]}"#, r#"{"type":"number"}"#),
        (
            r#"{"type":["string","integer"],"format":"uint64"}"#,
            r#"{"anyOf":[{"type":"string"},{"type":"integer","format":"uint64"}]}"#,
        ),
        (
            r#"{"type":["string","integer"],"format":"date"}"#,
            r#"{"anyOf":[{"type":"string","format":"date"},{"type":"integer"}]}"#,
        ),
        (
            r#"{"type":["string","integer"],"enum":["a"]}"#,
            r#"{"type":"string","enum":["a"]}"#,
        ),
        (
            r#"{"type":["string","null"],"const":null}"#,
            r#"{"nullable":true,"x-null":true}"#,
        ),
        (
            r#"{"properties":{},"patternProperties":{"a":{"type":"string"}},"unevaluatedProperties":false}"#,
            r#"{"properties":{},"additionalProperties":{"type":"string"},"x-unevaluatedProperties":false}"#,
        ),
        (
            r#"{"type":["string",null]}"#,
            r#"{"type":"string","nullable":true}"#,
        ),
        (
            r#"{"anyOf":[false,{"type":"string"},{"type":null}]}"#,
            r#"{"type":"string","nullable":true}"#,
        ),
        (r#"{"const":"a"}"#, r#"{"enum":["a"],"type":"string"}"#),
        (r#"{"const":[1]}"#, r#"{"enum":[[1]]}"#),
        (
            r#"{"type":"integer","const":1}"#,
            r#"{"type":"integer","enum":[1]}"#,
        ),
        (r#"{"const":null}"#, r#"{"nullable":true,"x-null":true}"#),
        (
            r#"{"exclusiveMinimum":1,"minimum":0}"#,
            r#"{"exclusiveMinimum":true,"minimum":1}"#,
        ),
        (r#"{"exclusiveMaximum":9,"maximum":7}"#, r#"{"maximum":7}"#),
        (r#"{"examples":[1.10,2]}"#, r#"{"example":1.10}"#),
        (
            r##"{"$ref":"#/a","description":"d"}"##,
            r##"{"allOf":[{"$ref":"#/a"}],"description":"d"}"##,
        ),
        ("true", "{}"),
        ("false", r#"{"not":{}}"#),
        (
            r#"{"properties":{"a":true},"additionalProperties":false}"#,
            r#"{"properties":{"a":{}},"additionalProperties":false}"#,
        ),
        (
            r#"{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}"#,
            r#"{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"integer"}]}}"#,
        ),
        (
            r#"{"type":"object","patternProperties":{"^a":{"type":"integer"}},"additionalProperties":false}"#,
            r#"{"type":"object","additionalProperties":{"type":"integer"}}"#,
        ),
        (
            r#"{"properties":{},"patternProperties":{"^a":{}}}"#,
            r#"{"properties":{},"x-patternProperties":{"^a":{}}}"#,
        ),
        (
            r#"{"patternProperties":{"a":{"type":"null"},"b":true},"additionalProperties":{"const":1}}"#,
            r#"{"additionalProperties":{"anyOf":[{},{"enum":[1],"type":"integer"}],"nullable":true}}"#,
        ),
        (
            r#"{"oneOf":[],"unevaluatedProperties":false}"#,
            r#"{"oneOf":[],"x-unevaluatedProperties":false}"#,
        ),
        (
            r##"{"oneOf":[{"$ref":"#/a","title":"t"}],"$defs":{"b":true}}"##,
            r##"{"oneOf":[{"$ref":"#/a","x-title":"t"}],"$defs":{"b":{}}}"##,
        ),
        (
            r#"{"type":["null","string","number","boolean","object","array"]}"#,
            r#"{"nullable":true}"#,
        ),
        (
            r#"{"type":"string","contentMediaType":"image/png"}"#,
            r#"{"type":"string","x-contentMediaType":"image/png","format":"binary"}"#,
        ),
        (
            r#"{"type":"string","contentMediaType":"application/json"}"#,
            r#"{"type":"string","x-contentMediaType":"application/json"}"#,
        ),
        (
            r#"{"type":"string","contentEncoding":"base64"}"#,
            r#"{"type":"string","x-contentEncoding":"base64","format":"byte"}"#,
        ),
        (r#"{"if":{},"then":{}}"#, r#"{"x-if":{},"x-then":{}}"#),
        (
            r#"{"type":"object","unevaluatedProperties":false}"#,
            r#"{"type":"object","additionalProperties":false}"#,
        ),
        (
            r#"{"example":{"type":["a"]},"default":{"const":1}}"#,
            r#"{"example":{"type":["a"]},"default":{"const":1}}"#,
        ),
    ] {
        assert_eq!(schema(new), old, "{new}");
    }
}

#[test]
fn several_types_beside_a_union_keep_their_keywords() {
    for (new, old) in [
        (
            r#"{"type":["object","string"],"properties":{"a":{}},"required":["a"],"oneOf":[{"type":"object","required":["b"]},{"type":"string"}]}"#,
            r#"{"oneOf":[{"type":"object","required":["b","a"],"properties":{"a":{}}},{"type":"string"}]}"#,
        ),
        (
            r##"{"type":["string","integer"],"minimum":3,"anyOf":[{"type":"string","maxLength":2},{"$ref":"#/components/schemas/B"}]}"##,
            r##"{"anyOf":[{"type":"string","maxLength":2},{"allOf":[{"$ref":"#/components/schemas/B"},{"type":"integer","minimum":3}]}]}"##,
        ),
        // This branch declares no type.
        (
            r#"{"type":["object","string"],"properties":{"a":{}},"oneOf":[{"required":["b"]},{"type":"string"}]}"#,
            r#"{"oneOf":[{"required":["b"],"type":"object","properties":{"a":{}}},{"type":"string"}]}"#,
        ),
        (
            r##"{"type":["integer","string"],"minimum":3,"oneOf":[{"allOf":[{"$ref":"#/components/schemas/C"}]},{"type":"string"}]}"##,
            r##"{"oneOf":[{"allOf":[{"$ref":"#/components/schemas/C"}],"type":"integer","minimum":3},{"type":"string"}]}"##,
        ),
        (
            r##"{"type":["integer","string"],"minimum":3,"oneOf":[{"$ref":"#/components/schemas/C"},{"type":"string"}]}"##,
            r##"{"oneOf":[{"allOf":[{"$ref":"#/components/schemas/C"},{"type":"integer","minimum":3}]},{"type":"string"}]}"##,
        ),
        // A branch of a discriminator.
        (
            r##"{"type":["object","string"],"properties":{"k":{},"a":{}},"required":["k","a"],"discriminator":{"propertyName":"k"},"oneOf":[{"$ref":"#/components/schemas/D"},{"type":"string"}]}"##,
            r##"{"discriminator":{"propertyName":"k"},"oneOf":[{"allOf":[{"$ref":"#/components/schemas/D"},{"type":"object","properties":{"k":{},"a":{}},"required":["k","a"]}]},{"type":"string"}]}"##,
        ),
        (
            r##"{"type":["object","string"],"properties":{"k":{}},"required":["k"],"discriminator":{"propertyName":"k"},"oneOf":[{"$ref":"#/components/schemas/D"},{"type":"string"}]}"##,
            r##"{"discriminator":{"propertyName":"k"},"oneOf":[{"$ref":"#/components/schemas/D"},{"type":"string"}]}"##,
        ),
        (
            r#"{"type":["string","integer"],"maxLength":9,"anyOf":[{"pattern":"a"},{"minimum":3}]}"#,
            r#"{"anyOf":[{"type":"string","maxLength":9},{"type":"integer"}],"x-anyOf":[{"pattern":"a"},{"minimum":3}]}"#,
        ),
    ] {
        let description = format!(
            r##"{{"openapi":"3.1.0","info":{{}},"paths":{{}},"components":{{"schemas":{{"B":{{"type":"integer"}},"C":{{"allOf":[{{"$ref":"#/components/schemas/B"}}]}},"D":{{"properties":{{"k":{{}}}},"required":["k"]}},"A":{new}}}}}}}"##
        );
        let rewritten = as_3_0(&description).unwrap().unwrap().0;
        let start = rewritten.find(r#""A":"#).unwrap() + 4;
        assert_eq!(rewritten[start..rewritten.len() - 3], *old, "{new}");
    }
}

#[test]
fn a_referenced_branch_beside_null_is_kept() {
    let text = r##"{"openapi":"3.1.0","info":{},"paths":{},"components":{"schemas":{
        "u":{"anyOf":[{"type":"null"},{"type":"string"}]},
        "v":{"oneOf":[{"type":"null"},{"type":"string"},{"type":"integer"}]},
        "w":{"anyOf":[{"$anchor":"n","type":"string"},{"type":"null"}]},
        "r":{"allOf":[{"$ref":"#/components/schemas/u/anyOf/1"},{"$ref":"#/components/schemas/v/oneOf/0"},{"$ref":"#n"}]}}}}"##;
    let (text, moved) = as_3_0(text).unwrap().unwrap();
    let expected = r##"{"u":{"allOf":[{"type":"string"}],"nullable":true},"v":{"oneOf":[{"type":"string"},{"type":"integer"}],"$defs":{"oneOf 0":{"nullable":true,"x-null":true}},"nullable":true},"w":{"allOf":[{"x-$anchor":"n","type":"string"}],"nullable":true},"r":{"allOf":[{"$ref":"#/components/schemas/u/allOf/0"},{"$ref":"#/components/schemas/v/$defs/oneOf 0"},{"$ref":"#/components/schemas/w/allOf/0"}]}}"##;
    assert!(text.contains(expected), "{text}");
    let given = moved.given("#/components/schemas/v/$defs/oneOf 0/type");
    assert_eq!(given, "#/components/schemas/v/oneOf/0/type");
}

#[test]
fn each_of_many_moved_values_has_its_own_pointer() {
    let schema = |index: usize| {
        format!(
            r##""s{index}":{{"type":["string","array"],"items":{{"oneOf":[{{"type":"null"}},{{"$ref":"#/components/schemas/s0"}}]}}}}"##
        )
    };
    let schemas: Vec<String> = (0..12_000).map(schema).collect();
    let text = format!(
        r#"{{"openapi":"3.1.0","info":{{}},"paths":{{}},"components":{{"schemas":{{{}}}}}}}"#,
        schemas.join(",")
    );
    assert!(text.len() > 1_000_000);
    let (_, moved) = as_3_0(&text).unwrap().unwrap();
    for index in 0..12_000 {
        let schema = format!("#/components/schemas/s{index}");
        let given = moved.given(&format!("{schema}/anyOf/1/items/allOf/0"));
        assert_eq!(given, format!("{schema}/items/oneOf/1"));
    }
}

#[test]
fn deep_descriptions_do_not_overflow_a_small_stack() {
    let (open, close) = (r#"{"items":"#.repeat(390), "}".repeat(390));
    let text =
        format!(r#"{{"openapi":"3.1.0","components":{{"schemas":{{"a":{open}true{close}}}}}}}"#);
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let thread = thread.spawn(move || as_3_0(&text).unwrap().is_some());
    assert!(thread.unwrap().join().unwrap());
}

#[test]
fn parts_outside_schemas_are_rewritten_too() {
    let description = r##"{"openapi":"3.1.1","info":{"title":"t","summary":"s"},
        "webhooks":{"a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":["string","null"]}}}}}}},
        "paths":{"/a":{"$ref":"#/components/pathItems/A"}},
        "components":{"pathItems":{"A":{"get":{"parameters":[{"$ref":"#/p","description":"d"}]}}}}}"##;
    let expected = r##"{"openapi":"3.0.3","info":{"title":"t","x-summary":"s"},
        "x-webhooks":{"a":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"string","nullable":true}}}},"responses":{}}}},
        "paths":{"/a":{"get":{"parameters":[{"$ref":"#/p","x-description":"d"}],"responses":{}}}},
        "components":{}}"##;
    let without_space: String = expected.lines().map(str::trim).collect();
    assert_eq!(as_3_0(description).unwrap().unwrap().0, without_space);
}

/// The keywords of this schema are moved.
const MOVED: &str = r##"{"openapi":"3.1.0","info":{},"paths":{"/a":{"$ref":"#/components/pathItems/i"}},"components":{
    "pathItems":{"i":{"get":{"x":1}}},"schemas":{
    "a":{"anyOf":[{"type":"null"},{"type":"array","prefixItems":[{"const":1},{"$anchor":"n","type":"string"}]}]},
    "b":{"$defs":{"c/d":true},"$ref":"#/e","allOf":[{"title":"t"}]},
    "c":{"type":["null","string","array"],"items":{"oneOf":[{"type":"null"},{"$ref":"#/e"},{"$ref":"#/f"}]}},
    "d":{"properties":{"example":{"$ref":"#/components/schemas/c/items/oneOf/2"},
        "p":{"$ref":"#/components/schemas/b/$defs/c~1d"},"q":{"$ref":"#n"}},
        "example":{"$ref":"#n"}}}}}"##;

#[test]
fn pointers_of_moved_values_are_mapped_to_the_users_description() {
    let (_, moved) = as_3_0(MOVED).unwrap().unwrap();
    let schemas = "#/components/schemas";
    for (rewritten, given) in [
        ("a/type", "a/anyOf/1/type"),
        ("a/items/anyOf/0/enum/0", "a/anyOf/1/prefixItems/0/const"),
        ("a/items/anyOf/1", "a/anyOf/1/prefixItems/1"),
        ("b/$defs/c~1d", "b/$defs/c~1d"),
        ("b/allOf/0", "b/$ref"),
        ("b/allOf/1/title", "b/allOf/0/title"),
        ("c/anyOf/0", "c/type/1"),
        ("c/anyOf/1", "c/type/2"),
        ("c/anyOf/1/items/oneOf/1", "c/items/oneOf/2"),
        ("d/properties/p", "d/properties/p"),
        ("ab/items", "ab/items"),
    ] {
        assert_eq!(
            moved.given(&format!("{schemas}/{rewritten}")),
            format!("{schemas}/{given}")
        );
    }
    assert_eq!(
        moved.given("#/paths/~1a/get/x"),
        "#/components/pathItems/i/get/x"
    );
}

#[test]
fn references_to_moved_values_are_redirected() {
    let (text, _) = as_3_0(MOVED).unwrap().unwrap();
    for reference in ["c/anyOf/1/items/oneOf/1", "b/$defs/c~1d", "a/items/anyOf/1"] {
        let reference = format!(r##"{{"$ref":"#/components/schemas/{reference}"}}"##);
        assert!(text.contains(&reference), "{reference}: {text}");
    }
    assert!(text.contains(r##""example":{"$ref":"#n"}"##), "{text}");
}

#[test]
fn references_are_decoded_before_they_are_redirected() {
    let text = r##"{"openapi":"3.1.0","info":{},"paths":{},"components":{"schemas":{
        "a b":{"anyOf":[{"type":"null"},{"type":"string"},{"type":"integer"}]},
        "c":{"$ref":"#/components/schemas/a%20b/anyOf/1"}}}}"##;
    let (text, _) = as_3_0(text).unwrap().unwrap();
    assert!(text.contains("#/components/schemas/a b/anyOf/0"), "{text}");
}

#[test]
fn references_to_an_anchor_lead_to_its_schema() {
    let text = r##"{"openapi":"3.1.0","info":{},"paths":{},"components":{"schemas":{
        "t":{"prefixItems":[{"type":"boolean"},{"$anchor":"n","type":"object"}],"items":{"anyOf":[{"type":"integer"},{"type":"string"}]}},
        "u":{"$ref":"#n"}}}}"##;
    let (text, _) = as_3_0(text).unwrap().unwrap();
    let expected = r##"{"$ref":"#/components/schemas/t/items/anyOf/1"}"##;
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_branch_of_a_union_may_reference_null() {
    for null in [
        r#"{"type":["null"]}"#,
        r#"{"enum":[null]}"#,
        r#"{"const":null}"#,
        r##"{"$ref":"#/components/schemas/M"}"##,
    ] {
        let text = format!(
            r##"{{"openapi":"3.1.0","info":{{}},"paths":{{}},"components":{{"schemas":{{"M":{{"type":"null"}},"N":{null},
            "u":{{"oneOf":[{{"type":"string"}},{{"$ref":"#/components/schemas/N"}}]}}}}}}}}"##
        );
        let (text, _) = as_3_0(&text).unwrap().unwrap();
        assert!(
            text.ends_with(r#""u":{"type":"string","nullable":true}}}}"#),
            "{text}"
        );
    }
}

#[test]
fn a_byte_order_mark_is_ignored() {
    assert!(as_3_0("\u{feff}{\"openapi\":\"3.1.0\"}").unwrap().is_some());
}

#[test]
fn other_versions_are_not_rewritten() {
    for text in [
        r#"{"openapi":"3.0.3"}"#,
        r#"{"openapi":"3.10.0"}"#,
        r#"{"openapi":"3.0.3","info":{"version":"3.1"}}"#,
        "no JSON",
    ] {
        assert!(as_3_0(text).unwrap().is_none(), "{text}");
    }
    let deep = format!(
        r#"{{"openapi":"3.1.0","a":{}1{}}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    assert!(as_3_0(&deep).is_err());
}
