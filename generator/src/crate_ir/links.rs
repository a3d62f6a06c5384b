//! Finds operations whose responses link to reports.

use super::field;
use super::operation::Links;
use super::types::Field;
use crate::api::index::Index;
use crate::api::{Api, Content, Named, Operation, Shape, Struct, Type};

/// The property of a response that lists signed URLs.
const LINKS: &str = "download_links";

/// Returns the field of an operation's response that contains report links, if there is one.
pub(super) fn of(
    api: &Api,
    operation: &Operation,
    index: &Index<'_>,
    field_name: impl Fn(&Named, &str) -> String,
) -> Option<Links> {
    let (body, no_body) = match &operation.success.content {
        Content::Json(body) => (body, false),
        Content::JsonOrEmpty(body) => (body, true),
        _ => return None,
    };
    let (named, body) = object(body, operation, index)?;
    let mut members = body.members.iter();
    // A list is never boxed.
    let in_request = api.is_sent(named, operation);
    let field = |it| field::of(it, in_request, false);
    let member = members.find(|it| it.wire == LINKS && field(it) != Field::ThreeValued)?;
    let Type::List(item) = &member.kind else {
        return None;
    };
    (**item == Type::Str).then(|| Links {
        field: field_name(named, &member.wire),
        optional: field(member) == Field::Optional,
        no_body,
    })
}

fn object<'a>(
    body: &'a Type,
    operation: &'a Operation,
    index: &Index<'a>,
) -> Option<(&'a Named, &'a Struct)> {
    let Type::Named(named) = body else {
        return None;
    };
    match &index.find(named, &operation.types)?.shape {
        Shape::Struct(body) => Some((named, body)),
        Shape::Alias(kind) => object(kind, operation, index),
        _ => None,
    }
}
