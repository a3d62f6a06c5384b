//! Writes the search index. `generator/web/src/search.ts` reads it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{markdown, places, text};
use crate::crate_ir::index::Index as Types;
use crate::crate_ir::{Crate, Operation, Shape, Tag, Type, TypeDef, TypeScope};

#[derive(Serialize)]
struct Index {
    /// For each tag: its folder, its name and its description.
    tags: Vec<(String, String, String)>,
    operations: Vec<Entry>,
    /// For each component schema: its folder, the name of its type, the name of the schema, and its properties.
    types: Vec<(String, String, String, String)>,
}

/// For each operation: the index of its tag, folder, method, path, summary, operationId, parameter names, group, body
/// properties (the required ones, a bar, and the others), response properties outside component schemas, and the
/// indices of the response's component schemas.
type Entry = (
    usize,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    Vec<usize>,
);

/// The maximum depth of types whose properties are indexed.
const DEEPEST: usize = 3;

/// Returns the script.
pub(super) fn script(api: &Crate) -> String {
    let schemas = api.schemas.iter().enumerate();
    let members = Members {
        types: Types::new(&api.schemas),
        positions: schemas
            .filter_map(|(at, file)| Some((file.types.first()?.name.as_str(), at)))
            .collect(),
    };
    let index = Index {
        tags: api.tags.iter().map(tag).collect(),
        operations: (api.tags.iter().enumerate())
            .flat_map(|(at, tag)| {
                let members = &members;
                tag.operations.iter().map(move |it| members.entry(at, it))
            })
            .collect(),
        types: (api.schemas.iter())
            .filter_map(|file| {
                let def = file.types.first()?;
                let slug = places::slug(&file.module);
                let names = wires(def).collect::<Vec<_>>().join(" ");
                Some((slug, def.name.clone(), file.wire.clone(), names))
            })
            .collect(),
    };
    let index = text::script(&index);
    // Works whether the search program is loaded before or after this script.
    format!("((t,i)=>{{t.waiting=i;t.index?.(i)}})(globalThis.tagsmith??={{}},{index});\n")
}

fn tag(tag: &Tag) -> (String, String, String) {
    let doc = markdown::plain(&tag.doc, 100);
    (places::slug(&tag.module), tag.wire.clone(), doc)
}

/// Returns the wire names of a type's properties.
fn wires<'a>(def: &'a TypeDef<'a>) -> impl Iterator<Item = &'a str> {
    let members = match &def.shape {
        Shape::Struct(body) => body.members.as_slice(),
        _ => &[],
    };
    members.iter().map(|it| it.wire.as_str())
}

/// Looks up types and their properties.
struct Members<'a> {
    types: Types<'a>,
    /// The indices of the schemas, by the names of their types.
    positions: BTreeMap<&'a str, usize>,
}

impl<'a> Members<'a> {
    fn entry(&self, tag: usize, operation: &'a Operation<'a>) -> Entry {
        let names = operation.parameters.iter().map(|it| it.wire.as_str());
        let mut sent = Found::default();
        if let Some(kind) = operation.body.as_ref().and_then(|it| it.content.kind()) {
            self.collect(operation, kind, 0, &mut sent);
        }
        let mut responded = Found {
            stops_at_schemas: true,
            ..Found::default()
        };
        for kind in operation.success.content.kinds() {
            self.collect(operation, kind, 0, &mut responded);
        }
        (
            tag,
            places::slug(&operation.name),
            operation.method.clone(),
            operation.path.clone(),
            markdown::plain(&operation.summary, 120),
            operation.id.clone(),
            names.collect::<Vec<_>>().join(" "),
            operation.group.clone().unwrap_or_default(),
            match (sent.required.is_empty(), sent.names.is_empty()) {
                (true, true) => String::new(),
                _ => format!("{}|{}", sent.required.join(" "), sent.names.join(" ")),
            },
            responded.names.join(" "),
            responded.schemas,
        )
    }

    /// Adds the properties of a type and its inner types, without duplicates.
    fn collect(&self, operation: &'a Operation<'a>, kind: &Type, depth: usize, found: &mut Found) {
        let Some(named) = kind.named().filter(|_| depth <= DEEPEST) else {
            return;
        };
        if found.stops_at_schemas
            && named.home == TypeScope::Types
            && let Some(at) = self.positions.get(named.name.as_str())
        {
            if !found.schemas.contains(at) {
                found.schemas.push(*at);
            }
            return;
        }
        let Some(def) = self.types.find(named, &operation.types) else {
            return;
        };
        match &def.shape {
            Shape::Struct(body) => {
                let asked: Vec<&str> = body.asked().map(|it| it.wire.as_str()).collect();
                for it in &body.members {
                    let is_required =
                        depth == 0 && !found.stops_at_schemas && asked.contains(&it.wire.as_str());
                    found.add(&it.wire, is_required);
                }
                for it in &body.members {
                    self.collect(operation, &it.kind, depth + 1, found);
                }
            }
            Shape::Union(union) => {
                for it in &union.variants {
                    self.collect(operation, &it.kind, depth + 1, found);
                }
            }
            Shape::Alias(kind) => self.collect(operation, kind, depth + 1, found),
            Shape::Enum(_) => {}
        }
    }
}

/// The collected properties.
#[derive(Default)]
struct Found {
    required: Vec<String>,
    names: Vec<String>,
    /// Whether a component schema is added by its index only, without its properties.
    stops_at_schemas: bool,
    schemas: Vec<usize>,
}

impl Found {
    fn add(&mut self, wire: &str, is_required: bool) {
        if self.required.iter().chain(&self.names).any(|it| it == wire) {
            return;
        }
        match is_required {
            true => self.required.push(wire.to_owned()),
            false => self.names.push(wire.to_owned()),
        }
    }
}
