//! Whether each value of one type is a value of another one, as far as the description says: what
//! decides if a type may stand where another one stood.

use std::collections::BTreeMap;

use super::krate::Crate;
use crate::model::{Named, Shape, Struct, Type, TypeDef};

/// A type, and where its names lead.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub(super) kind: &'a Type,
    pub(super) krate: &'a Crate<'a>,
    pub(super) own: &'a [TypeDef],
}

/// Returns whether each value of one type is one of the other; as text, a number is a string too.
pub(super) fn is_within(narrow: Typed<'_>, wide: Typed<'_>, as_text: bool) -> bool {
    let mut relation = Relation {
        known: BTreeMap::new(),
        as_text,
    };
    relation.holds(narrow, wide)
}

struct Relation {
    /// What is known to hold or not; what is being looked into is taken to hold, since types may lead
    /// to themselves.
    known: BTreeMap<(Named, Named), bool>,
    /// Whether values are written as text, as parameters are.
    as_text: bool,
}

impl Relation {
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
            (Type::Named(left), Type::Named(right)) => {
                let pair = (left.clone(), right.clone());
                if let Some(known) = self.known.get(&pair) {
                    return *known;
                }
                self.known.insert(pair.clone(), true);
                let holds = self.named(narrow, wide);
                self.known.insert(pair, holds);
                holds
            }
            (Type::Named(_), _) | (_, Type::Named(_)) => self.named(narrow, wide),
            (Type::Int | Type::Uint, Type::Float) | (Type::Time | Type::Date, Type::Str) => true,
            (Type::Bool | Type::Int | Type::Uint | Type::Float, Type::Str) => self.as_text,
            (left, right) => left == right,
        }
    }

    fn named(&mut self, narrow: Typed<'_>, wide: Typed<'_>) -> bool {
        match (narrow.shape(), wide.shape()) {
            (Some(Shape::Alias(kind)), _) => self.holds(narrow.of(kind), wide),
            (_, Some(Shape::Alias(kind))) => self.holds(narrow, wide.of(kind)),
            (Some(Shape::Union(union)), _) => {
                let mut shapes = union.variants.iter();
                shapes.all(|it| self.holds(narrow.of(&it.kind), wide))
            }
            (_, Some(Shape::Union(union))) => {
                let mut shapes = union.variants.iter();
                shapes.any(|it| self.holds(narrow, wide.of(&it.kind)))
            }
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

    /// An object is one of another type if what that one needs is there, and what that one knows fits.
    fn structs(
        &mut self,
        (left, narrow): (&Struct, Typed<'_>),
        (right, wide): (&Struct, Typed<'_>),
    ) -> bool {
        right.members.iter().all(|member| {
            let Some(given) = left.members.iter().find(|it| it.wire == member.wire) else {
                return !member.required;
            };
            (given.required || !member.required)
                && (member.nullable || !given.nullable)
                && self.holds(narrow.of(&given.kind), wide.of(&member.kind))
        })
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

    fn shape(self) -> Option<&'a Shape> {
        match self.kind {
            Type::Named(named) => self.krate.find(named, self.own).map(|def| &def.shape),
            _ => None,
        }
    }
}
