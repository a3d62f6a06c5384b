//! Names of tags, operations, types and their parts.

use std::collections::BTreeMap;

use super::name::{self, Scope};
use super::rename::Namer;
use super::reserved::{OWN_MODULES, PRELUDE};
use super::type_names::{self, Owner, TypeNames};
use super::{call, media};
use crate::api::{self, Api, Content, Home, Operation, SchemaFile, Tag};
use crate::description::resolve::escape;

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
        let tags = tags.map(|it| tag(it, &mut modules, namer)).collect();
        let mut modules = Scope::with_reserved(&["mod"], "the module of all types");
        let mut types = Scope::with_reserved(PRELUDE, "Rust's prelude");
        let components = api.schemas.iter().map(|file| {
            let names = component(file, &mut modules, &mut types, namer);
            (file.wire.as_str(), names)
        });
        Self {
            tags,
            components: components.collect(),
        }
    }

    /// Returns the names of a component schema.
    pub(super) fn component(&self, wire: &str) -> Option<&ComponentNames> {
        self.components.get(wire)
    }

    /// Returns the names of a type; `own` are those of the operation.
    pub(super) fn find<'n>(
        &'n self,
        named: &api::Named,
        own: &'n [TypeNames],
    ) -> Option<&'n TypeNames> {
        let types = match &named.home {
            Home::Operation => own,
            Home::Component(wire) => &self.component(wire)?.types,
        };
        types.get(named.number)
    }
}

fn tag(tag: &Tag, modules: &mut Scope, namer: &mut Namer<'_>) -> TagNames {
    let pointer = format!("#/tags/{}", escape(&tag.wire));
    let module = namer.name(&pointer, name::snake(&tag.wire), name::snake);
    namer.take(modules, "modules", &module, &pointer);
    let handle = name::pascal(&module);
    let mut types = Scope::with_reserved(PRELUDE, "Rust's prelude");
    namer.take(&mut types, "types", &handle, &pointer);
    let operations = tag.operations.iter();
    TagNames {
        operations: operations
            .map(|it| operation(it, &mut types, namer))
            .collect(),
        module,
        handle,
    }
}

fn operation(operation: &Operation, types: &mut Scope, namer: &mut Namer<'_>) -> OperationNames {
    let pointer = &operation.pointer;
    let name = namer.name(pointer, name::snake(&operation.short), name::snake);
    if name == "mod" {
        namer.collide("modules", &name, pointer, "the module of its tag");
    }
    let type_name = name::pascal(&name);
    for own in [type_name.clone(), format!("{type_name}Error")] {
        namer.take(types, "types", &own, pointer);
    }
    let owner = Owner {
        name: &type_name,
        doc: "",
    };
    let own = type_names::of(&operation.types, &owner, types, namer);
    if let Content::ByStatus(_) = &operation.success.content {
        namer.take(types, "types", &call::answer_name(&type_name), pointer);
    }
    let parameters = operation.parameters.iter().map(|it| {
        let name = name::snake(&it.wire);
        namer.name(&it.pointer, name, name::snake)
    });
    let parameters: Vec<String> = parameters.collect();
    arguments(operation, &parameters, namer);
    OperationNames {
        name,
        type_name,
        parameters,
        types: own,
    }
}

/// Reserves the names of arguments and setters. Two parameters with the same wire name get different names.
fn arguments(operation: &Operation, parameters: &[String], namer: &mut Namer<'_>) {
    let own = "a method that calls have";
    let mut scope = Scope::with_reserved(&["accept", "items", "pages", "reports"], own);
    for name in operation.body.iter().flat_map(call::body_names) {
        let _ = scope.take(&name, "the request body");
    }
    for choice in &operation.success.choices {
        let name = media::method_name(&choice.media_type);
        if let Err(other) = scope.take(&name, &choice.media_type) {
            namer.collide("media types", &name, &operation.pointer, other);
        }
    }
    for (index, name) in parameters.iter().enumerate() {
        let here = format!("{}/parameters/{index}", operation.pointer);
        namer.take(&mut scope, "parameters", name, &here);
    }
}

fn component(
    file: &SchemaFile,
    modules: &mut Scope,
    types: &mut Scope,
    namer: &mut Namer<'_>,
) -> ComponentNames {
    let pointer = format!("#/components/schemas/{}", escape(&file.wire));
    let module = namer.name(&pointer, name::snake(&file.wire), name::snake);
    namer.take(modules, "modules", &module, &pointer);
    let name = namer.name(&pointer, name::pascal(&file.wire), name::pascal);
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
