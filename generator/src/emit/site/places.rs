//! The paths and anchors of pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::crate_ir::index::Index;
use crate::crate_ir::{Crate, Named, Operation, SchemaFile, Tag, Type, TypeDef as Def, TypeScope};

/// The locations of types, with lookups by name.
pub(super) struct Places<'a> {
    index: Index<'a>,
    /// The files of component schemas, by the names of their first types.
    files: BTreeMap<&'a str, &'a SchemaFile<'a>>,
    modules: BTreeMap<&'a str, &'a SchemaFile<'a>>,
    /// The pages of operations, by their URLs in the API's documentation.
    by_docs: BTreeMap<&'a str, String>,
    /// The operations that directly use a component schema, by the schema's module.
    users: BTreeMap<&'a str, Vec<(&'a Tag<'a>, &'a Operation<'a>)>>,
}

/// Returns the path of a tag's page.
pub(super) fn tag(tag: &Tag) -> String {
    format!("{}/index.html", slug(&tag.module))
}

/// Returns the path of an operation's page.
pub(super) fn operation(tag: &Tag, operation: &Operation) -> String {
    format!("{}/{}/index.html", slug(&tag.module), slug(&operation.name))
}

/// Returns the path of a component schema's page.
pub(super) fn schema(file: &SchemaFile) -> String {
    format!("types/{}/index.html", slug(&file.module))
}

/// Returns the name of a module for use in a path. Module names are unique, and contain no hyphens.
pub(super) fn slug(module: &str) -> String {
    module.replace('_', "-")
}

impl<'a> Places<'a> {
    pub(super) fn new(api: &'a Crate<'a>) -> Self {
        let files = api.schemas.iter();
        let by_name = files.clone().filter_map(|file| {
            let def = file.types.first()?;
            Some((def.name.as_str(), file))
        });
        let mut places = Self {
            index: Index::new(&api.schemas),
            files: by_name.collect(),
            modules: files.map(|file| (file.module.as_str(), file)).collect(),
            by_docs: BTreeMap::new(),
            users: BTreeMap::new(),
        };
        for of_tag in &api.tags {
            for it in &of_tag.operations {
                if let Some(url) = &it.docs_url {
                    places.by_docs.insert(url, operation(of_tag, it));
                }
                for module in places.used_by(it) {
                    places.users.entry(module).or_default().push((of_tag, it));
                }
            }
        }
        places
    }

    /// Returns the definition of a type. `own` contains the operation's own types.
    pub(super) fn find(&self, named: &Named, own: &'a [Def<'a>]) -> Option<&'a Def<'a>> {
        self.index.find(named, own)
    }

    /// Returns the component schema of a type.
    pub(super) fn file(&self, named: &Named) -> Option<&'a SchemaFile<'a>> {
        match &named.home {
            TypeScope::Operation => None,
            TypeScope::Types => self.files.get(named.name.as_str()).copied(),
            TypeScope::Within(module) => self.modules.get(module.as_str()).copied(),
        }
    }

    /// Returns the link to a type: a path from the root of the site, or an anchor on the page of its operation.
    pub(super) fn link(&self, named: &Named, root: &str) -> String {
        match (&named.home, self.file(named)) {
            (TypeScope::Within(_), Some(file)) => format!("{root}{}#{}", schema(file), named.name),
            (TypeScope::Types, Some(file)) => format!("{root}{}", schema(file)),
            _ => format!("#type-{}", named.name),
        }
    }

    /// Returns the key of a type in `types`.
    pub(super) fn key(&self, named: &Named) -> String {
        match (&named.home, self.file(named)) {
            (TypeScope::Within(_), Some(file)) => format!("{}/{}", slug(&file.module), named.name),
            (TypeScope::Types, Some(file)) => slug(&file.module),
            _ => format!("./{}", named.name),
        }
    }

    /// Returns the page of an operation by its URL in the API's documentation.
    pub(super) fn of_docs(&self, url: &str) -> Option<&str> {
        self.by_docs.get(url).map(String::as_str)
    }

    /// Returns the operations that directly use a component schema.
    pub(super) fn users(&self, module: &str) -> &[(&'a Tag<'a>, &'a Operation<'a>)] {
        self.users.get(module).map_or(&[], Vec::as_slice)
    }

    /// Returns the modules of the component schemas that an operation directly uses.
    fn used_by(&self, operation: &'a Operation<'a>) -> BTreeSet<&'a str> {
        let own = operation.types.iter().flat_map(Def::kinds);
        let kinds = operation.kinds().into_iter().chain(own);
        let files = kinds.filter_map(|it| self.file(it.named()?));
        files.map(|it| it.module.as_str()).collect()
    }

    /// Returns all named types that the given types reach.
    pub(super) fn reached(&self, kinds: &[&Type], own: &'a [Def<'a>]) -> BTreeSet<Named> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<Named> = kinds.iter().filter_map(|it| it.named()).cloned().collect();
        while let Some(named) = open.pop() {
            if let Some(def) = self.find(&named, own) {
                let within = def.kinds().into_iter().filter_map(Type::named);
                open.extend(within.filter(|it| !reached.contains(*it)).cloned());
            }
            reached.insert(named);
        }
        reached
    }
}
