//! Decodes a union property whose variant a sibling property selects.

use serde::de::DeserializeSeed;
use serde::de::value::Error;

use super::choice::{Named, named_union};
use super::held::Buffered;
use super::members::note_null;
use super::path::Path;
use super::place::{Object, Place};
use super::reading::Reading;
use super::rules::Sibling;
use super::seed::{Outcome, Seed};
use super::view::View;

/// Decodes the property at `index`, after all other properties.
pub(super) fn member(
    object: &mut dyn Object,
    index: usize,
    value: Buffered<'_>,
    path: &Path<'_>,
    reading: &mut Reading,
) -> Result<(), Error> {
    let Some((name, is)) = object.members().get(index) else {
        return Ok(());
    };
    let mut siblings = object.rules().siblings.iter();
    let sibling = siblings.find(|it| it.member == *name);
    let variant_name = sibling
        .and_then(|it| variant_name(object, it))
        .map(str::to_owned);
    let by = sibling.map_or("", |it| it.named_by);
    let shape = variant_name.as_deref().map(|variant_name| {
        let mut shapes = sibling.into_iter().flat_map(|it| it.shapes);
        let shape = shapes.find(|(value, _)| *value == variant_name);
        (variant_name, shape.map(|(_, variant)| *variant))
    });
    let Some(mut place) = object.place(index) else {
        return Ok(());
    };
    let seed = Seed {
        place: &mut place,
        path: &path.member(name),
        nullable: is.nullable(),
        reading,
    };
    let outcome = fill(seed, by, shape, value)?;
    note_null(object, index, *is, outcome);
    Ok(())
}

/// Returns the value of the property that selects the variant. Returns `None` if the property is absent or null.
fn variant_name<'a>(object: &'a dyn Object, sibling: &Sibling) -> Option<&'a str> {
    let mut members = object.members().iter();
    let index = members.position(|(name, _)| *name == sibling.named_by)?;
    match object.view(index) {
        View::Str(variant_name) if !variant_name.is_empty() => Some(variant_name),
        _ => None,
    }
}

/// Decodes into a place. `shape` is the value of the property `by`, and the declared variant that this value selects.
fn fill(
    seed: Seed<'_>,
    by: &str,
    shape: Option<(&str, Option<&str>)>,
    value: Buffered<'_>,
) -> Result<Outcome, Error> {
    match (&mut *seed.place, &value) {
        (Place::Optional(it), Buffered::Object(_)) => {
            Seed::fill_optional(*it, seed.path, seed.reading, |seed| {
                fill(seed, by, shape, value)
            })
        }
        (Place::Union(it), Buffered::Object(_)) => {
            let index = |variant: &str| it.names().iter().position(|name| *name == variant);
            let named = match shape {
                None => Named::Silent,
                Some((variant_name, variant)) => variant
                    .and_then(index)
                    .map_or(Named::New(variant_name), Named::Shape),
            };
            named_union(*it, (by, &named), value, seed.path, seed.reading)
        }
        _ => seed.deserialize(value),
    }
}
