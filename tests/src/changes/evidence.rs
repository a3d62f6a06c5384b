//! Assigns compiler errors to changes of the report.

use std::collections::{BTreeMap, BTreeSet};

use tagsmith::crate_ir::{Crate, Operation, SchemaFile, Tag, TypeDef};
use tagsmith::diff::{Change, Kind, Rust};

use super::probe::About;

/// A compiler error.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    /// The error message.
    pub(super) text: String,
    /// The items of the old crate that the error concerns.
    pub(super) about: About,
}

/// The changes of a pair, with the compiler errors as evidence.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) changes: Vec<Change>,
    pub(super) broken: Vec<Broken>,
    /// The items of operations whose calls compile, but send a different request.
    pub(super) sent: BTreeSet<String>,
}

/// The result of matching errors with changes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Errors that match no breaking change.
    pub(super) untold: Vec<String>,
    /// Breaking changes that match no error.
    pub(super) unproved: Vec<String>,
    /// The number of breaking changes that are the only match of an error. Without such a change in the report, the
    /// error would match nothing.
    pub(super) needed: usize,
}

impl Evidence {
    /// Matches errors with changes.
    pub(super) fn verdict(&self, names: &Names) -> Verdict {
        let mut items: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, change) in self.breaking() {
            let item = &change.place.item;
            // If an operation is removed, its error enum is removed too. If a tag is removed, its module is removed
            // too.
            let also = match change.kind {
                Kind::OperationRemoved => Some(format!("{item}Error")),
                Kind::TagRemoved => item.split_once("::").map(|(module, _)| module.to_owned()),
                _ => None,
            };
            for item in also.into_iter().chain([item.clone()]) {
                items.entry(item).or_default().push(index);
            }
            // If a part is removed, types that contain the part are removed too, such as `Vec<thing::ThingState>`.
            let old = change.old.as_deref().unwrap_or_default();
            let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | ':');
            for name in old.split(|it| !is_name(it)).filter(|it| !it.is_empty()) {
                items.entry(name.to_owned()).or_default().push(index);
            }
        }
        let (mut untold, mut proved, mut needed) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for broken in &self.broken {
            let changes = changes_of(broken, &items, names);
            match changes.len() {
                0 => untold.push(broken.text.clone()),
                1 => needed.extend(changes.iter().copied()),
                _ => {}
            }
            proved.extend(changes);
        }
        let is_sent = |change: &Change| {
            let is_order = matches!(change.kind, Kind::Reordered | Kind::ParametersReordered);
            let mut sent = self.sent.iter().filter_map(|it| names.ids.get(it));
            is_order && sent.any(|it| change.place.operations.contains(it))
        };
        let unproved = self
            .breaking()
            .filter(|(index, it)| !proved.contains(index) && !is_sent(it));
        Verdict {
            untold,
            unproved: unproved
                .map(|(_, it)| format!("{} {}", it.kind.name(), it.place.item))
                .collect(),
            needed: needed.len(),
        }
    }

    fn breaking(&self) -> impl Iterator<Item = (usize, &Change)> {
        let changes = self.changes.iter().enumerate();
        changes.filter(|(_, it)| it.rust == Rust::Breaking)
    }
}

/// Returns the changes whose items an error concerns, directly or through a part.
fn changes_of(
    broken: &Broken,
    items: &BTreeMap<String, Vec<usize>>,
    names: &Names,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (about, with_parts) in &broken.about {
        for about in names.of(about) {
            // In a report, the name of a part lacks the prefix `types`, or the module of its operation.
            let wholes_of = wholes(&about).filter(|it| names.owners.contains_key(*it));
            let displayed = wholes_of.filter_map(|it| it.split_once("::").map(|(_, name)| name));
            found.extend(displayed.filter_map(|it| items.get(it)).flatten());
            let owners = wholes(&about).filter_map(|it| names.owners.get(it));
            found.extend(owners.filter_map(|it| items.get(it.as_str())).flatten());
            let wholes = wholes(&about).filter_map(|it| items.get(it));
            found.extend(wholes.flatten());
            if *with_parts {
                let parts = items.range(about.clone()..);
                let parts = parts.take_while(|(item, _)| item.starts_with(&about));
                let parts = parts.filter(|(item, _)| is_within(item, &about));
                found.extend(parts.flat_map(|(_, it)| it));
            }
        }
    }
    found
}

