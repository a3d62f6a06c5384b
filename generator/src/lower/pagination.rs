//! Which operations page, by what, and where in the answer the items are.

use crate::model::{
    Content, Envelope, Location, Pagination, Parameter, Shape, Struct, Success, Type, TypeDef,
};

/// Query parameters that hold the number of a page.
const NUMBERS: &[&str] = &["page"];

/// Query parameters that hold the size of a page.
const SIZES: &[&str] = &["per_page"];

/// The size of a page where the description states none.
const DEFAULT_SIZE: i64 = 30;

/// Returns how an operation pages: it is a GET with a page size, and its answer is a list or an
/// object around one list.
pub(super) fn of(
    method: &str,
    parameters: &[Parameter],
    success: &Success,
    types: &[TypeDef],
) -> Option<Pagination> {
    if method != "GET" {
        return None;
    }
    let query = |names: &[&str]| {
        parameters
            .iter()
            .find(|it| it.location == Location::Query && names.contains(&it.wire.as_str()))
    };
    let size = query(SIZES)?;
    let default = size.default.as_ref().and_then(|it| it.parse().ok());
    let (envelope, item) = match &success.content {
        Content::Json(Type::List(item)) => (None, (**item).clone()),
        Content::Json(Type::Named(named)) => {
            let def = types.iter().find(|def| def.name == named.name)?;
            let Shape::Struct(body) = &def.shape else {
                return None;
            };
            let (envelope, item) = envelope(body)?;
            (Some(envelope), item)
        }
        _ => return None,
    };
    Some(Pagination {
        number: query(NUMBERS).map(|it| it.wire.clone()),
        size: Some((size.wire.clone(), default.unwrap_or(DEFAULT_SIZE))),
        envelope,
        item,
    })
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
