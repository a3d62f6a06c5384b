//! The selection to the model. Every decision is made here, and every error of the description is
//! found here: what comes out can be emitted as it is.

mod about;
mod bounds;
mod cycles;
mod example;
mod media;
mod named_by;
mod nested;
mod object;
mod operation;
mod pagination;
mod parameter;
mod parts;
mod payload;
mod rename;
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
mod variant;
mod yes_or_no;

use std::collections::BTreeSet;

use crate::api::{Api, Bound, Package, SchemaFile, Tag};
use crate::config::{Config, Unknown};
use crate::description::profile::Chosen;
use crate::description::resolve::{Resolver, escape};
use crate::description::select::Selection;
use crate::name::{self, Scope};
use crate::report::{Diagnostic, Diagnostics, Result};

use self::rename::Renames;
use self::spot::Spot;

/// Names that a type cannot have: generated code uses them for what they stand for in Rust.
const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Some",
    "String",
    "ToString",
    "Vec",
];

/// Names that a tag's module, feature and method cannot have.
const OWN_MODULES: &[&str] = &[
    "all",
    "app",
    "blocking",
    "builder",
    "cache",
    "client",
    "conformance",
    "default",
    "device",
    "from_env",
    "gh",
    "graphql",
    "lib",
    "main",
    "mock",
    "mod",
    "operations",
    "request",
    "request_url",
    "serde",
    "start",
    "types",
    "with_credentials",
];

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

/// Lowers a selection.
///
/// # Errors
///
/// Returns every place of the description that cannot be generated.
pub fn lower(selection: &Selection<'_>, config: &Config, chosen: Chosen) -> Result<Lowered> {
    let mut lowering = Lowering::new(selection, config);
    let mut tags = lowering.tags();
    for selected in &selection.operations {
        let Some(operation) = operation::parse(&mut lowering, selected) else {
            continue;
        };
        let Some(tag) = tags
            .iter_mut()
            .find(|tag| operation.has_tag(&tag.model.wire))
        else {
            continue;
        };
        if let Some(operation) = operation::lower(&mut lowering, &operation, &mut tag.scope) {
            tag.model.operations.push(operation);
        }
    }
    let mut schemas = lowering.schemas();
    let tags = tags.into_iter().map(|tag| tag.model);
    // All operations of a tag may stand under another one, or be skipped.
    let mut tags: Vec<Tag> = tags.filter(|tag| !tag.operations.is_empty()).collect();
    pagination::decide(&mut tags, &schemas);
    request::mark(&mut tags, &mut schemas);
    cycles::refuse(&mut lowering, &schemas);
    // What is refused may lead to itself: nothing goes on with it.
    if let Some(diagnostics) = Diagnostics::collect(std::mem::take(&mut lowering.diagnostics)) {
        return Err(diagnostics);
    }
    example::note_departures(&mut tags, &schemas);
    Ok(Lowered {
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
        expired: lowering.renames.expired(selection),
        unknown: lowering.renames.unknown(selection),
        profile: chosen.why,
        needless: Vec::new(),
    })
}

/// What the parts of lowering share.
struct Lowering<'a> {
    selection: &'a Selection<'a>,
    resolver: Resolver<'a>,
    renames: Renames<'a>,
    diagnostics: Vec<Diagnostic>,
    /// The names of the component schemas' types.
    scope: Scope,
    /// The component schemas that something refers to and that are not lowered yet.
    wanted: BTreeSet<String>,
    /// The references to what is being lowered in place, as a part of something else.
    within: Vec<String>,
    /// Whether the struct for several shapes of a union is being lowered.
    is_within_several: bool,
}

/// A tag in the making.
struct OpenTag {
    model: Tag,
    scope: Scope,
}

impl<'a> Lowering<'a> {
    fn new(selection: &'a Selection<'a>, config: &'a Config) -> Self {
        Self {
            selection,
            resolver: Resolver::new(selection),
            renames: Renames::new(&config.rename),
            diagnostics: Vec::new(),
            scope: Scope::with_reserved(PRELUDE, "Rust's prelude"),
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

    fn tags(&mut self) -> Vec<OpenTag> {
        let mut modules = Scope::with_reserved(OWN_MODULES, "a module of every crate");
        let mut tags = Vec::new();
        for (wire, doc) in self.selection.tags_with_docs() {
            let pointer = format!("#/tags/{}", escape(&wire));
            let module = self
                .renames
                .apply(&pointer, name::snake(&wire), name::snake);
            if let Err(other) = modules.take(&module, &pointer) {
                self.collision("modules", &module, &pointer, &other);
            }
            let handle = name::pascal(&module);
            let mut scope = Scope::with_reserved(PRELUDE, "Rust's prelude");
            if let Err(other) = scope.take(&handle, &pointer) {
                self.collision("types", &handle, &pointer, &other);
            }
            tags.push(OpenTag {
                model: Tag {
                    wire,
                    doc,
                    module,
                    handle,
                    operations: Vec::new(),
                },
                scope,
            });
        }
        tags
    }

    fn collision(&mut self, what: &str, name: &str, pointer: &str, other: &str) {
        self.refuse(
            format!("two {what} would be named `{name}`: this and {other}"),
            pointer,
            "give one of them another name under [[rename]] in tagsmith.toml",
        );
    }

    /// Lowers every component schema that is wanted, and those that they want in turn.
    fn schemas(&mut self) -> Vec<SchemaFile> {
        let mut modules = Scope::with_reserved(&["mod"], "the module of all types");
        let mut done = BTreeSet::new();
        let mut files = Vec::new();
        while let Some(wire) = self.wanted.pop_first() {
            if !done.insert(wire.clone()) {
                continue;
            }
            let spot = self.component(&wire);
            let module = self
                .renames
                .apply(&spot.pointer, name::snake(&wire), name::snake);
            if let Err(other) = modules.take(&module, &spot.pointer) {
                self.collision("modules", &module, &spot.pointer, &other);
            }
            if let Err(other) = self.scope.take(&spot.name, &spot.pointer) {
                self.collision("types", &spot.name, &spot.pointer, &other);
            }
            files.push(SchemaFile {
                types: schema::component(self, &spot, &module),
                bounds: self.bounds(&wire),
                wire,
                module,
            });
        }
        files.sort_by(|left, right| left.module.cmp(&right.module));
        files
    }

    /// Returns what is said of the values of a component schema beyond their type.
    fn bounds(&self, wire: &str) -> Vec<Bound> {
        let schema = self.resolver.schema(&Spot::component(wire).pointer);
        // What is wrong with it is said when it is lowered.
        schema.map(|it| bounds::of(&it)).unwrap_or_default()
    }

    /// Returns the place of a component schema, with the name of its type.
    fn component(&mut self, wire: &str) -> Spot {
        let spot = Spot::component(wire);
        let name = self
            .renames
            .apply(&spot.pointer, spot.name.clone(), name::pascal);
        spot.named(&name)
    }
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
    }
}