/// Returns an item, and all items that contain it.
fn wholes(item: &str) -> impl Iterator<Item = &str> {
    let ends = item
        .char_indices()
        .filter(|(_, it)| matches!(it, '.' | ':'));
    let ends = ends.map(|(at, _)| at).chain([item.len()]);
    let wholes = ends.filter_map(|it| item.get(..it));
    wholes.filter(|it| !it.ends_with(':'))
}

/// Returns whether the first item is the second one or a part of it.
fn is_within(part: &str, whole: &str) -> bool {
    let rest = part.strip_prefix(whole);
    rest.is_some_and(|it| it.is_empty() || it.starts_with("::") || it.starts_with('.'))
}

/// Maps item names of the old crate to the names in the new crate, which the report uses.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The renamed prefixes of items, by the old prefix.
    moved: BTreeMap<String, String>,
    /// The operationIds of the old crate's operations, by item.
    ids: BTreeMap<String, String>,
    /// The schemas and operations of the old crate, by the types that belong only to them.
    owners: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn new(old: &Crate, new: &Crate, changes: &[Change]) -> Self {
        let mut names = Self::default();
        for (tag, operation) in operations(old) {
            let item = item_of(tag, operation);
            names.ids.insert(item.clone(), operation.id.clone());
            let owned = |it: &TypeDef| (format!("{}::{}", tag.module, it.name), item.clone());
            names.owners.extend(operation.types.iter().map(owned));
            let same = operations(new).find(|(_, it)| it.id == operation.id);
            let renamed = || {
                let is_it = |it: &&Change| {
                    it.kind == Kind::OperationRenamed && it.place.operations.contains(&operation.id)
                };
                let change = changes.iter().find(is_it)?;
                operations(new).find(|(_, it)| change.place.operations.contains(&it.id))
            };
            if let Some((now, it)) = same.or_else(renamed) {
                names.moved(item, item_of(now, it));
            }
        }
        for tag in &old.tags {
            let same = |it: &&Tag| it.wire == tag.wire;
            if let Some(now) = new.tags.iter().find(same) {
                let handle = |it: &Tag| format!("{}::{}", it.module, it.handle);
                names.moved(handle(tag), handle(now));
            }
        }
        for file in &old.schemas {
            let owner = file.types.first().map_or("", |it| &it.name);
            let owned = |it: &TypeDef| {
                let part = format!("types::{}::{}", file.module, it.name);
                (part, format!("types::{owner}"))
            };
            names.owners.extend(file.types.iter().skip(1).map(owned));
            let renamed = |it: &&Change| {
                it.kind == Kind::SchemaRenamed && it.old.as_deref() == Some(&file.wire)
            };
            let renamed = changes.iter().find(renamed);
            let wire = renamed.and_then(|it| it.new.as_ref()).unwrap_or(&file.wire);
            if let Some(now) = new.schemas.iter().find(|it| it.wire == *wire) {
                names.schema(file, now);
            }
        }
        for change in changes {
            names.part(change);
        }
        names
    }

    /// Records the rename of a schema and of its parts, whose names begin with the schema's name.
    fn schema(&mut self, old: &SchemaFile, new: &SchemaFile) {
        let (Some(before), Some(now)) = (old.types.first(), new.types.first()) else {
            return;
        };
        let item = |name: &str| format!("types::{name}");
        self.moved(item(&before.name), item(&now.name));
        // The module of the parts is renamed together with the schema.
        self.moved(item(&old.module), item(&now.name));
        for part in old.types.iter().skip(1) {
            let rest = part.name.strip_prefix(&before.name);
            let name = rest.map_or(part.name.clone(), |it| format!("{}{it}", now.name));
            let (was, is) = (
                format!("{}::{}", old.module, part.name),
                format!("{}::{name}", new.module),
            );
            self.moved(item(&was), item(&is));
        }
    }

    /// Records the rename of a part.
    fn part(&mut self, change: &Change) {
        let (Some(old), item) = (&change.old, &change.place.item) else {
            return;
        };
        match change.kind {
            Kind::TypeRenamed => self.moved(old.clone(), item.clone()),
            Kind::MemberRenamed | Kind::VariantRenamed | Kind::ParameterRenamed => {
                let end = item.rfind(['.', ':']).map_or(0, |it| it + 1);
                let owner = item.get(..end).unwrap_or_default();
                self.moved(format!("{owner}{old}"), item.clone());
            }
            _ => {}
        }
    }

    fn moved(&mut self, old: String, new: String) {
        if old != new {
            self.moved.insert(old, new);
        }
    }

    /// Returns the old name of an item, and all names that the item has in the new crate.
    fn of(&self, item: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::from([item.to_owned()]);
        // The owner is renamed first, and then the part.
        for _ in 0..3 {
            let more: Vec<String> = all.iter().flat_map(|it| self.step(it)).collect();
            all.extend(more);
        }
        all
    }

    fn step(&self, item: &str) -> Vec<String> {
        let begin = |(old, new): (&String, &String)| {
            let rest = item.strip_prefix(old.as_str())?;
            let is_part = ["", "::", ".", "Error", "ByStatus"];
            let is_part = rest.is_empty() || is_part.iter().skip(1).any(|it| rest.starts_with(it));
            // The types of an operation have names that begin with the operation's name.
            let is_own = rest.starts_with(|it: char| it.is_ascii_uppercase());
            (is_part || is_own).then(|| format!("{new}{rest}"))
        };
        self.moved.iter().filter_map(begin).collect()
    }
}

