//! String enums of one schema or operation with the same values. They are one type with several names, since a schema
//! such as a set of permissions would otherwise have an enum of its own for each property.

use super::type_names::TypeNames;
use crate::api::{EnumValue, Shape, TypeDef};

/// Returns the index of the first enum of the list that is the same as the enum `number`, unless it is that enum.
pub(super) fn first(types: &[TypeDef], names: &[TypeNames], number: usize) -> Option<usize> {
    let this = values(types, names, number)?;
    (0..number).find(|earlier| values(types, names, *earlier).is_some_and(|it| it.eq(this.clone())))
}

/// Returns the values of an enum with the names of their variants. A deprecated enum remains a type of its own.
fn values<'n>(
    types: &'n [TypeDef],
    names: &'n [TypeNames],
    number: usize,
) -> Option<impl Iterator<Item = (&'n str, &'n str)> + Clone> {
    let (def, names) = (types.get(number)?, names.get(number)?);
    let Shape::Enum(values) = &def.shape else {
        return None;
    };
    let pair = |(value, name): (&'n EnumValue, &'n String)| (value.wire.as_str(), name.as_str());
    (!def.deprecated).then(|| values.iter().zip(&names.parts).map(pair))
}
