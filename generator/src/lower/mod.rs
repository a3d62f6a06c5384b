//! Lowers the selection to the API model. All decisions about the wire are made here, and all errors in the description
//! are found here. `crate_ir` then decides on Rust names and types, and finds name collisions.

mod about;
mod aliases;
mod availability;
mod bounds;
mod choice;
mod component;
mod context;
mod departures;
mod example;
mod exchanged;
mod flatten;
mod kind;
mod label;
mod location;
mod media;
mod named_by;
mod nested;
mod object;
mod operation;
mod pagination;
mod parameter;
mod parsed;
mod parts;
mod path_style;
mod payload;
mod request;
mod response;
mod same;
mod schema;
mod secret;
mod server;
mod several;
mod stated;
mod string;
mod success;
mod template;
mod types;
mod union;
mod yes_or_no;

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::api::{Api, Operation, Package, Profile, SchemaFile, Tag};
use crate::config::{Config, Unknown};
use crate::description::select::Selection;
use crate::report::Diagnostic;

use self::context::Lowering;
use self::parsed::Parsed;
use self::request::Sent;

/// The result of lowering.
#[derive(Debug)]
pub struct Lowered {
    /// The model.
    pub api: Api,
    /// The `[[rename]]` and `[[skip]]` entries that match nothing.
    pub unknown: Vec<Unknown>,
    /// The profile, and the reason for its selection.
    pub profile: String,
    /// The built-in corrections without an effect on this description. Other versions of the description may need these
    /// corrections.
    pub needless: Vec<Diagnostic>,
}

/// Lowers a selection, and reports all errors together.
pub fn lower(
    selection: &Selection<'_>,
    config: &Config,
    profile: Profile,
) -> (Api, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(selection);
    let mut tags = selection.tags_with_docs();
    let mut operations = Vec::new();
    for selected in &selection.operations {
        let Some(parsed) = parsed::parse(&mut lowering, selected) else {
            continue;
        };
        let tag = tag_of(&mut tags, selection, &parsed);
        let made = exchanged::lower(&mut lowering, &parsed);
        operations.extend(made.map(|made| (tag, parsed, made)));
    }
    if selection.document.has_only_schemas() {
        let schemas = selection
            .components
            .keys()
            .filter(|it| it.kind == "schemas");
        lowering.wanted.extend(schemas.map(|it| it.name.clone()));
    }
    let components = component::all(&mut lowering);
    aliases::refuse(&mut lowering, &components);
    let index = component::index(&components);
    let Sent { own, shared } = Sent::of(operations.iter().map(|(.., made)| made), &index);
    let mut by_tag: Vec<Vec<Operation>> = tags.iter().map(|_| Vec::new()).collect();
    for ((tag, parsed, made), own) in operations.into_iter().zip(own) {
        let operation = operation::lower(&mut lowering, &parsed, made, (own, &shared), &index);
        if let Some(of_tag) = by_tag.get_mut(tag) {
            of_tag.push(operation);
        }
    }
    let tags = tags.into_iter().zip(by_tag);
    let tags = tags.map(|((wire, doc), operations)| Tag {
        wire,
        doc,
        operations,
    });
    // Removes tags without operations: all their operations are skipped or belong to a different tag.
    let tags = tags.filter(|tag| !tag.operations.is_empty()).collect();
    let schemas = components.into_iter().map(|(wire, types)| SchemaFile {
        types,
        bounds: component::bounds_of(&lowering, &wire),
        sent: request::of_component(&shared, &wire),
        wire,
    });
    let schemas = schemas.collect();
    let api = Api {
        title: selection.document.title(),
        about: about::lower(selection.document),
        package: package(config),
        server: selection.document.server().trim_end_matches('/').to_owned(),
        other_servers: selection.document.other_servers(),
        api_version: config.package.api_version.clone(),
        profile,
        tags,
        schemas,
        skipped: selection.skipped.clone(),
    };
    (api, lowering.diagnostics)
}

/// Returns the index of an operation's first selected tag. If no tag is selected, an overlay moved the operation, so
/// its first tag is added.
fn tag_of(
    tags: &mut Vec<(String, String)>,
    selection: &Selection<'_>,
    parsed: &Parsed<'_>,
) -> usize {
    let selected = tags.iter().find(|(wire, _)| parsed.has_tag(wire));
    let tag = match selected {
        Some((wire, _)) => wire.clone(),
        None => parsed.first_tag(),
    };
    let known = tags.iter().position(|(it, _)| is_one_tag(it, &tag));
    known.unwrap_or_else(|| {
        let doc = selection.doc_of_tag(&tag);
        tags.push((tag, doc));
        tags.len() - 1
    })
}

/// Returns whether two tags share a module, since they differ only in letter case and in the characters between words.
fn is_one_tag(left: &str, right: &str) -> bool {
    let words = left.to_snake_case();
    left == right || (!words.is_empty() && words == right.to_snake_case())
}

fn package(config: &Config) -> Package {
    let package = &config.package;
    Package {
        name: package.name.clone(),
        version: package.version.clone(),
        description: package.description.clone(),
        repository: package.repository.clone(),
        documentation: package.documentation.clone(),
        runtime_version: config.runtime.version.clone(),
        runtime_path: config.runtime.path.clone(),
        names: names(config),
    }
}

/// Returns the names of `[[rename]]` entries by JSON pointer. If a pointer occurs twice, the first entry takes
/// precedence.
fn names(config: &Config) -> BTreeMap<String, String> {
    let entries = config.rename.iter().rev();
    entries.map(|it| (it.at.clone(), it.name.clone())).collect()
}
