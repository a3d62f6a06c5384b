//! Tests of overlays.

use super::Overlay;
use crate::config::Occasion;
use crate::description::load::{Document, Source};
use crate::description::reference::ComponentKey;
use crate::description::select::{Tags, operations, select};

const API: &str = r##"{"openapi":"3.0.3","info":{},"paths":{"/a":{"get":{"tags":["t"],
    "operationId":"a","x":{"$ref":"#/components/schemas/b"}}}},
    "components":{"schemas":{"b":{"z":1,"a":[1,2]},"c":{}}}}"##;

fn corrected(action: &str) -> Result<(String, usize), String> {
    let overlay =
        format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n- {action}\n");
    let overlay = Overlay::parse(&overlay, "overlay.yaml").map_err(|it| it.to_string())?;
    let source = Source::parse(API.to_owned(), "api").unwrap();
    let document = Document::index(&source).unwrap();
    let all = operations(&document).unwrap();
    let mut selection = select(&document, all, &Tags::All, &[]).unwrap();
    let occasion = Occasion {
        tags: &["t".to_owned()],
        description: "api",
        api_version: None,
    };
    let expired = overlay
        .apply(&mut selection, &occasion)
        .map_err(|it| it.to_string())?;
    let key = ComponentKey::parse("#/components/schemas/b").unwrap();
    let b = selection.components.get(&key).map(ToString::to_string);
    Ok((b.unwrap_or_default(), expired.len()))
}

#[test]
fn corrections_keep_the_order_and_are_reported_when_expired() {
    for (action, expected, expired) in [
        (
            "{target: $.components.schemas.b, update: {q: 1}, x-evidence: e}",
            r#"{"z":1,"a":[1,2],"q":1}"#,
            0,
        ),
        (
            "{target: $.components.schemas.b.a, update: 3, x-evidence: e}",
            r#"{"z":1,"a":[1,2,3]}"#,
            0,
        ),
        (
            "{target: '$.components.schemas.b.a[?@ == 1]', remove: true, x-evidence: e}",
            r#"{"z":1,"a":[2]}"#,
            0,
        ),
        (
            "{target: $.components.schemas.b.z, remove: true, x-evidence: e}",
            r#"{"a":[1,2]}"#,
            0,
        ),
        (
            "{target: $.components.schemas.b, update: {z: 1}, x-evidence: e}",
            r#"{"z":1,"a":[1,2]}"#,
            1,
        ),
        (
            "{target: $.components.schemas.b.none, remove: true, x-evidence: e}",
            r#"{"z":1,"a":[1,2]}"#,
            1,
        ),
        (
            "{target: $.components.schemas.c, update: {z: 1}, x-evidence: e}",
            r#"{"z":1,"a":[1,2]}"#,
            0,
        ),
        (
            "{target: \"$.paths['/a'].get.x\", remove: true, x-evidence: e}",
            "",
            0,
        ),
        (
            "{target: $.components.schemas.b.z, remove: true, x-evidence: e, x-tags: [no]}",
            r#"{"z":1,"a":[1,2]}"#,
            0,
        ),
    ] {
        assert_eq!(
            corrected(action),
            Ok((expected.to_owned(), expired)),
            "{action}"
        );
    }
}

#[test]
fn a_correction_may_use_openapi_3_1() {
    for (update, expected) in [
        (
            "{type: [string, 'null']}",
            r#"{"z":1,"a":[1,2],"type":"string","nullable":true}"#,
        ),
        (
            "{properties: {type: {const: x}}}",
            r#"{"z":1,"a":[1,2],"properties":{"type":{"enum":["x"],"type":"string"}}}"#,
        ),
        (
            "{exclusiveMinimum: 1}",
            r#"{"z":1,"a":[1,2],"exclusiveMinimum":true,"minimum":1}"#,
        ),
        // A default is data, which is not rewritten.
        (
            "{default: {type: [a]}}",
            r#"{"z":1,"a":[1,2],"default":{"type":["a"]}}"#,
        ),
    ] {
        let action = format!("{{target: $.components.schemas.b, update: {update}, x-evidence: e}}");
        assert_eq!(corrected(&action), Ok((expected.to_owned(), 0)), "{update}");
    }
}

#[test]
fn a_component_that_a_correction_adds_can_be_corrected() {
    let reach = "{target: $.components.schemas.b, update: {c: {$ref: '#/components/schemas/c'}}, \
        x-evidence: e}";
    let correct = "{target: $.components.schemas.c, update: {y: 1}, x-evidence: e}";
    // If `c` is reached, the second correction is expired. Otherwise, both corrections are dormant.
    for (actions, expired) in [
        (format!("{reach}\n- {correct}\n- {correct}"), 1),
        (format!("{correct}\n- {correct}"), 0),
    ] {
        assert_eq!(corrected(&actions).unwrap().1, expired, "{actions}");
    }
}

#[test]
fn actions_that_revert_each_other_expire_together() {
    let remove = "{target: $.components.schemas.b.z, remove: true, x-evidence: e}";
    for (value, expired) in [(1, 2), (2, 0)] {
        let update =
            format!("{{target: $.components.schemas.b, update: {{z: {value}}}, x-evidence: e}}");
        let (_, found) = corrected(&format!("{remove}\n- {update}")).unwrap();
        assert_eq!(found, expired, "{value}");
    }
}

#[test]
fn invalid_corrections_are_refused() {
    let deep = format!("{{target: {}", "[".repeat(100_000));
    let deep_target = format!(
        "{{target: '$.components.schemas.b[?{}', remove: true, x-evidence: e}}",
        "(".repeat(100_000)
    );
    for (action, expected) in [
        (
            "{target: $.components.schemas.b, update: {q: 1}}",
            "has no evidence",
        ),
        (
            "{target: $.components.schemas.b, x-evidence: e}",
            "either `update` or `remove: true`",
        ),
        (
            "{target: $.info, remove: true, x-evidence: e}",
            "an operation or a component",
        ),
        ("{target: 'no[', remove: true, x-evidence: e}", "JSONPath"),
        (
            "{target: $.a.b.c, remove: true, x-evidence: e, more: 1}",
            "the overlay is invalid",
        ),
        (
            "{target: $.components.schemas.b, remove: true, x-evidence: e}",
            "must not remove a whole",
        ),
        (
            "{target: $.components.schemas.b, update: {q: {$ref: '#/no'}}, x-evidence: e}",
            "is not within the document",
        ),
        (deep.as_str(), "nested too deeply"),
        (deep_target.as_str(), "not a valid JSONPath"),
    ] {
        let error = corrected(action).unwrap_err();
        assert!(error.contains(expected), "{action}: {error}");
    }
}
