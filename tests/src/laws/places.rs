//! Property tests of schema locations. A location has no meaning on the wire: a reference may be inlined, and an inline
//! schema may become a component.

use serde_json::{Map, Value as Json, json};
use tagsmith::api::Api;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::diff::{Change, Wire, diff};
use tagsmith::pipeline::lowered;

use crate::judge::short;
use crate::mutation::Mutation;
use crate::random::Random;

/// The results of several runs.
#[derive(Debug, Default)]
pub struct Moves {
    /// The number of inlined references. Each was compared in both directions.
    pub inlined: usize,
    /// The number of schemas that became components. Each was compared in both directions.
    pub moved: usize,
    /// The violated properties, each with the location.
    pub failures: Vec<String>,
}

impl Moves {
    /// Moves one schema of a description for each seed. The descriptions are the golden ones, some of them mutated.
    pub fn of_seeds(&mut self, mutation: &Mutation, seeds: impl Iterator<Item = u64>) {
        for seed in seeds {
            let Some((descriptions, config)) = mutation.chain(seed, 2) else {
                continue;
            };
            // A description with corrections is skipped, because a correction identifies its target by location.
            if config.overlay.is_some() {
                continue;
            }
            let mut random = Random::new(seed);
            for description in &descriptions {
                self.one(description, &config, &mut random);
            }
        }
    }

    /// Moves every schema of a description, one at a time.
    pub fn all(&mut self, description: &Json, config: &Config) {
        let Some(old) = model(description, config) else {
            return;
        };
        for place in &places(description) {
            self.compare(&old, description, config, place);
        }
    }

    fn one(&mut self, description: &Json, config: &Config, random: &mut Random) {
        let places = places(description);
        let old = model(description, config);
        if let Some((old, place)) = old.zip(random.one_of(&places)) {
            self.compare(&old, description, config, place);
        }
    }

    fn compare(&mut self, old: &Api, description: &Json, config: &Config, place: &str) {
        // A patch of an API version identifies its target by location, too.
        if is_patched(description, place) {
            return;
        }
        let (moved, is_inlined) = match moved(description, place) {
            Some(moved) => moved,
            None => return,
        };
        // The new name of a type may already exist.
        let Some(new) = model(&moved, config) else {
            return;
        };
        match is_inlined {
            true => self.inlined += 1,
            false => self.moved += 1,
        }
        let (old, new) = (&Crate::of(old), &Crate::of(&new));
        for (way, changes) in [
            ("there", diff(old, new).changes),
            ("back", diff(new, old).changes),
        ] {
            let breaking = |it: &&Change| it.wire == Wire::Breaking;
            let breaking: Vec<&Change> = changes.iter().filter(breaking).collect();
            if !breaking.is_empty() {
                let what = if is_inlined { "inlined" } else { "moved" };
                let schema = description.pointer(place).unwrap_or(&Json::Null);
                self.failures.push(format!(
                    "{place} {what}, {way}: {}, {breaking:#?}",
                    short(&schema.to_string(), 400)
                ));
            }
        }
    }
}

fn model(description: &Json, config: &Config) -> Option<Api> {
    let source = Source::parse(description.to_string(), "moved").ok()?;
    let (lowered, _) = lowered(&source, config).ok()?;
    Some(lowered.api)
}

/// The extension with the patches of API versions.
const PATCHES: &str = "x-github-breaking-changes";

/// Returns whether a location is in an object with patches of API versions.
fn is_patched(description: &Json, place: &str) -> bool {
    let ends = place.match_indices('/').map(|(end, _)| end);
    let mut around = ends.filter_map(|end| description.pointer(place.get(..end)?));
    around.any(|it| it.get(PATCHES).is_some())
}

/// The location of component schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// The name of the moved schema.
const NAME: &str = "moved-elsewhere";

/// Returns the description with one schema moved, and whether a reference was inlined.
fn moved(description: &Json, place: &str) -> Option<(Json, bool)> {
    let mut moved = description.clone();
    let schema = description.pointer(place)?;
    let is_inlined = schema.get("$ref").is_some();
    let schema = match schema.get("$ref") {
        Some(reference) => {
            let target = reference.as_str()?.strip_prefix('#')?;
            description.pointer(target)?.clone()
        }
        None => {
            let schemas = moved.pointer_mut("/components/schemas")?.as_object_mut()?;
            schemas.insert(NAME.to_owned(), schema.clone());
            json!({"$ref": format!("{SCHEMAS}{NAME}")})
        }
    };
    // A copy of a dynamic anchor changes what references to it mean.
    if schema.get("$dynamicAnchor").is_some() {
        return None;
    }
    *moved.pointer_mut(place)? = schema;
    Some((moved, is_inlined))
}

/// Returns the locations of all schemas that may be moved.
fn places(description: &Json) -> Vec<String> {
    let mut found = Vec::new();
    walk(description, "", false, &mut found);
    found
}

/// Collects the locations of schemas within a value.
fn walk(value: &Json, place: &str, is_schema: bool, found: &mut Vec<String>) {
    match value {
        Json::Object(members) => {
            if is_schema && may_move(members) {
                found.push(place.to_owned());
            }
            // A discriminator depends on the names of schemas.
            let is_named = members
                .keys()
                .any(|it| it == "discriminator" || it == "x-sibling-discriminator");
            for (name, member) in members {
                let here = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                match (name.as_str(), member) {
                    ("example" | "examples" | "default" | "enum", _) => {}
                    ("schemas" | "properties", Json::Object(schemas)) => {
                        // The schema of a component itself is not moved.
                        let is_own = name == "schemas";
                        for (name, schema) in schemas {
                            let name = name.replace('~', "~0").replace('/', "~1");
                            walk(schema, &format!("{here}/{name}"), !is_own, found);
                        }
                    }
                    ("schema" | "items" | "additionalProperties", _) => {
                        walk(member, &here, true, found);
                    }
                    ("oneOf" | "anyOf", Json::Array(shapes)) => {
                        for (index, shape) in shapes.iter().enumerate() {
                            walk(shape, &format!("{here}/{index}"), !is_named, found);
                        }
                    }
                    _ => walk(member, &here, false, found),
                }
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{place}/{index}"), false, found);
            }
        }
        _ => {}
    }
}

/// Returns whether a schema may be moved. A schema that only lists required properties is not moved, because it belongs
/// to the object around it. The target of another kind of reference is not a schema.
fn may_move(schema: &Map<String, Json>) -> bool {
    match schema.get("$ref") {
        Some(reference) => reference.as_str().is_some_and(|it| it.starts_with(SCHEMAS)),
        None => schema.keys().any(|it| it != "required"),
    }
}
