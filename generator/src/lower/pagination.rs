//! Which operations page, by what, and where in the answer the items are.

use super::request::find;
use crate::model::{
    Content, Envelope, Location, Operation, Pagination, SchemaFile, Shape, Struct, Tag, Type,
    TypeDef,
};

/// Query parameters that hold the number of a page.
const NUMBERS: &[&str] = &["page"];

/// Query parameters that hold the size of a page.
const SIZES: &[&str] = &["per_page"];

/// The size of a page where the description states none.
const DEFAULT_SIZE: i64 = 30;

/// Decides how each operation pages.
pub(super) fn decide(tags: &mut [Tag], schemas: &[SchemaFile]) {
    for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
        operation.pagination = of(operation, schemas);
    }
}

/// Returns how an operation pages: it is a GET with a page size, and its answer is a list or an
/// object around one list.
fn of(operation: &Operation, schemas: &[SchemaFile]) -> Option<Pagination> {
    if operation.method != "GET" {
        return None;
    }
    let query = |names: &[&str]| {
        let mut parameters = operation.parameters.iter();
        parameters.find(|it| it.location == Location::Query && names.contains(&it.wire.as_str()))
    };
    let size = query(SIZES)?;
    let default = size.default.as_ref().and_then(|it| it.parse().ok());
    let Content::Json(body) = &operation.success.content else {
        return None;
    };
    let (envelope, item) = content(body, &operation.types, schemas)?;
    Some(Pagination {
        number: query(NUMBERS).map(|it| it.wire.clone()),
        size: Some((size.wire.clone(), default.unwrap_or(DEFAULT_SIZE))),
        envelope,
        item,
    })
}

/// Returns what is around a page's items, and what they are.
fn content(
    body: &Type,
    own: &[TypeDef],
    schemas: &[SchemaFile],
) -> Option<(Option<Envelope>, Type)> {
    match body {
        Type::List(item) => Some((None, (**item).clone())),
        Type::Named(named) => match &find(named, own, schemas)?.shape {
            Shape::Struct(body) => envelope(body).map(|(envelope, item)| (Some(envelope), item)),
            Shape::Alias(Type::List(item)) => Some((None, (**item).clone())),
            _ => None,
        },
        _ => None,
    }
}

fn envelope(body: &Struct) -> Option<(Envelope, Type)> {
    let mut lists = body.members.iter().filter_map(|member| match &member.kind {
        Type::List(item) => Some((member, (**item).clone())),
        _ => None,
    });
    let (items, item) = lists.next()?;
    if lists.next().is_some() {
        return None;
    }
    let total = body
        .members
        .iter()
        .find(|member| member.kind == Type::Int && member.wire.starts_with("total_"));
    let envelope = Envelope {
        items: items.name.clone(),
        optional: !items.required || items.nullable,
        total: total.map(|it| (it.name.clone(), !it.required || it.nullable)),
    };
    Some((envelope, item))
}
