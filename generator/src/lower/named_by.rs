//! Sibling discriminators: a property selects the variant of a union that is a sibling property. For example, the type
//! of an event selects its payload. OpenAPI cannot express this, so an extension does, usually in an overlay.

use openapiv3::{Discriminator as Source, ReferenceOr};

use super::choice;
use super::context::Lowering;
use super::parts::Parts;
use super::types::Types;
use crate::api::{Discriminator, Member, Shape, Type};
use crate::description::resolve::escape;
use crate::report::quoted;

/// The extension: a discriminator whose `propertyName` is a sibling of the union.
pub(super) const EXTENSION: &str = "x-sibling-discriminator";

/// Lowers the sibling discriminators of an object.
pub(super) fn decide(
    types: &Types,
    lowering: &mut Lowering<'_>,
    parts: &Parts<'_>,
    members: &mut [Member],
) {
    let wires: Vec<String> = members.iter().map(|it| it.wire.clone()).collect();
    for member in members {
        let Some(declared) = parts.members.get(member.wire.as_str()) else {
            continue;
        };
        let ReferenceOr::Item(schema) = &*declared.what else {
            continue;
        };
        let Some(source) = schema.schema_data.extensions.get(EXTENSION) else {
            continue;
        };
        let name = escape(&member.wire);
        let pointer = format!("{}/properties/{name}/{EXTENSION}", declared.at);
        match of((types, lowering), source, &member.kind, &wires) {
            Ok(found) => member.named_by = Some(found),
            Err(why) => lowering.refuse(
                format!("`{EXTENSION}` {why}"),
                &pointer,
                "give `propertyName`, a property of the same object, and `mapping`, from its values to \
                 the schemas of the union",
            ),
        }
    }
}

fn of(
    (types, lowering): (&Types, &Lowering<'_>),
    source: &serde_json::Value,
    kind: &Type,
    wires: &[String],
) -> Result<Discriminator, String> {
    let source: Source = serde_json::from_value(source.clone())
        .map_err(|_| "is not an object with `propertyName` and `mapping`".to_owned())?;
    if !wires.contains(&source.property_name) {
        let name = quoted(&source.property_name);
        return Err(format!(
            "names {name}, which is not a property of the same object"
        ));
    }
    let def = match kind {
        Type::Named(named) => types.own(named),
        _ => None,
    };
    let Some(Shape::Union(body)) = def.map(|it| &it.shape) else {
        return Err("is not in the same schema as a `oneOf` or `anyOf`".to_owned());
    };
    let found = choice::discriminator(lowering, &source, &[], &body.variants);
    let mut unknown = source.mapping.iter();
    match unknown.find(|(value, _)| !found.values.iter().any(|(it, _)| it == *value)) {
        Some((value, target)) => Err(format!(
            "maps {} to {}, which is not a schema of the union",
            quoted(value),
            quoted(target)
        )),
        None if found.values.is_empty() => Err("has an empty `mapping`".to_owned()),
        None => Ok(found),
    }
}
