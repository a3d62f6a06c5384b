//! Tests of secret values in requests. The pages mark which values are secrets, and do not store them.

use conformance::site;
use serde_json::{Value as Json, json};
use tagsmith::description::load::Source;

#[test]
fn marks_and_names_decide_what_is_secret() {
    let member = |name: &str, schema: &Json| {
        let data = page(
            json!({ "type": "object", "properties": { name: schema } }),
            &json!({}),
        );
        let types = data["types"].as_object().unwrap();
        let mut members = types
            .values()
            .filter_map(|it| it["shape"]["members"].as_array());
        members.next().unwrap()[0]["secret"] == json!(true)
    };
    let text = json!({ "type": "string" });
    for (name, schema, expected) in [
        ("plain", text.clone(), false),
        ("password", text.clone(), true),
        (
            "password",
            json!({ "type": "string", "x-secret": false }),
            false,
        ),
        ("plain", json!({ "type": "string", "x-secret": true }), true),
        (
            "plain",
            json!({ "type": "string", "writeOnly": true }),
            true,
        ),
        (
            "plain",
            json!({ "type": "string", "format": "password" }),
            true,
        ),
        (
            "plain",
            json!({ "type": "integer", "x-secret": true }),
            true,
        ),
        (
            "plain",
            json!({ "$ref": "#/components/schemas/marked" }),
            true,
        ),
        (
            "plain",
            json!({ "allOf": [{ "$ref": "#/components/schemas/marked" }] }),
            true,
        ),
        (
            "plain",
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/marked" } }),
            true,
        ),
        (
            "plain",
            json!({ "type": "object", "additionalProperties": { "type": "string", "format": "password" } }),
            true,
        ),
        (
            "plain",
            json!({ "oneOf": [{ "type": "integer" }, { "type": "string", "format": "password" }] }),
            true,
        ),
        (
            "password",
            json!({ "$ref": "#/components/schemas/open" }),
            false,
        ),
        (
            "credentials",
            json!({ "type": "array", "items": text }),
            true,
        ),
        (
            "secrets",
            json!({ "type": "string", "enum": ["read", "write"] }),
            false,
        ),
        ("has_password", json!({ "type": "boolean" }), false),
        ("max_tokens", json!({ "type": "integer" }), false),
    ] {
        assert_eq!(member(name, &schema), expected, "{name}: {schema}");
    }
}

#[test]
fn a_parameter_is_secret_by_its_name_or_its_mark() {
    for (more, expected) in [
        (json!({ "name": "token" }), true),
        (json!({ "name": "token", "x-secret": false }), false),
        (json!({ "name": "state", "x-secret": true }), true),
        (json!({ "name": "state" }), false),
        (
            json!({ "name": "state", "schema": { "type": "string", "format": "password" } }),
            true,
        ),
    ] {
        let data = page(json!({ "type": "object" }), &more);
        let is_secret = data["parameters"][0]["secret"] == json!(true);
        assert_eq!(is_secret, expected, "{more}");
    }
}

#[test]
fn a_secret_of_one_operation_is_secret_by_name_in_all() {
    let schema = json!({ "type": "object", "properties": { "password": { "type": "string" }, "a": { "type": "string" } } });
    assert_eq!(page(schema, &json!({}))["secretNames"], json!(["password"]));
    let whole = json!({ "type": "array", "items": { "type": "string", "format": "password" } });
    assert_eq!(page(whole, &json!({}))["body"]["secret"], json!(true));
}

#[test]
fn a_mark_must_be_a_boolean() {
    let refused = site::render(
        &description(
            json!({ "type": "object", "properties": { "a": { "type": "string", "x-secret": "yes" } } }),
            &json!({}),
        ),
        "\"all\"",
    );
    let message = refused.unwrap_err();
    assert!(
        message.contains("`x-secret` is") && message.contains("/properties/a/x-secret"),
        "{message}"
    );
}

/// Returns the page data of an operation that has this body and this query parameter.
fn page(body: Json, parameter: &Json) -> Json {
    let files = site::render(&description(body, parameter), "\"all\"").unwrap();
    let page = &files["things/send/index.html"];
    let (_, data) = page
        .split_once("<script id=\"operation-data\" type=\"application/json\">")
        .unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

fn description(body: Json, parameter: &Json) -> Source {
    let mut query = json!({ "name": "q", "in": "query", "schema": { "type": "string" } });
    for (name, value) in parameter.as_object().unwrap() {
        query[name] = value.clone();
    }
    let text = json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://api.github.com" }],
        "tags": [{ "name": "things" }],
        "paths": { "/things": { "post": {
            "operationId": "things/send",
            "summary": "Send",
            "tags": ["things"],
            "parameters": [query],
            "requestBody": { "content": { "application/json": { "schema": body } } },
            "responses": { "204": { "description": "Done" } },
        } } },
        "components": { "schemas": {
            "marked": { "type": "string", "format": "password" },
            "open": { "type": "string", "x-secret": false },
        } },
    });
    Source::parse(text.to_string(), "things.json").unwrap()
}
