//! Which operations page, by what, and where in the answer the items are.

use crate::index::Index;
use crate::model::{
    Content, Envelope, Location, Member, Operation, Pagination, SchemaFile, Shape, Struct, Tag,
    Type,
};

/// Query parameters that hold the number of a page.
const NUMBERS: &[&str] = &["page"];

/// Query parameters that hold the size of a page.
const SIZES: &[&str] = &["per_page"];

/// The size of a page where the description states none.
const DEFAULT_SIZE: i64 = 30;

/// Decides how each operation pages.
pub(super) fn decide(tags: &mut [Tag], schemas: &[SchemaFile]) {
    let index = Index::new(schemas);
    for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
        operation.pagination = of(operation, &index);
    }
}

/// Returns how an operation pages: it is a GET with a page size, and its answer is a list or an
/// object around one list.
fn of(operation: &Operation, index: &Index<'_>) -> Option<Pagination> {
    if operation.method != "GET" {
        return None;
    }
    let query = |names: &[&str]| {
        let mut parameters = operation.parameters.iter();
        parameters.find(|it| it.location == Location::Query && names.contains(&it.wire.as_str()))
    };
    let size = query(SIZES)?;
    let default = size.default.as_ref().and_then(|it| it.parse().ok());
    let (body, optional) = match &operation.success.content {
        Content::Json(body) => (body, false),
        Content::JsonOrEmpty(body) => (body, true),
        _ => return None,
    };
    let (envelope, item) = content(body, operation, index)?;
    Some(Pagination {
        number: query(NUMBERS).map(|it| it.wire.clone()),
        size: Some((size.wire.clone(), default.unwrap_or(DEFAULT_SIZE))),
        optional,
        envelope,
        item,
    })
}

/// Returns what is around a page's items, and what they are.
fn content(
    body: &Type,
    operation: &Operation,
    index: &Index<'_>,
) -> Option<(Option<Envelope>, Type)> {
    match body {
        Type::List(item) => Some((None, (**item).clone())),
        Type::Named(named) => match &index.find(named, &operation.types)?.shape {
            Shape::Struct(body) => {
                let (items, item) = list(body, operation)?;
                Some((Some(envelope(body, items)), item.clone()))
            }
            Shape::Alias(kind) => content(kind, operation, index),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the member that holds a page's items, with their type: the only list, or among several the
/// one called `items`, or the one that the operation is named for.
fn list<'a>(body: &'a Struct, operation: &Operation) -> Option<(&'a Member, &'a Type)> {
    let lists = body.members.iter().filter_map(|member| match &member.kind {
        Type::List(item) => Some((member, &**item)),
        _ => None,
    });
    let lists: Vec<(&Member, &Type)> = lists.collect();
    let mut words = operation.name.split('_');
    let named = |name: &str| lists.iter().find(|(it, _)| it.name == name).copied();
    match lists.as_slice() {
        [only] => Some(*only),
        _ => named("items").or_else(|| words.find_map(named)),
    }
}

fn envelope(body: &Struct, items: &Member) -> Envelope {
    let mut members = body.members.iter();
    let total = members.find(|it| it.kind == Type::Int && it.wire.starts_with("total_"));
    Envelope {
        items: items.name.clone(),
        wire: items.wire.clone(),
        optional: !items.required || items.nullable,
        total: total.map(|it| (it.name.clone(), !it.required || it.nullable)),
    }
}
