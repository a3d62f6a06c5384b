//! The walk through two crates at once: where it is, and what it found.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::change::{Change, Direction, Place, Rust, Wire};
use super::kind::Kind;
use super::krate::Crate;
use super::renamed::Renamed;
use crate::model::{Home, Named, TypeDef};

/// The walk.
pub(super) struct Walk<'a> {
    pub(super) old: &'a Crate<'a>,
    pub(super) new: &'a Crate<'a>,
    /// The component schemas that have another name.
    pub(super) renamed: Renamed<'a>,
    pub(super) changes: Vec<Change>,
    /// The pairs of parts that were walked through: one may lead to itself.
    pub(super) walked: BTreeSet<(Named, Named)>,
    /// The items of the owner being walked through whose documentation is another one.
    texts: Vec<String>,
}

/// Where the walk is.
#[derive(Clone)]
pub(super) struct Spot<'a> {
    pub(super) operations: Rc<BTreeSet<String>>,
    pub(super) schema: Option<&'a str>,
    pub(super) direction: Option<Direction>,
    pub(super) part: Option<String>,
    /// Where in a body, in names of the wire.
    pub(super) path: Option<String>,
    /// The item of the crate.
    pub(super) item: String,
    /// The types that only the old and the new operation have.
    pub(super) own: (&'a [TypeDef], &'a [TypeDef]),
    /// The module of an operation.
    pub(super) module: &'a str,
    /// What the names of the owner's parts begin with, before and now.
    pub(super) names: (&'a str, &'a str),
    /// What the owner is called in the description, before and now.
    pub(super) wires: (&'a str, &'a str),
    /// Whether values are written as text here: those of parameters are.
    pub(super) as_text: bool,
    /// Whether one value would be a list of one here: a parameter whose values each have its name.
    pub(super) repeats: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: &'a Crate<'a>, new: &'a Crate<'a>) -> Self {
        Self {
            old,
            new,
            renamed: Renamed::find(old, new),
            changes: Vec::new(),
            walked: BTreeSet::new(),
            texts: Vec::new(),
        }
    }

    /// Notes a change.
    pub(super) fn note(
        &mut self,
        kind: Kind,
        spot: &Spot<'a>,
        (old, new): (Option<String>, Option<String>),
        (wire, rust): (Wire, Rust),
    ) {
        self.changes.push(Change {
            kind,
            place: spot.place(),
            old,
            new,
            wire,
            rust,
        });
    }

    /// Compares two texts of the documentation.
    pub(super) fn text<T: PartialEq>(&mut self, old: &T, new: &T, item: &str) {
        if old != new {
            self.texts.push(item.to_owned());
        }
    }

    /// Notes that texts of an owner are other ones, if some are.
    pub(super) fn end(&mut self, spot: &Spot<'a>) {
        let mut texts = std::mem::take(&mut self.texts);
        if texts.is_empty() {
            return;
        }
        texts.sort();
        texts.dedup();
        let is_only = texts.iter().all(|it| *it == spot.item);
        let items = (!is_only).then(|| texts.join(", "));
        let verdicts = (Wire::Compatible, Rust::Same);
        self.note(Kind::DocumentationChanged, spot, (None, items), verdicts);
    }
}

impl<'a> Spot<'a> {
    pub(super) fn new(operations: BTreeSet<String>, item: String) -> Self {
        Self {
            operations: Rc::new(operations),
            schema: None,
            direction: None,
            part: None,
            path: None,
            item,
            own: (&[], &[]),
            module: "types",
            names: ("", ""),
            wires: ("", ""),
            as_text: false,
            repeats: false,
        }
    }

    pub(super) fn place(&self) -> Place {
        Place {
            operations: (*self.operations).clone(),
            schema: self.schema.map(str::to_owned),
            direction: self.direction,
            part: self.part.clone(),
            path: self.path.clone(),
            item: self.item.clone(),
        }
    }

    /// Returns the spot of something within this one's item.
    pub(super) fn at_item(&self, item: String) -> Self {
        Self {
            item,
            ..self.clone()
        }
    }

    /// Returns the spot of a body.
    pub(super) fn body(&self, direction: Direction, part: &str) -> Self {
        Self {
            direction: Some(direction),
            part: Some(part.to_owned()),
            path: Some("$".to_owned()),
            ..self.clone()
        }
    }

    /// Returns the spot of a member of this object.
    pub(super) fn member(&self, wire: &str, item: String) -> Self {
        let is_plain = !wire.is_empty()
            && wire
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'));
        let step = match is_plain {
            true => format!(".{wire}"),
            false => format!("[{}]", serde_json::Value::from(wire)),
        };
        let mut spot = self.step(&step);
        spot.item = item;
        spot.as_text = false;
        spot
    }

    /// Returns the spot of the items of this list, or of the values of this map.
    pub(super) fn items(&self) -> Self {
        self.step("[*]")
    }

    fn step(&self, step: &str) -> Self {
        let path = self.path.as_deref().unwrap_or("$");
        Self {
            path: Some(format!("{path}{step}")),
            repeats: false,
            ..self.clone()
        }
    }

    /// Returns what a named type is called in the crate.
    pub(super) fn item_of(&self, named: &Named) -> String {
        match &named.home {
            Home::Operation => format!("{}::{}", self.module, named.name),
            Home::Types => format!("types::{}", named.name),
            Home::Within(module) => format!("types::{module}::{}", named.name),
        }
    }

    /// Returns whether values go to the server here.
    pub(super) fn has_requests(&self) -> bool {
        self.direction.is_some_and(Direction::has_requests)
    }

    /// Returns whether values come from the server here.
    pub(super) fn has_responses(&self) -> bool {
        self.direction.is_some_and(Direction::has_responses)
    }

    /// Returns the verdict on values that are allowed now and were not: an answer may hold them.
    pub(super) fn more(&self) -> Wire {
        Wire::breaking_if(self.has_responses())
    }

    /// Returns the verdict on values that were allowed and are not any more: a request may hold them.
    pub(super) fn fewer(&self) -> Wire {
        Wire::breaking_if(self.has_requests())
    }
}
