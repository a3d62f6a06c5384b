//! Finds renamed component schemas. A renamed schema has the same structure and the same operations, or at least one
//! common operation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::krate::Crate;
use crate::crate_ir::{Named, SchemaFile, Shape, Type, TypeDef, TypeScope};

/// The renamed component schemas: their new names, by old name.
#[derive(Debug, Default)]
pub(super) struct Renamed<'a> {
    to_new: BTreeMap<&'a str, &'a str>,
}

impl<'a> Renamed<'a> {
    pub(super) fn find(old: &Crate<'a>, new: &Crate<'a>) -> Self {
        let mut renamed = Self::default();
        renamed.find_by_types(old, new);
        // Repeats until nothing changes, since a schema may differ only by the new name of a different schema.
        while renamed.find_more(old, new) {}
        renamed
    }

    /// Returns the new name of an old schema.
    pub(super) fn new_name<'b>(&'b self, old: &'b str) -> &'b str {
        self.to_new.get(old).copied().unwrap_or(old)
    }

    /// Returns whether a new schema had a different name before.
    pub(super) fn has_new(&self, new: &str) -> bool {
        self.to_new.values().any(|it| *it == new)
    }

    /// Finds schemas whose Rust types keep their names, such as `Thing` renamed to `thing`.
    fn find_by_types(&mut self, old: &Crate<'a>, new: &Crate<'a>) {
        let name = |file: &SchemaFile| file.types.first().map(|it| it.name.clone());
        let come = only_in(new, old, |_| false);
        for file in only_in(old, new, |_| false) {
            let same = come.iter().find(|it| name(it) == name(file));
            self.to_new
                .extend(same.map(|it| (file.wire.as_str(), it.wire.as_str())));
        }
    }

    fn find_more(&mut self, old: &Crate<'a>, new: &Crate<'a>) -> bool {
        let gone = only_in(old, new, |wire| self.to_new.contains_key(wire));
        let come = only_in(new, old, |wire| self.has_new(wire));
        if gone.is_empty() || come.is_empty() {
            return false;
        }
        let mut by_shape: BTreeMap<String, Vec<&'a SchemaFile<'a>>> = BTreeMap::new();
        for file in come {
            by_shape
                .entry(shape(file, new, &Self::default()))
                .or_default()
                .push(file);
        }
        let mut found = Vec::new();
        for file in gone {
            let users = old.uses(&file.wire).operations;
            let alike = by_shape.get(&shape(file, old, self)).into_iter().flatten();
            let alike: Vec<_> = alike
                .map(|it| (*it, new.uses(&it.wire).operations))
                .collect();
            let same = alike.iter().filter(|(_, its)| *its == users);
            // Compares the users only by overlap, since operations may be added or removed at the same time.
            let some = alike.iter().filter(|(_, its)| !its.is_disjoint(&users));
            // Ignores ambiguous candidates.
            if let Some(only) = only(same).or_else(|| only(some)) {
                found.push((file.wire.as_str(), only.0.wire.as_str()));
            }
        }
        let targets: BTreeSet<&str> = found.iter().map(|(_, new)| *new).collect();
        if targets.len() < found.len() || found.is_empty() {
            return false;
        }
        self.to_new.extend(found);
        true
    }
}

/// Returns the only item; `None` if there are several.
fn only<T>(mut those: impl Iterator<Item = T>) -> Option<T> {
    those.next().filter(|_| those.next().is_none())
}

/// Returns the schemas of one crate whose names the other crate lacks.
fn only_in<'a>(
    krate: &Crate<'a>,
    other: &Crate<'a>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<&'a SchemaFile<'a>> {
    let others: BTreeSet<&str> = other
        .api
        .schemas
        .iter()
        .map(|it| it.wire.as_str())
        .collect();
    let files = krate.api.schemas.iter();
    files
        .filter(|it| !others.contains(it.wire.as_str()) && !is_known(&it.wire))
        .collect()
}

/// Returns a text that describes a schema's structure, without the names of its types and with the new names of renamed
/// schemas.
fn shape(file: &SchemaFile, krate: &Crate<'_>, renamed: &Renamed<'_>) -> String {
    let mut writer = Writer {
        file,
        krate,
        renamed,
        text: String::new(),
        open: Vec::new(),
    };
    if let Some(def) = file.types.first() {
        writer.def(def);
    }
    writer.text
}

struct Writer<'a, 'b> {
    file: &'b SchemaFile<'a>,
    krate: &'b Crate<'a>,
    renamed: &'b Renamed<'a>,
    text: String,
    open: Vec<&'b str>,
}

impl<'b> Writer<'_, 'b> {
    fn def(&mut self, def: &'b TypeDef) {
        if let Some(depth) = self.open.iter().rev().position(|it| *it == def.name) {
            self.write(format_args!("^{depth}"));
            return;
        }
        self.open.push(&def.name);
        match &def.shape {
            Shape::Struct(body) => {
                for member in &body.members {
                    let (required, nullable) = (member.required, member.nullable);
                    self.write(format_args!("{:?}{required}{nullable}", member.wire));
                    self.kind(&member.kind);
                }
                if let Some(kind) = &body.additional {
                    self.write(format_args!("*"));
                    self.kind(kind);
                }
            }
            Shape::Enum(values) => values
                .iter()
                .for_each(|value| self.write(format_args!("{:?}|", value.wire))),
            Shape::Union(union) => {
                for variant in union.all() {
                    self.write(format_args!("/"));
                    self.kind(&variant.kind);
                }
            }
            Shape::Alias(kind) => self.kind(kind),
        }
        self.open.pop();
        self.write(format_args!(";"));
    }

    fn kind(&mut self, kind: &'b Type) {
        match kind {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
                let outer = match kind {
                    Type::List(_) => "[",
                    Type::Map(_) => "{",
                    _ => "?",
                };
                self.write(format_args!("{outer}"));
                self.kind(inner);
            }
            Type::Named(named) => self.named(named),
            scalar => self.write(format_args!("{scalar:?}")),
        }
    }

    fn named(&mut self, named: &'b Named) {
        let own = self.file.types.iter().find(|def| match &named.home {
            TypeScope::Within(module) => *module == self.file.module && def.name == named.name,
            TypeScope::Types | TypeScope::Operation => false,
        });
        let is_own = self
            .file
            .types
            .first()
            .is_some_and(|def| named.home == TypeScope::Types && def.name == named.name);
        match (own, self.krate.schema(named)) {
            (Some(def), _) => self.def(def),
            (None, _) if is_own => self.write(format_args!("self")),
            (None, Some(file)) => {
                let name = self.renamed.new_name(&file.wire).to_owned();
                self.write(format_args!("<{name}>"));
            }
            (None, None) => self.write(format_args!("{named:?}")),
        }
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(text);
    }
}
