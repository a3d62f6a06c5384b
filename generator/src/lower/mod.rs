//! The selection to the model of the API. Every decision about the wire is made here, and every error of the
//! description is found here; `crate_ir` adds what Rust needs, and finds names that collide.

mod about;
mod aliases;
mod bounds;
mod choice;
mod component;
mod context;
mod departures;
mod example;
mod exchanged;
mod label;
mod media;
mod named_by;
mod nested;
mod object;
mod operation;
mod pagination;
mod parameter;
mod parsed;
mod parts;
mod payload;
mod request;
mod response;
mod schema;
mod secret;
mod server;
mod several;
mod spot;
mod standing;
mod stated;
mod string;
mod success;
mod template;
mod types;
mod union;
mod yes_or_no;

use std::collections::BTreeMap;

use crate::api::{Api, Operation, Package, Profile, SchemaFile, Tag};
use crate::config::{Config, Unknown};
use crate::description::select::Selection;
use crate::report::Diagnostic;

use self::context::Lowering;
use self::request::Sent;

/// What was made, and which entries of the configuration had no effect.
#[derive(Debug)]
pub struct Lowered {
    /// The model.
    pub api: Api,
    /// The `[rename]` and `[skip]` entries that lead to nothing.
    pub unknown: Vec<Unknown>,
    /// The profile, and why it is this one.
    pub profile: String,
    /// The built-in corrections that this description does not need: descriptions of other versions may.
    pub needless: Vec<Diagnostic>,
}

/// Lowers a selection, and returns every place of the description that cannot be lowered.
pub fn lower(
    selection: &Selection<'_>,
    config: &Config,
    profile: Profile,
) -> (Api, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(selection);
    let tags = selection.tags_with_docs();
    let mut operations = Vec::new();
    for selected in &selection.operations {
        let Some(parsed) = parsed::parse(&mut lowering, selected) else {
            continue;
        };
        let tag = tags.iter().position(|(wire, _)| parsed.has_tag(wire));
        let made = tag.and_then(|_| exchanged::lower(&mut lowering, &parsed));
        operations.extend(tag.zip(made).map(|(tag, made)| (tag, parsed, made)));
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
    // All operations of a tag may stand under another one, or be skipped.
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

/// Returns the names that the configuration gives to places of the description; the first one counts.
fn names(config: &Config) -> BTreeMap<String, String> {
    let entries = config.rename.iter().rev();
    entries.map(|it| (it.at.clone(), it.name.clone())).collect()
}
