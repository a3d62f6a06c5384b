//! Tests that additions to a description rename no existing item.

use serde_json::{Value as Json, json};
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::emit::surface;
use tagsmith::pipeline::lowered;

use conformance::description::repository;

/// Returns the lines of SURFACE.md for a description.
fn surface(config: &Config, description: &Json) -> Vec<String> {
    let source = Source::parse(description.to_string(), "a description").unwrap();
    let (lowered, _) = lowered(&source, config).unwrap_or_else(|it| panic!("{it}"));
    surface::render(&Crate::of(&lowered.api))
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Returns the names of schemas' parts, in the form of schema names.
fn names_of_parts(lines: &[String]) -> Vec<String> {
    let parts = lines.iter().filter_map(|line| {
        let path = line.strip_prefix("- `types::")?.split_once('`')?.0;
        let (_, name) = path.split_once("::")?;
        let is_type = name.chars().all(char::is_alphanumeric);
        is_type.then(|| name.to_owned())
    });
    parts.collect()
}

/// Adds an operation, and a schema of that name with parts.
fn with(description: &Json, number: usize, name: &str) -> Json {
    let mut added = description.clone();
    added["components"]["schemas"][name] = json!({
        "type": "object", "title": "Copilot Seat Details",
        "properties": {
            "plan_type": {"type": "string", "enum": ["business", "new"]},
            "state": {"oneOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "string"}]},
        },
    });
    added["paths"][format!("/added/{number}")] = json!({
        "get": {
            "operationId": format!("copilot/added-{number}"), "tags": ["copilot"],
            "responses": {"200": {"description": "It", "content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{name}")}}}}},
        },
    });
    added
}

#[test]
fn a_hundred_additions_rename_nothing() {
    let config = Config::read(&repository().join("tagsmith.toml")).unwrap();
    let pin = std::fs::read_to_string(&config.description).unwrap();
    let pin: Json = serde_yaml::from_str(&pin).unwrap();
    let config = Config {
        overlay: None,
        ..config
    };
    let before = surface(&config, &pin);
    // The most difficult names to add are the names of existing parts.
    let taken = names_of_parts(&before);
    assert!(taken.len() > 20, "{taken:?}");
    let plain = (0..).map(|number| format!("added-{number}"));
    for (number, name) in taken.into_iter().chain(plain).take(100).enumerate() {
        let after = surface(&config, &with(&pin, number, &name));
        let lost: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
        assert!(lost.is_empty(), "{name}: {lost:#?}");
        assert!(after.len() > before.len());
    }
}
