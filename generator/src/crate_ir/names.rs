//! Names of tags, operations, types and their parts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::errors::Shape;
use super::name::{self, Scope};
use super::rename::Namer;
use super::reserved::{CALL_METHODS, OWN_MODULES, PRELUDE, TAG_MODULES};
use super::type_names::{self, Owner, TypeNames};
use super::{call, media};
use crate::api::{
    self, Api, Content, Operation, Parameter, ParameterLocation, SchemaFile, Tag, TypeScope,
};
use crate::description::resolve::{escape, schema_pointer};
use crate::description::select::derived::id as derived_id;

/// The names of a crate.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// The names of tags, in the tags' order.
    pub(super) tags: Vec<TagNames>,
    /// The names of component schemas.
    components: BTreeMap<&'a str, ComponentNames>,
}

/// The names of a tag and its operations.
#[derive(Debug)]
pub(super) struct TagNames {
    pub(super) module: String,
    pub(super) handle: String,
    pub(super) operations: Vec<OperationNames>,
}

/// The names of an operation and its parts.
#[derive(Debug)]
pub(super) struct OperationNames {
    pub(super) name: String,
    pub(super) type_name: String,
    /// The name of the shared error enum; `None` if the operation has an enum of its own.
    pub(super) error: Option<String>,
    pub(super) parameters: Vec<String>,
    pub(super) types: Vec<TypeNames>,
}

/// The names of a component schema and its types.
#[derive(Debug)]
pub(super) struct ComponentNames {
    pub(super) module: String,
    pub(super) types: Vec<TypeNames>,
}

impl<'a> Names<'a> {
    pub(super) fn of(api: &'a Api, namer: &mut Namer<'_>) -> Self {
        let mut modules = Scope::with_reserved(OWN_MODULES, "a module of every crate");
        let tags = api.tags.iter();
        let mut tags: Vec<TagNames> = tags.map(|it| tag(it, &mut modules, namer)).collect();
        let mut modules = Scope::with_reserved(&["mod"], "the module of all types");
        let mut types = Scope::with_reserved(PRELUDE, "Rust's prelude");
        let words = schema_words(&api.schemas);
        let pointers: Vec<String> = api
            .schemas
            .iter()
            .map(|it| schema_pointer(&it.wire))
            .collect();
        let named = words.iter().zip(&pointers);
        let named: Vec<(&str, &str)> = named.map(|(words, it)| (&**words, it.as_str())).collect();
        let defaults = namer.defaults(&named, name::snake).into_iter();
        let defaults: Vec<(String, String)> =
            defaults.zip(namer.defaults(&named, name::pascal)).collect();
        let components = api.schemas.iter().zip(defaults).map(|(file, defaults)| {
            let names = component(file, defaults, &mut modules, &mut types, namer);
            (file.wire.as_str(), names)
        });
        let components: BTreeMap<&str, ComponentNames> = components.collect();
        let type_name = |wire: &str| Some(components.get(wire)?.types.first()?.name.clone());
        shared_errors(api, &mut tags, type_name, namer);
        Self { tags, components }
    }

    /// Returns the names of a component schema.
    pub(super) fn component(&self, wire: &str) -> Option<&ComponentNames> {
        self.components.get(wire)
    }

    /// Returns the names of a type. `own` contains the names of the operation's own types.
    pub(super) fn find<'n>(
        &'n self,
        named: &api::Named,
        own: &'n [TypeNames],
    ) -> Option<&'n TypeNames> {
        self.owned(named, own).get(named.number)
    }

    /// Returns the names of all types of a type's owner; `own` are those of the operation.
    pub(super) fn owned<'n>(&'n self, named: &api::Named, own: &'n [TypeNames]) -> &'n [TypeNames] {
        match &named.home {
            TypeScope::Operation => own,
            TypeScope::Component(wire) => self.component(wire).map_or(&[], |it| &it.types),
        }
    }
}

