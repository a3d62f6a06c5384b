//! One of the two compared crates, with its indexes.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Direction;
use crate::crate_ir;
use crate::crate_ir::index::Index;
use crate::crate_ir::{Member, Named, Operation, SchemaFile, Shape, Tag, Type, TypeDef, TypeScope};

/// One of the two compared crates.
pub(super) struct Crate<'a> {
    pub(super) api: &'a crate_ir::Crate<'a>,
    index: Index<'a>,
    /// The component schemas, by the names of their types.
    files: BTreeMap<&'a str, &'a SchemaFile<'a>>,
    /// The uses of a component schema, by its wire name.
    uses: BTreeMap<&'a str, Uses>,
}

/// The uses of a component schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// The operationIds of the operations that reach the schema.
    pub(super) operations: BTreeSet<String>,
    /// Whether a request can contain the schema.
    pub(super) in_requests: bool,
    /// Whether a response can contain the schema.
    pub(super) in_responses: bool,
}

impl<'a> Crate<'a> {
    pub(super) fn new(api: &'a crate_ir::Crate<'a>) -> Self {
        Self {
            api,
            index: Index::new(&api.schemas),
            files: files(api),
            uses: uses(api),
        }
    }

    /// Returns all operations with their tags.
    pub(super) fn operations(
        &self,
    ) -> impl Iterator<Item = (&'a Tag<'a>, &'a Operation<'a>)> + use<'a> {
        let tags = self.api.tags.iter();
        tags.flat_map(|tag| tag.operations.iter().map(move |it| (tag, it)))
    }

    /// Returns the definition of a named type. `own` contains the operation's own types.
    pub(super) fn find(&self, named: &Named, own: &'a [TypeDef<'a>]) -> Option<&'a TypeDef<'a>> {
        self.index.find(named, own)
    }

    /// Returns the component schema whose own type is `named`.
    pub(super) fn schema(&self, named: &Named) -> Option<&'a SchemaFile<'a>> {
        match named.home {
            TypeScope::Types => self.files.get(named.name.as_str()).copied(),
            TypeScope::Operation | TypeScope::Within(_) => None,
        }
    }

    /// Returns the uses of a component schema.
    pub(super) fn uses(&self, wire: &str) -> Uses {
        self.uses.get(wire).cloned().unwrap_or_default()
    }
}

impl Uses {
    /// Returns the direction that is common to both crates, otherwise the direction in either crate.
    pub(super) fn direction_with(&self, other: &Self) -> Option<Direction> {
        let both = (
            self.in_requests && other.in_requests,
            self.in_responses && other.in_responses,
        );
        let either = (
            self.in_requests || other.in_requests,
            self.in_responses || other.in_responses,
        );
        let (requests, responses) = if both == (false, false) { either } else { both };
        Direction::of(requests, responses)
    }
}

fn files<'a>(api: &'a crate_ir::Crate<'a>) -> BTreeMap<&'a str, &'a SchemaFile<'a>> {
    let files = api.schemas.iter();
    let named = files.filter_map(|file| Some((file.types.first()?.name.as_str(), file)));
    named.collect()
}

/// Finds the uses of each schema. Parts of a schema are reached with it. A schema that no operation reaches counts as
/// sent and received.
fn uses<'a>(api: &'a crate_ir::Crate<'a>) -> BTreeMap<&'a str, Uses> {
    let graph = Graph::new(api);
    let mut uses: Vec<Uses> = vec![Uses::default(); api.schemas.len()];
    for operation in api.tags.iter().flat_map(|tag| &tag.operations) {
        let (sent, received) = kinds(operation);
        for (kinds, is_request) in [(sent, true), (received, false)] {
            for index in graph.reached(&kinds, &operation.types, None) {
                if let Some(found) = uses.get_mut(index) {
                    found.operations.insert(operation.id.clone());
                }
            }
            let way = if is_request {
                Direction::Request
            } else {
                Direction::Response
            };
            for index in graph.reached(&kinds, &operation.types, Some(way)) {
                if let Some(found) = uses.get_mut(index) {
                    found.in_requests |= is_request;
                    found.in_responses |= !is_request;
                }
            }
        }
    }
    // Nothing says how users exchange schemas that no operation reaches.
    for unreached in uses.iter_mut().filter(|it| it.operations.is_empty()) {
        unreached.in_requests = true;
        unreached.in_responses = true;
    }
    let names = api.schemas.iter().map(|file| file.wire.as_str());
    names.zip(uses).collect()
}