fn operations<'a>(api: &'a Crate<'a>) -> impl Iterator<Item = (&'a Tag<'a>, &'a Operation<'a>)> {
    let tags = api.tags.iter();
    tags.flat_map(|tag| tag.operations.iter().map(move |it| (tag, it)))
}

fn item_of(tag: &Tag, operation: &Operation) -> String {
    format!("{}::{}", tag.module, operation.type_name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tagsmith::diff::{Change, Kind, Place, Rust, Wire};

    use super::{About, Broken, Evidence, Names, is_within};

    fn evidence(items: &[&str]) -> Evidence {
        let change = |item: &&str| Change {
            kind: Kind::MemberRemoved,
            place: Place {
                item: (*item).to_owned(),
                ..Place::default()
            },
            old: None,
            new: None,
            signature: None,
            deprecated: None,
            wire: Wire::Compatible,
            rust: Rust::Breaking,
        };
        let broken = |item: &&str| Broken {
            text: format!("no {item}"),
            about: About::from([((*item).to_owned(), false)]),
        };
        Evidence {
            changes: items.iter().map(change).collect(),
            broken: items.iter().map(broken).collect(),
            sent: BTreeSet::new(),
        }
    }

    #[test]
    fn a_missing_change_is_detected() {
        let names = Names::default();
        let items: Vec<String> = (0..54).map(|it| format!("types::A.m{it}")).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let all = evidence(&items);
        let verdict = all.verdict(&names);
        assert!(verdict.untold.is_empty() && verdict.unproved.is_empty());
        assert_eq!(verdict.needed, items.len());
        for lost in 0..items.len() {
            let mut rest = all.clone();
            rest.changes.remove(lost);
            let untold = rest.verdict(&names).untold;
            assert_eq!(untold, [format!("no types::A.m{lost}")]);
        }
    }

    #[test]
    fn a_change_wrongly_reported_as_breaking_is_detected() {
        let mut all = evidence(&["types::A.b", "types::A.c"]);
        all.broken.pop();
        let verdict = all.verdict(&Names::default());
        assert_eq!(verdict.unproved, ["member-removed types::A.c"]);
    }

    #[test]
    fn finds_the_item_that_contains_a_part() {
        for (part, whole, expected) in [
            ("types::A.b", "types::A", true),
            ("types::A", "types::A", true),
            ("types::A::B", "types::A", true),
            ("types::Ab", "types::A", false),
            ("types::A", "types::A.b", false),
        ] {
            assert_eq!(is_within(part, whole), expected, "{part} {whole}");
        }
    }
}
