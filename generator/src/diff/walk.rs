//! The state of a comparison: the current location, and the changes found so far.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::change::{Change, Direction, Place, Rust, Wire};
use super::describe::{ChangedText, Describe};
use super::kind::Kind;
use super::krate::Crate;
use super::renamed::Renamed;
use crate::crate_ir::{Bound, Member, Named, TypeDef, TypeScope};

/// The comparison of two crates.
pub(super) struct Walk<'a> {
    pub(super) old: &'a Crate<'a>,
    pub(super) new: &'a Crate<'a>,
    /// The renamed component schemas.
    pub(super) renamed: Renamed<'a>,
    pub(super) changes: Vec<Change>,
    /// The compared pairs of types, for cycle detection.
    pub(super) walked: BTreeSet<(Named, Named)>,
    /// The changed texts of the owner that is being compared.
    texts: Vec<ChangedText>,
}

/// The current location.
#[derive(Clone)]
pub(super) struct Location<'a> {
    pub(super) operations: Rc<BTreeSet<String>>,
    pub(super) schema: Option<&'a str>,
    pub(super) direction: Option<Direction>,
    pub(super) part: Option<String>,
    /// The path within a body, in wire names.
    pub(super) path: Option<String>,
    /// The item of the crate.
    pub(super) item: String,
    /// The own types of the old and the new operation.
    pub(super) own: (&'a [TypeDef<'a>], &'a [TypeDef<'a>]),
    /// The module that contains the operation.
    pub(super) module: &'a str,
    /// The prefixes of the names of the owner's parts, in the old and the new crate.
    pub(super) names: (&'a str, &'a str),
    /// The names of the owner in the old and the new description.
    pub(super) wires: (&'a str, &'a str),
    /// Whether the values are sent as text, like parameters.
    pub(super) as_text: bool,
    /// Whether one value is sent like a list of one value, as in a parameter whose name is repeated for each value.
    pub(super) repeats: bool,
    /// The constraints of values, in the old and the new crate.
    pub(super) bounds: (Vec<Bound>, Vec<Bound>),
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

    /// Records a change.
    pub(super) fn note(
        &mut self,
        kind: Kind,
        location: &Location<'a>,
        (old, new): (Option<String>, Option<String>),
        (wire, rust): (Wire, Rust),
    ) {
        self.changes.push(Change {
            kind,
            place: location.place(),
            old,
            new,
            signature: None,
            deprecated: None,
            wire,
            rust,
        });
    }

    /// Sets the signature of the last change, which must be an addition.
    pub(super) fn used_by(&mut self, signature: String) {
        if let Some(change) = self.changes.last_mut() {
            change.signature = Some(signature);
        }
    }

    /// Sets the deprecation note of the last change, which must be a removal.
    pub(super) fn was_deprecated(&mut self, why: Option<String>) {
        if let Some(change) = self.changes.last_mut() {
            change.deprecated = why;
        }
    }

    /// Compares two texts of the documentation.
    pub(super) fn text<T: Describe + PartialEq + ?Sized>(&mut self, old: &T, new: &T, item: &str) {
        if old != new {
            self.texts.push(ChangedText::new(old, new, item));
        }
    }

    /// Reports the changed texts of an owner.
    pub(super) fn end(&mut self, location: &Location<'a>) {
        let mut texts = std::mem::take(&mut self.texts);
        texts.sort();
        texts.dedup();
        for text in texts {
            let location = location.at_item(text.item);
            let verdicts = (Wire::Compatible, Rust::Same);
            let texts = (text.old, text.new);
            self.note(Kind::DocumentationChanged, &location, texts, verdicts);
        }
    }
}

impl<'a> Location<'a> {
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
            bounds: (Vec::new(), Vec::new()),
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

    /// Returns the location of a part of this item.
    pub(super) fn at_item(&self, item: String) -> Self {
        Self {
            item,
            ..self.clone()
        }
    }

    /// Returns the location of a body.
    pub(super) fn body(&self, direction: Direction, part: &str) -> Self {
        Self {
            direction: Some(direction),
            part: Some(part.to_owned()),
            path: Some("$".to_owned()),
            ..self.clone()
        }
    }

    /// Returns the location of a property of this object.
    pub(super) fn member(&self, wire: &str, item: String) -> Self {
        let is_plain = !wire.is_empty()
            && wire
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-'));
        let step = match is_plain {
            true => format!(".{wire}"),
            false => format!("[{}]", serde_json::Value::from(wire)),
        };
        let mut location = self.step(&step);
        location.item = item;
        location.as_text = false;
        location.bounds = (Vec::new(), Vec::new());
        location
    }

    /// Returns the location of the items of this list, or of the values of this map.
    pub(super) fn items(&self) -> Self {
        self.step("[*]")
    }

    fn step(&self, step: &str) -> Self {
        let path = self.path.as_deref().unwrap_or("$");
        Self {
            path: Some(format!("{path}{step}")),
            repeats: false,
            bounds: (of_items(&self.bounds.0), of_items(&self.bounds.1)),
            ..self.clone()
        }
    }

    /// Returns this location with constraints.
    pub(super) fn bounded(&self, old: &[Bound], new: &[Bound]) -> Self {
        Self {
            bounds: (old.to_vec(), new.to_vec()),
            ..self.clone()
        }
    }

    /// Returns the path of a named type in the crate.
    pub(super) fn item_of(&self, named: &Named) -> String {
        match &named.home {
            TypeScope::Operation => format!("{}::{}", self.module, named.name),
            TypeScope::Types => format!("types::{}", named.name),
            TypeScope::Within(module) => format!("types::{module}::{}", named.name),
        }
    }

    /// Returns the location for a property. Requests contain no read-only properties, and responses contain no
    /// write-only properties.
    pub(super) fn of(&self, member: &Member) -> Self {
        let requests = self.has_requests() && !member.read_only;
        let responses = self.has_responses() && !member.write_only;
        Self {
            direction: Direction::of(requests, responses),
            ..self.clone()
        }
    }

    /// Returns whether requests contain the values at this location.
    pub(super) fn has_requests(&self) -> bool {
        self.direction.is_some_and(Direction::has_requests)
    }

    /// Returns whether responses contain the values at this location.
    pub(super) fn has_responses(&self) -> bool {
        self.direction.is_some_and(Direction::has_responses)
    }

    /// Returns the wire verdict for newly allowed values: breaking if responses contain these values.
    pub(super) fn more(&self) -> Wire {
        Wire::breaking_if(self.has_responses())
    }

    /// Returns the wire verdict for newly forbidden values: breaking if requests contain these values.
    pub(super) fn fewer(&self) -> Wire {
        Wire::breaking_if(self.has_requests())
    }
}

/// Returns the constraints of a list's items, or of a map's values.
fn of_items(bounds: &[Bound]) -> Vec<Bound> {
    let item = |bound: &Bound| {
        let (of, keyword) = bound.keyword.split_once('.')?;
        let is_item = matches!(of, "items" | "additionalProperties");
        is_item.then(|| Bound {
            keyword: keyword.to_owned(),
            value: bound.value.clone(),
        })
    };
    bounds.iter().filter_map(item).collect()
}