/// Returns the types in requests, and the types in responses.
fn kinds<'a>(operation: &'a Operation<'a>) -> (Vec<&'a Type>, Vec<&'a Type>) {
    let body = operation.body.iter().filter_map(|it| it.content.kind());
    let sent: Vec<&Type> = operation
        .parameters
        .iter()
        .map(|it| &it.kind)
        .chain(body)
        .collect();
    let all = operation.kinds();
    let received = all
        .into_iter()
        .filter(|kind| !sent.iter().any(|it| std::ptr::eq(*it, *kind)));
    let received = received.collect();
    (sent, received)
}

/// The references between component schemas.
struct Graph<'a> {
    /// The indices of schemas by the names of their types.
    types: BTreeMap<&'a str, usize>,
    /// The indices of schemas by module.
    modules: BTreeMap<&'a str, usize>,
    /// The references of each schema: all, those in requests, and those in responses.
    edges: Vec<[Vec<usize>; 3]>,
}

/// The index of each direction in the edges.
const WAYS: [Option<Direction>; 3] = [None, Some(Direction::Request), Some(Direction::Response)];

impl<'a> Graph<'a> {
    fn new(api: &'a crate_ir::Crate<'a>) -> Self {
        let mut graph = Self {
            types: BTreeMap::new(),
            modules: BTreeMap::new(),
            edges: Vec::new(),
        };
        for (index, file) in api.schemas.iter().enumerate() {
            if let Some(def) = file.types.first() {
                graph.types.insert(&def.name, index);
            }
            graph.modules.insert(&file.module, index);
        }
        for file in &api.schemas {
            let places = WAYS.map(|way| {
                let kinds = file.types.iter().flat_map(|it| kinds_that_go(it, way));
                kinds.filter_map(|kind| graph.place(kind)).collect()
            });
            graph.edges.push(places);
        }
        graph
    }

    fn place(&self, kind: &Type) -> Option<usize> {
        let named = kind.named()?;
        match &named.home {
            TypeScope::Types => self.types.get(named.name.as_str()).copied(),
            TypeScope::Within(module) => self.modules.get(module.as_str()).copied(),
            TypeScope::Operation => None,
        }
    }

    /// Returns the indices of all schemas that the types of an operation reach, in one direction or in any.
    fn reached(&self, kinds: &[&Type], own: &[TypeDef], way: Option<Direction>) -> BTreeSet<usize> {
        let edges = WAYS.iter().position(|it| *it == way).unwrap_or_default();
        let mut reached = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut left: Vec<&Type> = kinds.to_vec();
        let mut next = Vec::new();
        while let Some(kind) = left.pop() {
            next.extend(self.place(kind));
            let part = kind.named().filter(|it| it.home == TypeScope::Operation);
            if let Some(part) = part
                && seen.insert(&part.name)
            {
                let defs = own.iter().filter(|def| def.name == part.name);
                left.extend(defs.flat_map(|it| kinds_that_go(it, way)));
            }
        }
        while let Some(index) = next.pop() {
            if reached.insert(index) {
                let edges = self.edges.get(index).and_then(|it| it.get(edges));
                next.extend(edges.into_iter().flatten());
            }
        }
        reached
    }
}

/// Returns the types within a type. Ignores properties that are not sent in this direction.
fn kinds_that_go<'a>(def: &'a TypeDef<'a>, way: Option<Direction>) -> Vec<&'a Type> {
    let Shape::Struct(body) = &def.shape else {
        return def.kinds();
    };
    let goes = |it: &&Member| match way {
        Some(Direction::Request) => !it.read_only,
        Some(Direction::Response) => !it.write_only,
        _ => true,
    };
    let members = body.members.iter().filter(goes).map(|it| &it.kind);
    members.chain(&body.additional).collect()
}
