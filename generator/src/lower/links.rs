//! Which operations answer with the links to reports.

use crate::api::index::Index;
use crate::api::{Content, Field, Links, Operation, SchemaFile, Shape, Struct, Tag, Type};

/// The member of an answer that lists signed URLs.
const LINKS: &str = "download_links";

/// Decides for each operation whether its answer has such links. The fields have to be decided.
pub(super) fn decide(tags: &mut [Tag], schemas: &[SchemaFile]) {
    let index = Index::new(schemas);
    for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
        operation.links = of(operation, &index);
    }
}

fn of(operation: &Operation, index: &Index<'_>) -> Option<Links> {
    let (body, no_body) = match &operation.success.content {
        Content::Json(body) => (body, false),
        Content::JsonOrEmpty(body) => (body, true),
        _ => return None,
    };
    let body = object(body, operation, index)?;
    let mut members = body.members.iter();
    let member = members.find(|it| it.wire == LINKS && it.field != Field::ThreeValued)?;
    let Type::List(item) = &member.kind else {
        return None;
    };
    (**item == Type::Str).then(|| Links {
        field: member.name.clone(),
        optional: member.field == Field::Optional,
        no_body,
    })
}

fn object<'a>(body: &Type, operation: &'a Operation, index: &Index<'a>) -> Option<&'a Struct> {
    let Type::Named(named) = body else {
        return None;
    };
    match &index.find(named, &operation.types)?.shape {
        Shape::Struct(body) => Some(body),
        Shape::Alias(kind) => object(kind, operation, index),
        _ => None,
    }
}
