//! Compares two types of a value, and two definitions of a named type.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::krate::Crate;
use super::relation::{Typed, Way, is_within};
use super::walk::{Spot, Walk};
use crate::crate_ir::{Home, Named, Shape, Type, TypeDef};

impl<'a> Walk<'a> {
    /// Compares the types of a value.
    pub(super) fn types(&mut self, old: &'a Type, new: &'a Type, spot: &Spot<'a>) {
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => {
                self.types(old, new, &spot.items());
            }
            (Type::Nullable(old), Type::Nullable(new)) => self.types(old, new, spot),
            (Type::Nullable(inner), _) if **inner == *new || is_named(inner, new) => {
                let verdicts = (spot.fewer(), Rust::Breaking);
                self.note(Kind::ItemBecameNonNullable, spot, both(old, new), verdicts);
                self.types(inner, new, spot);
            }
            (_, Type::Nullable(inner)) if *old == **inner || is_named(old, inner) => {
                let verdicts = (spot.more(), Rust::Breaking);
                self.note(Kind::ItemBecameNullable, spot, both(old, new), verdicts);
                self.types(old, inner, spot);
            }
            (Type::Named(left), Type::Named(right)) => self.named((old, left), (new, right), spot),
            _ if old == new => {}
            _ => self.retype(old, new, spot),
        }
    }

    fn named(
        &mut self,
        (old, left): (&'a Type, &'a Named),
        (new, right): (&'a Type, &'a Named),
        spot: &Spot<'a>,
    ) {
        match (self.old.schema(left), self.new.schema(right)) {
            // A changed component schema is reported once, not at each use.
            (Some(before), Some(now)) if self.renamed.new_name(&before.wire) == now.wire => return,
            (None, None) if are_parts(left, right) => {}
            _ => return self.retype(old, new, spot),
        }
        let before = self.old.find(left, spot.own.0);
        let now = self.new.find(right, spot.own.1);
        let (Some(before), Some(now)) = (before, now) else {
            return self.retype(old, new, spot);
        };
        if !self.walked.insert((left.clone(), right.clone())) {
            return;
        }
        let mut spot = spot.at_item(spot.item_of(right));
        spot.as_text = false;
        let is_same_name = match left.name.strip_prefix(spot.names.0) {
            Some(rest) if !spot.names.0.is_empty() => {
                right.name.strip_prefix(spot.names.1) == Some(rest)
            }
            _ => left.name == right.name,
        };
        if !is_same_name {
            let names = (Some(spot.item_of(left)), Some(spot.item_of(right)));
            self.note(
                Kind::TypeRenamed,
                &spot,
                names,
                (Wire::Compatible, Rust::Breaking),
            );
        }
        self.definitions((before, old), (now, new), &spot);
    }

    /// Compares the definitions of two named types.
    pub(super) fn definitions(
        &mut self,
        (before, old): (&'a TypeDef<'a>, &Type),
        (now, new): (&'a TypeDef<'a>, &Type),
        spot: &Spot<'a>,
    ) {
        self.doc(before, now, spot);
        self.deprecation(before.deprecated, now.deprecated, spot);
        match (&before.shape, &now.shape) {
            (Shape::Struct(before), Shape::Struct(now)) => self.objects(before, now, spot),
            (Shape::Enum(before), Shape::Enum(now)) => self.enums(before, now, spot),
            (Shape::Union(before), Shape::Union(now)) => self.unions(before, now, spot),
            (Shape::Alias(before), Shape::Alias(now)) => self.types(before, now, spot),
            (before, now) => {
                let sorts = (Some(sort(before)), Some(sort(now)));
                let wire = self.wire_of(old, new, spot);
                self.note(Kind::TypeChanged, spot, sorts, (wire, Rust::Breaking));
            }
        }
    }

    /// Compares the documentation of a type. A missing text is replaced by one with the owner's name, which is ignored.
    fn doc(&mut self, before: &TypeDef, now: &TypeDef, spot: &Spot<'a>) {
        let renamed = |names: (&str, &str)| match names {
            ("", _) | (_, "") => before.doc == now.doc,
            (old, new) => before.doc.replace(old, new) == now.doc,
        };
        if before.doc != now.doc && !renamed(spot.names) && !renamed(spot.wires) {
            self.text(&before.doc, &now.doc, &spot.item);
        }
    }

    /// Compares deprecations.
    pub(super) fn deprecation(&mut self, before: bool, now: bool, spot: &Spot<'a>) {
        let (kind, rust) = match (before, now) {
            (false, true) => (Kind::MemberDeprecated, Rust::Behaviour),
            (true, false) => (Kind::MemberUndeprecated, Rust::Addition),
            _ => return,
        };
        self.note(kind, spot, (None, None), (Wire::Compatible, rust));
    }

    /// Reports a changed type.
    fn retype(&mut self, old: &'a Type, new: &'a Type, spot: &Spot<'a>) {
        let wire = self.wire_of(old, new, spot);
        let now = unaliased(self.new, new, spot.own.1);
        // An alias of the same type is the same type.
        let is_other = now.is_none() || unaliased(self.old, old, spot.own.0) != now;
        let verdicts = (wire, Rust::breaking_if(is_other));
        self.note(Kind::TypeChanged, spot, both(old, new), verdicts);
    }

    /// Returns the number of lists and maps around the value whose type one of the changes from index `from` reports;
    /// `None` without such a change.
    pub(super) fn retyped(&self, from: usize, spot: &Spot<'a>) -> Option<usize> {
        let here = spot.path.as_deref().unwrap_or_default();
        let changes = self.changes.iter().skip(from);
        let changes = changes.filter(|it| it.kind == Kind::TypeChanged);
        let depths = changes.filter_map(|it| {
            let rest = it.place.path.as_deref()?.strip_prefix(here)?;
            let items = rest.matches("[*]").count();
            (rest.len() == items * "[*]".len()).then_some(items)
        });
        depths.min()
    }

    /// Returns the wire verdict on a changed type.
    pub(super) fn wire_of(&self, old: &Type, new: &Type, spot: &Spot<'a>) -> Wire {
        let new = match (old, new) {
            _ if is_list(self.old, old, spot.own.0) => new,
            (_, Type::List(item)) if spot.repeats => item,
            _ => new,
        };
        let old = Typed {
            kind: old,
            krate: self.old,
            own: spot.own.0,
        };
        let new = Typed {
            kind: new,
            krate: self.new,
            own: spot.own.1,
        };
        let (old, new) = ((old, &*spot.bounds.0), (new, &*spot.bounds.1));
        let request = Way {
            to_server: true,
            as_text: spot.as_text,
        };
        let response = Way {
            to_server: false,
            as_text: false,
        };
        Wire::breaking_if(
            (spot.has_requests() && !is_within(old, new, request))
                || (spot.has_responses() && !is_within(new, old, response)),
        )
    }
}

