//! The selection to the model. Every decision is made here, and every error of the description is
//! found here: what comes out can be emitted as it is.

mod about;
mod bounds;
mod cycles;
mod example;
mod label;
mod media;
mod named_by;
mod nested;
mod object;
mod operation;
mod pagination;
mod parameter;
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
mod union;
mod yes_or_no;

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Bound, Package, SchemaFile, Tag};
use crate::config::{Config, Unknown};
use crate::description::profile::Chosen;
use crate::description::resolve::Resolver;
use crate::description::select::Selection;
use crate::report::Diagnostic;

use self::spot::Spot;

/// What was made, and which entries of the configuration had no effect.
#[derive(Debug)]
pub struct Lowered {
    /// The model.
    pub api: Api,
    /// The `[rename]` and `[skip]` entries whose target is selected and which change nothing.
    pub expired: Vec<Diagnostic>,
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
    chosen: Chosen,
) -> (Lowered, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(selection);
    let mut tags = tags(selection);
    for selected in &selection.operations {
        let Some(operation) = operation::parse(&mut lowering, selected) else {
            continue;
        };
        let Some(tag) = tags.iter_mut().find(|tag| operation.has_tag(&tag.wire)) else {
            continue;
        };
        tag.operations
            .extend(operation::lower(&mut lowering, &operation));
    }
    let mut schemas = lowering.schemas();
    // All operations of a tag may stand under another one, or be skipped.
    tags.retain(|tag| !tag.operations.is_empty());
    pagination::decide(&mut tags, &schemas);
    request::mark(&mut tags, &mut schemas);
    cycles::refuse(&mut lowering, &schemas);
    // What is refused may lead to itself: nothing goes on with it.
    if lowering.diagnostics.is_empty() {
        example::note_departures(&mut tags, &schemas);
    }
    let lowered = Lowered {
        api: Api {
            title: selection.document.title(),
            about: about::lower(selection.document),
            package: package(config),
            server: selection.document.server().trim_end_matches('/').to_owned(),
            other_servers: selection.document.other_servers(),
            api_version: config.package.api_version.clone(),
            profile: chosen.profile,
            tags,
            schemas,
            skipped: selection.skipped.clone(),
        },
        expired: Vec::new(),
        unknown: Vec::new(),
        profile: chosen.why,
        needless: Vec::new(),
    };
    (lowered, lowering.diagnostics)
}

/// What the parts of lowering share.
struct Lowering<'a> {
    selection: &'a Selection<'a>,
    resolver: Resolver<'a>,
    diagnostics: Vec<Diagnostic>,
    /// The component schemas that something refers to and that are not lowered yet.
    wanted: BTreeSet<String>,
    /// The references to what is being lowered in place, as a part of something else.
    within: Vec<String>,
    /// Whether the struct for several shapes of a union is being lowered.
    is_within_several: bool,
}

impl<'a> Lowering<'a> {
    fn new(selection: &'a Selection<'a>) -> Self {
        Self {
            selection,
            resolver: Resolver::new(selection),
            diagnostics: Vec::new(),
            wanted: BTreeSet::new(),
            within: Vec::new(),
            is_within_several: false,
        }
    }

    /// Lowers what some references lead to in place.
    fn within<T>(&mut self, references: &[String], lower: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.within.len();
        self.within.extend_from_slice(references);
        let lowered = lower(self);
        self.within.truncate(outside);
        lowered
    }

    fn refuse(&mut self, message: impl Into<String>, pointer: &str, help: impl Into<String>) {
        let needed_by = self.selection.needed_by(pointer);
        self.diagnostics.push(
            Diagnostic::new(message, help)
                .at(pointer)
                .needed_by(needed_by),
        );
    }

    /// Refuses a construct of the description that no code is made for.
    fn unsupported(&mut self, what: &str, pointer: &str) {
        self.refuse(
            format!("{what} is not supported"),
            pointer,
            "correct it in spec/overlay.yaml, or list the operation under [[skip]] with a reason",
        );
    }

    /// Lowers every component schema that is wanted, and those that they want in turn.
    fn schemas(&mut self) -> Vec<SchemaFile> {
        let mut files = BTreeMap::new();
        while let Some(wire) = self.wanted.pop_first() {
            if files.contains_key(&wire) {
                continue;
            }
            let file = SchemaFile {
                types: schema::component(self, &wire),
                bounds: self.bounds(&wire),
                wire: wire.clone(),
            };
            files.insert(wire, file);
        }
        files.into_values().collect()
    }

    /// Returns what is said of the values of a component schema beyond their type.
    fn bounds(&self, wire: &str) -> Vec<Bound> {
        let schema = self.resolver.schema(&Spot::component(wire).pointer);
        // What is wrong with it is said when it is lowered.
        schema.map(|it| bounds::of(&it)).unwrap_or_default()
    }
}

/// Returns the tags, without their operations.
fn tags(selection: &Selection<'_>) -> Vec<Tag> {
    let tags = selection.tags_with_docs().into_iter();
    tags.map(|(wire, doc)| Tag {
        wire,
        doc,
        operations: Vec::new(),
    })
    .collect()
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
