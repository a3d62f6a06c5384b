//! Request bodies.

use openapiv3::{MediaType, ReferenceOr};

use super::operation::{Parsed, keep};
use super::schema::Types;
use super::spot::Spot;
use super::{Lowering, example};
use crate::model::{Body, Example, Given};
use crate::report::quoted;
use crate::resolve::escape;

/// Lowers an operation's request body.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types<'_>,
    parsed: &Parsed<'_>,
    type_name: &str,
    examples: &mut Vec<Example>,
) -> Option<Body> {
    let mut pointer = format!("{}/requestBody", parsed.pointer());
    let resolved;
    let source = match parsed.source.request_body.as_ref()? {
        ReferenceOr::Item(source) => source,
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.request_body(reference);
            resolved = keep(lowering, found)?;
            pointer.clone_from(reference);
            &resolved
        }
    };
    let spot = Spot::new(
        &pointer,
        format!("{type_name}Body"),
        format!("The request body of `{type_name}`."),
    );
    let (media, media_spot) = json_of(lowering, source.content.iter(), &spot)?;
    let Some(schema) = &media.schema else {
        lowering.unsupported("a body without a schema", &media_spot.pointer);
        return None;
    };
    let typed = types.lower(lowering, schema, &media_spot.same("schema"));
    example::collect(lowering, media, None, examples);
    let kind = typed.into_type();
    let given = match (types.needs_nothing(&kind), source.required) {
        (Some(true), true) => Given::OrEmpty,
        (Some(true), false) | (None, false) => Given::OrNot,
        (Some(false), _) | (None, true) => Given::Always,
    };
    Some(Body {
        given,
        kind,
        doc: source.description.clone().unwrap_or_default(),
    })
}

/// Returns the JSON among the media types of a body, and refuses the others.
pub(super) fn json_of<'m>(
    lowering: &mut Lowering<'_>,
    content: impl Iterator<Item = (&'m String, &'m MediaType)>,
    spot: &Spot,
) -> Option<(&'m MediaType, Spot)> {
    let mut json = None;
    for (name, media) in content {
        let here = spot.same(&format!("content/{}", escape(name)));
        if is_json(name) && json.is_none() {
            json = Some((media, here));
        } else {
            lowering.unsupported(&format!("the media type {}", quoted(name)), &here.pointer);
        }
    }
    json
}

/// Returns whether a media type is JSON.
pub(super) fn is_json(name: &str) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.ends_with("+json")
}
