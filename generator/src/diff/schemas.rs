//! Compares the component schemas of two crates. Each schema is reported once, with all operations that reach it.

use std::collections::BTreeSet;

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::walk::{Location, Walk};
use crate::crate_ir::{Named, SchemaFile, Type, TypeScope};

impl<'a> Walk<'a> {
    /// Compares all component schemas.
    pub(super) fn schemas(&mut self) {
        let (old, new) = (&self.old.api.schemas, &self.new.api.schemas);
        for file in old {
            let name = self.renamed.new_name(&file.wire);
            match new.iter().find(|it| it.wire == name) {
                Some(now) => self.schema(file, now),
                None => {
                    let location = self.at(file, None);
                    let was = (Some(file.wire.clone()), None);
                    let verdicts = (Wire::Compatible, Rust::Breaking);
                    self.note(Kind::SchemaRemoved, &location, was, verdicts);
                    let is_deprecated = file.types.first().is_some_and(|it| it.deprecated);
                    self.was_deprecated(is_deprecated.then(|| "deprecated".to_owned()));
                }
            }
        }
        for file in new {
            let is_known = old.iter().any(|it| it.wire == file.wire);
            if !is_known && !self.renamed.has_new(&file.wire) {
                let location = self.at(file, None);
                let is = (None, Some(file.wire.clone()));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::SchemaAdded, &location, is, verdicts);
                if let Some(def) = file.types.first() {
                    self.used_by(def.display());
                }
            }
        }
    }

    fn schema(&mut self, old: &'a SchemaFile<'a>, new: &'a SchemaFile<'a>) {
        let (Some(before), Some(now)) = (old.types.first(), new.types.first()) else {
            return;
        };
        self.walked.clear();
        let first = self.changes.len();
        let mut location = self.at(new, Some(old));
        location.names = (&before.name, &now.name);
        location.wires = (&old.wire, &new.wire);
        let names = (Some(old.wire.clone()), Some(new.wire.clone()));
        let breaking = (Wire::Compatible, Rust::Breaking);
        let is_renamed =
            before.name != now.name || (old.module != new.module && old.types.len() > 1);
        if old.wire != new.wire {
            let verdicts = (Wire::Compatible, Rust::breaking_if(is_renamed));
            self.note(Kind::SchemaRenamed, &location, names, verdicts);
        } else if is_renamed {
            let describe = |file: &SchemaFile, name: &str| Some(format!("{}::{name}", file.module));
            let names = (describe(old, &before.name), describe(new, &now.name));
            self.note(Kind::TypeRenamed, &location, names, breaking);
        }
        self.features(&old.tags, &new.tags, &location);
        let named = |name: &str| {
            Type::Named(Named {
                name: name.to_owned(),
                home: TypeScope::Types,
            })
        };
        let kinds = (named(&before.name), named(&now.name));

        let from = self.changes.len();
        let bounded = location.bounded(&old.bounds, &new.bounds);
        self.definitions((before, &kinds.0), (now, &kinds.1), &bounded);
        self.bounds(&old.bounds, &new.bounds, from, &location);
        let parts = |file: &'a SchemaFile<'a>| file.types.get(1..).unwrap_or_default();
        let module = |file: &SchemaFile| format!("types::{}", file.module);
        self.parts(
            (parts(old), &module(old)),
            (parts(new), &module(new)),
            first,
            &location,
        );
        self.end(&location);
    }

    /// Compares the features that compile a schema.
    fn features(&mut self, old: &[String], new: &[String], location: &Location<'a>) {
        let still = |tag: &&String| self.new.api.tags.iter().any(|it| it.module == **tag);
        let gone: Vec<&String> = old
            .iter()
            .filter(|it| !new.contains(it))
            .filter(still)
            .collect();
        for tag in gone {
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(
                Kind::FeatureRemoved,
                location,
                (Some(tag.clone()), None),
                verdicts,
            );
        }
        let already = |tag: &&String| self.old.api.tags.iter().any(|it| it.module == **tag);
        let come: Vec<&String> = new
            .iter()
            .filter(|it| !old.contains(it))
            .filter(already)
            .collect();
        for tag in come {
            let verdicts = (Wire::Compatible, Rust::Addition);
            self.note(
                Kind::FeatureAdded,
                location,
                (None, Some(tag.clone())),
                verdicts,
            );
        }
    }

    /// Returns the location of a component schema.
    fn at(&self, file: &'a SchemaFile<'a>, was: Option<&SchemaFile>) -> Location<'a> {
        let now = self.new.uses(&file.wire);
        let before = self.old.uses(was.map_or(&file.wire, |it| &it.wire));
        let operations: BTreeSet<String> =
            before.operations.union(&now.operations).cloned().collect();
        let name = file.types.first().map_or("", |def| &def.name);
        Location {
            schema: Some(&file.wire),
            direction: before.direction_with(&now),
            path: Some("$".to_owned()),
            ..Location::new(operations, format!("types::{name}"))
        }
    }
}