/// Names the shared errors of all operations. `component` returns the name of a component schema's type.
fn shared_errors(
    api: &Api,
    tags: &mut [TagNames],
    component: impl Fn(&str) -> Option<String>,
    namer: &mut Namer<'_>,
) {
    let mut names = Scope::default();
    let mut modules = Scope::with_reserved(&["mod"], "the module of all errors");
    for (tag, named) in api.tags.iter().zip(tags) {
        for (operation, own) in tag.operations.iter().zip(&mut named.operations) {
            let shape = Shape::of(operation, &component);
            let Some((shape, name)) = shape.and_then(|it| it.name().map(|name| (it, name))) else {
                continue;
            };
            let key = shape.key();
            let taken = names.take(&name, &key);
            if let Err(other) = taken.and_then(|()| modules.take(&name::snake(&name), &key)) {
                // A `[[rename]]` entry for the schema of a body renames the enum.
                let schema = shape.component.as_deref().map(schema_pointer);
                let pointer = schema.as_ref().unwrap_or(&operation.pointer);
                namer.collide("error types", &name, pointer, other);
            }
            own.error = Some(name);
        }
    }
}

fn tag(tag: &Tag, modules: &mut Scope, namer: &mut Namer<'_>) -> TagNames {
    let pointer = format!("#/tags/{}", escape(&tag.wire));
    let default = name::unless_taken(name::snake(&tag.wire), OWN_MODULES);
    let module = namer.name(&pointer, default, name::snake);
    namer.take(modules, "modules", &module, &pointer);
    let handle = apart_from(name::pascal(&module), PRELUDE, "Operations");
    let mut types = Scope::with_reserved(PRELUDE, "Rust's prelude");
    namer.take(&mut types, "types", &handle, &pointer);
    let heads = heads(&tag.operations, &handle, &mut types, namer);
    let operations = tag.operations.iter().zip(heads);
    TagNames {
        operations: operations
            .map(|(it, head)| operation(it, head, &mut types, namer))
            .collect(),
        module,
        handle,
    }
}

/// Names operations and their calls. The types of their parts are named later.
fn heads(
    operations: &[Operation],
    handle: &str,
    types: &mut Scope,
    namer: &mut Namer<'_>,
) -> Vec<(String, String)> {
    let named = operations.iter();
    let named = named.map(|it| (it.short.as_str(), it.pointer.as_str()));
    let named: Vec<(&str, &str)> = named.collect();
    // The types of operations are named after their methods.
    let mut defaults = namer.defaults_by(&named, name::snake, name::pascal);
    // Operations of one operationId in two tags may have one name here.
    for (index, it) in operations.iter().enumerate() {
        let (before, after) = defaults.split_at_mut(index);
        if let Some(default) = after.first_mut().filter(|it| before.contains(it)) {
            *default = name::snake(&derived_id(&it.method, &it.path));
        }
    }
    let names = operations.iter().zip(defaults).map(|(it, default)| {
        let default = name::unless_taken(default, TAG_MODULES);
        let name = namer.name(&it.pointer, default, name::snake);
        if TAG_MODULES.contains(&name.as_str()) {
            namer.collide(
                "modules",
                &name,
                &it.pointer,
                "a name in every tag's module",
            );
        }
        name
    });
    let names: Vec<String> = names.collect();
    let stems: Vec<String> = names.iter().map(|it| name::pascal(it)).collect();
    let heads = names.into_iter().zip(&stems).map(|(name, stem)| {
        let of_error = stem.strip_suffix("Error");
        let is_error = of_error.is_some_and(|it| stems.iter().any(|other| other == it));
        let type_name = apart_from(stem.clone(), PRELUDE, "Call");
        let mut type_name = apart_from(type_name, &[handle], "Call");
        if is_error {
            type_name.push_str("Call");
        }
        (name, type_name)
    });
    let heads: Vec<(String, String)> = heads.collect();
    for (it, (_, type_name)) in operations.iter().zip(&heads) {
        let mut own = vec![type_name.clone(), format!("{type_name}Error")];
        if let Content::ByStatus(_) = &it.success.content {
            own.push(call::by_status_name(type_name));
        }
        for own in own {
            namer.take(types, "types", &own, &it.pointer);
        }
    }
    heads
}

/// Returns the name of a type, with the suffix `word` if the name is reserved.
fn apart_from(name: String, taken: &[&str], word: &str) -> String {
    match taken.contains(&name.as_str()) {
        true => format!("{name}{word}"),
        false => name,
    }
}

