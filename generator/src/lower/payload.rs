//! Lowers request bodies.

use openapiv3::{MediaType, ReferenceOr};

use super::context::Lowering;
use super::example::Stated;
use super::location::Location;
use super::media::{self, Reading};
use super::parsed::Parsed;
use super::types::Types;
use super::{bounds, example, schema, secret};
use crate::api::{Body, BodyContent, Bound, Step, TextMedia, Type};
use crate::description::resolve::escape;

/// Lowers an operation's request body.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    parsed: &Parsed<'_>,
    examples: &mut Vec<Stated>,
) -> Option<Body> {
    let mut pointer = format!("{}/requestBody", parsed.pointer());
    let resolved;
    let source = match parsed.source.request_body.as_ref()? {
        ReferenceOr::Item(source) => source,
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.request_body(reference);
            resolved = lowering.keep(found)?;
            pointer.clone_from(reference);
            &resolved
        }
    };
    let location = Location::new(&pointer, Step::Body);
    let content = source.content.iter();
    let read: Vec<_> = content
        .map(|(name, media)| (media::reading(lowering, name, media), (name, media)))
        .collect();
    let of = |wanted: Reading| {
        let read = read.iter().filter(move |(reading, _)| *reading == wanted);
        read.map(|(_, media)| *media)
    };
    let doc = source.description.clone().unwrap_or_default();
    let others = |sent: &dyn Fn(&str) -> bool| {
        let content = source.content.keys();
        content.filter(|name| !sent(name)).cloned().collect()
    };
    if let Some((name, media)) = of(Reading::Json).next() {
        let location = location.same(&format!("content/{}", escape(name)));
        let content = json(lowering, types, media, &location);
        example::collect(lowering, media, None, examples);
        return Some(Body {
            required: source.required,
            content,
            bounds: bounds_of(media),
            doc,
            others: others(&|it| it == name || media::is_json(it)),
            secret: secret::of_body(lowering, media, false, &location.pointer),
        });
    }
    let of = |wanted| of(wanted).map(|(name, _)| name).collect::<Vec<&String>>();
    let kinds = [
        Reading::Text,
        Reading::Binary,
        Reading::Fields,
        Reading::Parts,
    ];
    let (kind, names) = kinds
        .into_iter()
        .map(|kind| (kind, of(kind)))
        .find(|(_, names)| !names.is_empty())?;
    let first = names.first().and_then(|it| source.content.get(*it));
    let (content, sent) = match kind {
        Reading::Text | Reading::Fields => (BodyContent::Text(texts(&names)), names),
        _ => {
            let first = names.into_iter().next()?;
            (BodyContent::Binary(first.clone()), vec![first])
        }
    };
    Some(Body {
        required: source.required,
        content,
        bounds: first.map(bounds_of).unwrap_or_default(),
        doc,
        others: others(&|it| sent.iter().any(|sent| *sent == it)),
        secret: first.is_some_and(|it| secret::of_body(lowering, it, true, &pointer)),
    })
}

/// Returns the constraints of a body that its type does not express.
pub(super) fn bounds_of(media: &MediaType) -> Vec<Bound> {
    let schema = media.schema.as_ref();
    schema.map(bounds::of_inline).unwrap_or_default()
}

fn json(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    media: &MediaType,
    location: &Location,
) -> BodyContent {
    BodyContent::Json(match &media.schema {
        // The body is JSON without a schema.
        None => Type::Json,
        Some(stated) => {
            schema::lower(types, lowering, stated, &location.same("schema")).into_type()
        }
    })
}

fn texts(names: &[&String]) -> Vec<TextMedia> {
    let texts = names.iter().map(|media_type| TextMedia {
        media_type: (*media_type).clone(),
    });
    texts.collect()
}
