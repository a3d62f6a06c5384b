//! Compares two types of a value, and two definitions of a named type.

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::krate::Crate;
use super::relation::{Typed, Way, is_within};
use super::walk::{Location, Walk};
use crate::crate_ir::{Named, Shape, Type, TypeDef, TypeScope};

impl<'a> Walk<'a> {
    /// Compares the types of a value.
    pub(super) fn types(&mut self, old: &'a Type, new: &'a Type, location: &Location<'a>) {
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => {
                self.types(old, new, &location.items());
            }
            (Type::Nullable(old), Type::Nullable(new)) => self.types(old, new, location),
            (Type::Nullable(inner), _) if **inner == *new || is_named(inner, new) => {
                let verdicts = (location.fewer(), Rust::Breaking);
                self.note(
                    Kind::ItemBecameNonNullable,
                    location,
                    both(old, new),
                    verdicts,
                );
                self.types(inner, new, location);
            }
            (_, Type::Nullable(inner)) if *old == **inner || is_named(old, inner) => {
                let verdicts = (location.more(), Rust::Breaking);
                self.note(Kind::ItemBecameNullable, location, both(old, new), verdicts);
                self.types(old, inner, location);
            }
            (Type::Named(left), Type::Named(right)) => {
                self.named((old, left), (new, right), location)
            }
            _ if old == new => {}
            _ => self.retype(old, new, location),
        }
    }

    fn named(
        &mut self,
        (old, left): (&'a Type, &'a Named),
        (new, right): (&'a Type, &'a Named),
        location: &Location<'a>,
    ) {
        match (self.old.schema(left), self.new.schema(right)) {
            // A changed component schema is reported once, and not at each use.
            (Some(before), Some(now)) if self.renamed.new_name(&before.wire) == now.wire => return,
            (None, None) if are_parts(left, right) => {}
            _ => return self.retype(old, new, location),
        }
        let before = self.old.find(left, location.own.0);
        let now = self.new.find(right, location.own.1);
        let (Some(before), Some(now)) = (before, now) else {
            return self.retype(old, new, location);
        };
        if !self.walked.insert((left.clone(), right.clone())) {
            return;
        }
        let mut location = location.at_item(location.item_of(right));
        location.as_text = false;
        let is_same_name = match left.name.strip_prefix(location.names.0) {
            Some(rest) if !location.names.0.is_empty() => {
                right.name.strip_prefix(location.names.1) == Some(rest)
            }
            _ => left.name == right.name,
        };
        if !is_same_name {
            let names = (Some(location.item_of(left)), Some(location.item_of(right)));
            self.note(
                Kind::TypeRenamed,
                &location,
                names,
                (Wire::Compatible, Rust::Breaking),
            );
        }
        self.definitions((before, old), (now, new), &location);
    }

    /// Compares the definitions of two named types.
    pub(super) fn definitions(
        &mut self,
        (before, old): (&'a TypeDef<'a>, &Type),
        (now, new): (&'a TypeDef<'a>, &Type),
        location: &Location<'a>,
    ) {
        self.doc(before, now, location);
        self.deprecation(before.deprecated, now.deprecated, location);
        match (&before.shape, &now.shape) {
            (Shape::Struct(before), Shape::Struct(now)) => self.objects(before, now, location),
            (Shape::Enum(before), Shape::Enum(now)) => self.enums(before, now, location),
            (Shape::Union(before), Shape::Union(now)) => self.unions(before, now, location),
            (Shape::Alias(before), Shape::Alias(now)) => self.types(before, now, location),
            (before, now) => {
                let sorts = (Some(sort(before)), Some(sort(now)));
                let wire = self.wire_of(old, new, location);
                self.note(Kind::TypeChanged, location, sorts, (wire, Rust::Breaking));
            }
        }
    }

    /// Compares the documentation of a type. Ignores generated documentation, which contains the owner's name.
    fn doc(&mut self, before: &TypeDef, now: &TypeDef, location: &Location<'a>) {
        let renamed = |names: (&str, &str)| match names {
            ("", _) | (_, "") => before.doc == now.doc,
            (old, new) => before.doc.replace(old, new) == now.doc,
        };
        if before.doc != now.doc && !renamed(location.names) && !renamed(location.wires) {
            self.text(&before.doc, &now.doc, &location.item);
        }
    }

    /// Compares whether types are deprecated.
    pub(super) fn deprecation(&mut self, before: bool, now: bool, location: &Location<'a>) {
        let (kind, rust) = match (before, now) {
            (false, true) => (Kind::MemberDeprecated, Rust::Behaviour),
            (true, false) => (Kind::MemberUndeprecated, Rust::Addition),
            _ => return,
        };
        self.note(kind, location, (None, None), (Wire::Compatible, rust));
    }

    /// Reports a changed type.
    fn retype(&mut self, old: &'a Type, new: &'a Type, location: &Location<'a>) {
        let wire = self.wire_of(old, new, location);
        let now = unaliased(self.new, new, location.own.1);
        // An alias is equal to its target.
        let is_other = now.is_none() || unaliased(self.old, old, location.own.0) != now;
        let verdicts = (wire, Rust::breaking_if(is_other));
        self.note(Kind::TypeChanged, location, both(old, new), verdicts);
    }

    /// Returns the number of lists and maps around the type that a change from index `from` on reports. Returns `None`
    /// if there is no such change.
    pub(super) fn retyped(&self, from: usize, location: &Location<'a>) -> Option<usize> {
        let here = location.path.as_deref().unwrap_or_default();
        let changes = self.changes.iter().skip(from);
        let changes = changes.filter(|it| it.kind == Kind::TypeChanged);
        let depths = changes.filter_map(|it| {
            let rest = it.place.path.as_deref()?.strip_prefix(here)?;
            let items = rest.matches("[*]").count();
            (rest.len() == items * "[*]".len()).then_some(items)
        });
        depths.min()
    }

    /// Returns the wire verdict for a changed type.
    pub(super) fn wire_of(&self, old: &Type, new: &Type, location: &Location<'a>) -> Wire {
        let new = match (old, new) {
            _ if is_list(self.old, old, location.own.0) => new,
            (_, Type::List(item)) if location.repeats => item,
            _ => new,
        };
        let old = Typed {
            kind: old,
            krate: self.old,
            own: location.own.0,
        };
        let new = Typed {
            kind: new,
            krate: self.new,
            own: location.own.1,
        };
        let (old, new) = ((old, &*location.bounds.0), (new, &*location.bounds.1));
        let request = Way {
            to_server: true,
            as_text: location.as_text,
        };
        let response = Way {
            to_server: false,
            as_text: false,
        };
        Wire::breaking_if(
            (location.has_requests() && !is_within(old, new, request))
                || (location.has_responses() && !is_within(new, old, response)),
        )
    }
}

/// Resolves aliases, up to a component schema.
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

/// Returns whether a type is a list or an alias of a list.
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
        (TypeScope::Operation, TypeScope::Operation) | (TypeScope::Within(_), TypeScope::Within(_))
    )
}

fn is_named(left: &Type, right: &Type) -> bool {
    matches!((left, right), (Type::Named(_), Type::Named(_)))
}

fn both(old: &Type, new: &Type) -> (Option<String>, Option<String>) {
    (Some(old.display()), Some(new.display()))
}

fn sort(shape: &Shape) -> String {
    match shape {
        Shape::Struct(_) => "struct".to_owned(),
        Shape::Enum(_) => "enum".to_owned(),
        Shape::Union(_) => "union".to_owned(),
        Shape::Alias(kind) => format!("= {}", kind.display()),
    }
}