/// Resolves aliases, unless the type is a component schema.
pub(super) fn unaliased<'a>(
    krate: &Crate<'a>,
    kind: &'a Type,
    own: &'a [TypeDef<'a>],
) -> Option<&'a Type> {
    let mut kind = kind;
    while let Type::Named(named) = kind {
        kind = match &krate.find(named, own)?.shape {
            Shape::Alias(it) => it,
            Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return None,
        };
    }
    let is_scalar = !matches!(kind, Type::List(_) | Type::Map(_) | Type::Nullable(_));
    is_scalar.then_some(kind)
}

/// Returns whether a type is a list, possibly through an alias.
fn is_list<'a>(krate: &Crate<'a>, kind: &Type, own: &'a [TypeDef<'a>]) -> bool {
    let mut kind = kind;
    while let Type::Named(named) = kind {
        kind = match krate.find(named, own).map(|it| &it.shape) {
            Some(Shape::Alias(it)) => it,
            _ => return false,
        };
    }
    matches!(kind, Type::List(_))
}

/// Returns whether both types are parts of the owner that is being compared.
fn are_parts(left: &Named, right: &Named) -> bool {
    matches!(
        (&left.home, &right.home),
        (Home::Operation, Home::Operation) | (Home::Within(_), Home::Within(_))
    )
}

fn is_named(left: &Type, right: &Type) -> bool {
    matches!((left, right), (Type::Named(_), Type::Named(_)))
}

fn both(old: &Type, new: &Type) -> (Option<String>, Option<String>) {
    (Some(old.shown()), Some(new.shown()))
}

fn sort(shape: &Shape) -> String {
    match shape {
        Shape::Struct(_) => "struct".to_owned(),
        Shape::Enum(_) => "enum".to_owned(),
        Shape::Union(_) => "union".to_owned(),
        Shape::Alias(kind) => format!("= {}", kind.shown()),
    }
}