fn operation(
    operation: &Operation,
    (name, type_name): (String, String),
    types: &mut Scope,
    namer: &mut Namer<'_>,
) -> OperationNames {
    let owner = Owner {
        name: &type_name,
        doc: "",
    };
    let own = type_names::of(&operation.types, &owner, types, namer);
    let parameters = parameters(operation, namer);
    OperationNames {
        name,
        type_name,
        error: None,
        parameters,
        types: own,
    }
}

/// Names the arguments and setters of parameters. Parameters with the same wire name get different names.
fn parameters(operation: &Operation, namer: &mut Namer<'_>) -> Vec<String> {
    let own = "a method of every call";
    let mut scope = Scope::with_reserved(CALL_METHODS, own);
    let mut taken: Vec<String> = operation.body.iter().flat_map(call::body_names).collect();
    for name in &taken {
        let _ = scope.take(name, "the request body");
    }
    let choices = &operation.success.choices;
    for (choice, name) in choices.iter().zip(media::choice_names(choices)) {
        if let Err(other) = scope.take(&name, &choice.media_type) {
            namer.collide("media types", &name, &operation.pointer, other);
        }
        taken.push(name);
    }
    let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
    let mut before: Vec<String> = Vec::new();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for place in PLACES {
        let of_place = operation.parameters.iter().enumerate();
        let of_place = of_place.filter(|(_, it)| self::place(it) == *place);
        let (numbers, all): (Vec<usize>, Vec<&Parameter>) = of_place.unzip();
        let named = all.iter();
        let named = named.map(|it| (it.wire.as_str(), it.pointer.as_str()));
        let defaults = namer.defaults(&named.collect::<Vec<_>>(), name::snake);
        let defaults = defaults.into_iter();
        let defaults = defaults.map(|name| match before.contains(&name) {
            true => format!("{name}_{place}"),
            false => name,
        });
        let defaults: Vec<String> = defaults.collect();
        before.extend(defaults.iter().cloned());
        for ((number, it), default) in numbers.into_iter().zip(all).zip(defaults) {
            let default = name::unless_taken(default, CALL_METHODS);
            let default = name::unless_taken(default, &taken);
            let name = namer.name(&it.pointer, default, name::snake);
            namer.take(&mut scope, "parameters", &name, &it.pointer);
            names.insert(number, name);
        }
    }
    names.into_values().collect()
}

/// The locations of parameters, in the order of precedence. If two parameters have the same name, the later one gets
/// its location as a suffix.
const PLACES: &[&str] = &["path", "query", "header"];

fn place(parameter: &Parameter) -> &'static str {
    match parameter.location {
        ParameterLocation::Path | ParameterLocation::Segments => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
    }
}

/// Returns the words that name each component schema. If a nested schema has the same name as a different schema, its
/// words are complete.
fn schema_words(schemas: &[SchemaFile]) -> Vec<Cow<'_, str>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in schemas {
        let name = name::pascal(&name::of_schema(&file.wire));
        *counts.entry(name).or_default() += 1;
    }
    let words = schemas.iter().map(|file| {
        let words = name::of_schema(&file.wire);
        match counts.get(&name::pascal(&words)) {
            Some(2..) => name::of_schema_in_full(&file.wire),
            _ => words,
        }
    });
    words.collect()
}

fn component(
    file: &SchemaFile,
    (module, name): (String, String),
    modules: &mut Scope,
    types: &mut Scope,
    namer: &mut Namer<'_>,
) -> ComponentNames {
    let pointer = schema_pointer(&file.wire);
    let module = name::unless_taken(module, &["mod"]);
    let module = namer.name(&pointer, module, name::snake);
    namer.take(modules, "modules", &module, &pointer);
    let name = apart_from(name, PRELUDE, "Schema");
    let name = namer.name(&pointer, name, name::pascal);
    namer.take(types, "types", &name, &pointer);
    let mut parts = Scope::with_reserved(PRELUDE, "Rust's prelude");
    let owner = Owner {
        name: &name,
        doc: &format!("The schema `{}`.", file.wire.replace('`', "'")),
    };
    ComponentNames {
        module,
        types: type_names::of(&file.types, &owner, &mut parts, namer),
    }
}
