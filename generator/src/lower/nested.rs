//! Lowers arrays and maps, and limits their nesting.

use super::context::Lowering;
use super::location::Location;
use super::types::Typed;
use crate::api::Type;

/// The maximum number of nested arrays and maps in one type. The compiler and other programs recurse to the same depth.
const DEEPEST: usize = 16;

pub(super) fn list_of(lowering: &mut Lowering<'_>, item: Typed, location: &Location) -> Typed {
    nested(lowering, Type::List(Box::new(item.into_type())), location)
}

pub(super) fn map_of(lowering: &mut Lowering<'_>, value: Type, location: &Location) -> Typed {
    nested(lowering, Type::Map(Box::new(value)), location)
}

fn nested(lowering: &mut Lowering<'_>, kind: Type, location: &Location) -> Typed {
    let mut depth = 0;
    let mut within = &kind;
    while let Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) = within {
        depth += 1;
        within = inner;
    }
    if depth > DEEPEST {
        let what = format!("a type of more than {DEEPEST} nested arrays or maps");
        lowering.unsupported(&what, &location.pointer);
        return Typed::plain(Type::Json);
    }
    Typed::plain(kind)
}
