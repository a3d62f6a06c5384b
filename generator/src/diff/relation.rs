//! The subtype relation: whether each value of one type is also a value of the other, according to the description. A
//! changed type is compatible if this relation is true.

use std::collections::BTreeMap;

use super::bounds::are_within;
use super::groups;
use super::krate::Crate;
use crate::api;
use crate::crate_ir::{Bound, EnumValue, Member, Shape, Struct, Type, TypeDef, Union};

/// A type with its context.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) kind: &'a Type,
    pub(super) krate: &'a Crate<'a>,
    pub(super) own: &'a [TypeDef<'a>],
}

/// The way in which values are sent.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// Whether the values are sent to the server.
    pub(super) to_server: bool,
    /// Whether the values are sent as text, like parameters. In that case a number is also a string.
    pub(super) as_text: bool,
}

/// Returns whether each value of one type is also a value of the other. Includes the constraints of both types.
pub(super) fn is_within(
    (narrow, few): (Typed<'_>, &[Bound]),
    (wide, many): (Typed<'_>, &[Bound]),
    way: Way,
) -> bool {
    let mut relation = Relation {
        known: BTreeMap::new(),
        way,
    };
    relation.holds_bounded((narrow, few), (wide, many))
}

/// Returns whether each value of a type matches a variant of a union.
pub(super) fn is_within_shapes(
    (narrow, few): (Typed<'_>, &[Bound]),
    (wide, union): (Typed<'_>, &Union),
    way: Way,
) -> bool {
    let mut relation = Relation {
        known: BTreeMap::new(),
        way,
    };
    relation.is_within_shapes((narrow, few), (wide, union), &mut Vec::new())
}

struct Relation {
    /// The known results. A relation that is still being computed counts as true, because types may be recursive.
    known: BTreeMap<(Type, Type), bool>,
    way: Way,
}

impl Relation {
    /// Returns whether each value of a type matches a variant of a union. If the type is a union, each variant must
    /// match.
    fn is_within_shapes(
        &mut self,
        (narrow, few): (Typed<'_>, &[Bound]),
        (wide, union): (Typed<'_>, &Union),
        seen: &mut Vec<Type>,
    ) -> bool {
        let mut shapes = union.variants.iter();
        if shapes.any(|it| self.holds_bounded((narrow, few), (wide.of(&it.kind), &it.bounds))) {
            return true;
        }
        let Some(Shape::Union(inner)) = narrow.shape() else {
            return false;
        };
        // A union within itself adds no values.
        if seen.contains(narrow.kind) {
            return true;
        }
        seen.push(narrow.kind.clone());
        let mut variants = inner.variants.iter();
        variants.all(|it| {
            let narrow = (narrow.of(&it.kind), it.bounds.as_slice());
            self.is_within_shapes(narrow, (wide, union), seen)
        })
    }

    /// Returns whether `narrow` is a subtype of `wide`, including constraints.
    fn holds_bounded(
        &mut self,
        (narrow, few): (Typed<'_>, &[Bound]),
        (wide, many): (Typed<'_>, &[Bound]),
    ) -> bool {
        let is_bounded = || {
            let few = alternatives(few, narrow);
            let many = alternatives(many, wide);
            let mut few = few.iter();
            few.all(|few| many.iter().any(|many| are_within(few, many)))
        };
        self.holds(narrow, wide) && (*wide.kind == Type::Json || is_bounded())
    }

    fn holds(&mut self, narrow: Typed<'_>, wide: Typed<'_>) -> bool {
        match (narrow.kind, wide.kind) {
            (_, Type::Json) => true,
            (Type::Nullable(inner), Type::Nullable(outer)) => {
                self.holds(narrow.of(inner), wide.of(outer))
            }
            (Type::Nullable(_), _) => false,
            (_, Type::Nullable(outer)) => self.holds(narrow, wide.of(outer)),
            (Type::List(inner), Type::List(outer)) | (Type::Map(inner), Type::Map(outer)) => {
                self.holds(narrow.of(inner), wide.of(outer))
            }
            (Type::Named(_), _) | (_, Type::Named(_)) => {
                let pair = (narrow.kind.clone(), wide.kind.clone());
                if let Some(known) = self.known.get(&pair) {
                    return *known;
                }
                self.known.insert(pair.clone(), true);
                let holds = self.named(narrow, wide);
                self.known.insert(pair, holds);
                holds
            }
            (Type::Int | Type::Uint, Type::Float) | (Type::Time | Type::Date, Type::Str) => true,
            (Type::Bool | Type::Int | Type::Uint | Type::Float, Type::Str) => self.way.as_text,
            (left, right) => left == right,
        }
    }

    fn named(&mut self, narrow: Typed<'_>, wide: Typed<'_>) -> bool {
        match (narrow.shape(), wide.shape()) {
            (Some(Shape::Alias(kind)), _) => self.holds(narrow.of(kind), wide),
            (_, Some(Shape::Alias(kind))) => self.holds(narrow, wide.of(kind)),
            (Some(Shape::Union(union)), _) => {
                let mut shapes = union.variants.iter();
                shapes.all(|it| self.shape_holds((narrow.of(&it.kind), &it.bounds), wide))
            }
            (Some(Shape::Enum(few)), Some(Shape::Union(_))) => {
                few.iter().all(|it| takes(it, wide, 0))
            }
            (_, Some(Shape::Union(_))) => self.shape_holds((narrow, &[]), wide),
            (Some(Shape::Enum(few)), Some(Shape::Enum(many))) => few
                .iter()
                .all(|it| many.iter().any(|other| other.wire == it.wire)),
            (Some(Shape::Enum(_)), None) => *wide.kind == Type::Str,
            (Some(Shape::Struct(left)), Some(Shape::Struct(right))) => {
                self.structs((left, narrow), (right, wide))
            }
            (Some(Shape::Struct(body)), None) => match wide.kind {
                Type::Map(value) => {
                    let mut members = body.members.iter();
                    members
                        .all(|it| !it.nullable && self.holds(narrow.of(&it.kind), wide.of(value)))
                }
                _ => false,
            },
            (None, Some(Shape::Struct(body))) => match narrow.kind {
                Type::Map(value) => {
                    let mut members = body.members.iter();
                    members
                        .all(|it| !it.required && self.holds(narrow.of(value), wide.of(&it.kind)))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns whether `narrow` is a subtype of `wide`: `narrow` contains all required properties of `wide`, and common
    /// properties are compatible.
    fn structs(
        &mut self,
        (left, narrow): (&Struct, Typed<'_>),
        (right, wide): (&Struct, Typed<'_>),
    ) -> bool {
        let to_server = self.way.to_server;
        let goes = |it: &&Member| match to_server {
            true => !it.read_only,
            false => !it.write_only,
        };
        let is_needed: fn(&api::Member) -> bool = match to_server {
            true => api::Member::is_asked,
            false => |it| it.required,
        };
        let mut members = right.members.iter().filter(goes);
        let has_members = members.all(|member| {
            let mut given = left.members.iter().filter(goes);
            let Some(given) = given.find(|it| it.wire == member.wire) else {
                return !member.required;
            };
            (given.required || !member.required)
                && (member.nullable || !given.nullable)
                && self.holds_bounded(
                    (narrow.of(&given.kind), &given.bounds),
                    (wide.of(&member.kind), &member.bounds),
                )
        });
        has_members
            && groups::hold(left, right, is_needed)
            && self.others((left, narrow), (right, wide))
    }

    /// Returns whether the additional properties of an open object allow the other object's undeclared properties.
    fn others(
        &mut self,
        (left, narrow): (&Struct, Typed<'_>),
        (right, wide): (&Struct, Typed<'_>),
    ) -> bool {
        let is_declared = |it: &&Member| right.members.iter().any(|other| other.wire == it.wire);
        let mut undeclared = left.members.iter().filter(|it| !is_declared(it));
        if right.closed {
            return left.closed && undeclared.next().is_none();
        }
        let Some(kind) = right.additional.as_ref().filter(|it| **it != Type::Json) else {
            return true;
        };
        let wide = wide.of(kind);
        let is_other = match &left.additional {
            Some(own) => self.holds(narrow.of(own), wide),
            None => left.closed,
        };
        is_other && undeclared.all(|it| self.holds(narrow.of(&it.kind), wide))
    }

    /// Returns whether each value of a type matches a variant of a union, or a type that is not a union.
    fn shape_holds(&mut self, (narrow, few): (Typed<'_>, &[Bound]), wide: Typed<'_>) -> bool {
        match wide.shape() {
            // Each variant may match a different variant of the other union.
            _ if matches!(narrow.shape(), Some(Shape::Union(_) | Shape::Alias(_))) => {
                self.holds_bounded((narrow, few), (wide, &[]))
            }
            Some(Shape::Union(Union { variants, .. })) => variants.iter().any(|it| {
                let shape = wide.of(&it.kind);
                self.holds_bounded((narrow, few), (shape, &it.bounds))
            }),
            _ => self.holds_bounded((narrow, few), (wide, &[])),
        }
    }
}

/// The maximum number of followed aliases, since aliases may be recursive.
const DEEPEST: usize = 16;

/// Returns whether a type allows a value of an enum.
fn takes(value: &EnumValue, wide: Typed<'_>, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match (wide.kind, wide.shape()) {
        (Type::Json | Type::Str, _) => true,
        (Type::Nullable(inner), _) => takes(value, wide.of(inner), depth + 1),
        (_, Some(Shape::Enum(values))) => values.iter().any(|it| it.wire == value.wire),
        (_, Some(Shape::Alias(kind))) => takes(value, wide.of(kind), depth + 1),
        (_, Some(Shape::Union(union))) => {
            let mut shapes = union.variants.iter();
            shapes.any(|it| takes(value, wide.of(&it.kind), depth + 1))
        }
        _ => false,
    }
}

/// Returns all constraints of a type, from its location and from the schemas that it references. Several lists are
/// alternatives: variants of a union that have the same type.
fn alternatives(bounds: &[Bound], typed: Typed<'_>) -> Vec<Vec<Bound>> {
    let mut own = Vec::new();
    let mut shapes: BTreeMap<&str, Vec<Bound>> = BTreeMap::new();
    for bound in bounds {
        match bound.keyword.split_once('.') {
            Some((shape, keyword)) if shape.contains('/') => {
                shapes.entry(shape).or_default().push(Bound {
                    keyword: keyword.to_owned(),
                    value: bound.value.clone(),
                });
            }
            _ => own.push(bound.clone()),
        }
    }
    let mut all: Vec<Vec<Bound>> = [own].into_iter().chain(shapes.into_values()).collect();
    let mut elsewhere = Vec::new();
    follow(typed, "", 0, &mut elsewhere);
    all.iter_mut().for_each(|it| it.extend(elsewhere.clone()));
    all
}

/// Collects the constraints of component schemas that a type references directly or through lists and maps.
fn follow(typed: Typed<'_>, of: &str, depth: usize, found: &mut Vec<Bound>) {
    if depth > DEEPEST {
        return;
    }
    match typed.kind {
        Type::Nullable(inner) => follow(typed.of(inner), of, depth + 1, found),
        Type::List(inner) => follow(typed.of(inner), &format!("{of}items."), depth + 1, found),
        Type::Map(inner) => {
            let of = format!("{of}additionalProperties.");
            follow(typed.of(inner), &of, depth + 1, found);
        }
        Type::Named(named) => {
            let bounds = typed.krate.schema(named).map(|it| it.bounds.as_slice());
            found.extend(bounds.unwrap_or_default().iter().map(|it| Bound {
                keyword: format!("{of}{}", it.keyword),
                value: it.value.clone(),
            }));
            if let Some(Shape::Alias(kind)) = typed.shape() {
                follow(typed.of(kind), of, depth + 1, found);
            }
        }
        _ => {}
    }
}

impl<'a> Typed<'a> {
    fn of<'b>(self, kind: &'b Type) -> Typed<'b>
    where
        'a: 'b,
    {
        Typed {
            kind,
            krate: self.krate,
            own: self.own,
        }
    }

    fn shape(self) -> Option<&'a Shape<'a>> {
        match self.kind {
            Type::Named(named) => self.krate.find(named, self.own).map(|def| &def.shape),
            _ => None,
        }
    }
}
