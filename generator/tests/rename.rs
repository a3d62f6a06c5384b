//! Tests of name collisions: the entry that the error suggests resolves the collision.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]
#![allow(dead_code)]

mod place;

use place::{DESCRIPTION, Place};

#[test]
fn the_suggested_rename_resolves_a_collision() {
    let schema = "    thing: {type: object, properties: {id: {type: integer}, of: {$ref: '#/components/schemas/Thing'}}}\n    \
                  Thing: {type: object, properties: {a: {$ref: '#/components/schemas/thing-capitalized'}}}\n    \
                  thing-capitalized: {type: object, properties: {b: {type: string}}}\n";
    let schemas = DESCRIPTION.replace(
        "    thing: {type: object, properties: {id: {type: integer}}}\n",
        schema,
    );
    let place = Place::new();
    place.put("description.yaml", &schemas);
    let run = place.run(&["generate"]);
    let (_, entry) = run.ends(2).err.split_once("in tagsmith.toml:\n").unwrap();
    let entry = entry.lines().take_while(|it| it.starts_with("    "));
    let entry: Vec<&str> = entry.map(str::trim).collect();
    let config = place.text("tagsmith.toml");
    place.put(
        "tagsmith.toml",
        &format!("{config}\n{}\n", entry.join("\n")),
    );
    place.run(&["generate"]).ends(0);
}
