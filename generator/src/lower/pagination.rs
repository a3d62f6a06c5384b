//! Decides which operations are paginated, by which parameters, and which part of the response contains the items.

use heck::ToSnakeCase;

use super::exchanged::Exchanged;
use crate::api::index::Index;
use crate::api::{
    Content, Envelope, Member, Named, Pagination, ParameterLocation, Shape, Struct, Type,
};

/// Query parameters for the page number.
const NUMBERS: &[&str] = &["page"];

/// Query parameters for the page size.
const SIZES: &[&str] = &["per_page"];

/// The page size if the description declares no default.
const DEFAULT_SIZE: i64 = 30;

/// Returns the pagination of an operation, or the reason why it is not paginated although it has a page size parameter.
/// A paginated operation is a GET with a page size, whose response is a list or an object with one list. If the body
/// depends on the status, only one of the bodies may be a page.
pub(super) fn of(
    method: &str,
    operation: &Exchanged,
    index: &Index<'_>,
) -> Option<Result<Pagination, String>> {
    if method != "GET" {
        return None;
    }
    let query = |names: &[&str]| {
        let mut parameters = operation.parameters.iter();
        parameters
            .find(|it| it.location == ParameterLocation::Query && names.contains(&it.wire.as_str()))
    };
    let size = query(SIZES)?;
    let default = size.default.as_ref().and_then(|it| it.parse().ok());
    let page = page(operation, index);
    Some(page.map(|(case, optional, (envelope, item))| Pagination {
        number: query(NUMBERS).map(|it| it.wire.clone()),
        size: Some((size.wire.clone(), default.unwrap_or(DEFAULT_SIZE))),
        case,
        optional,
        envelope,
        item,
    }))
}

/// The status if there are several, whether the body is optional, and its content.
type Page = (Option<u16>, bool, Paged);

/// The object that contains a page's items, and the type of an item.
type Paged = (Option<Envelope>, Type);

/// Returns the response of an operation that is a page.
fn page(operation: &Exchanged, index: &Index<'_>) -> Result<Page, String> {
    let cases = match &operation.responses.success.content {
        Content::Json(body) => return Ok((None, false, content(body, operation, index)?)),
        Content::JsonOrEmpty(body) => return Ok((None, true, content(body, operation, index)?)),
        Content::ByStatus(cases) => cases.iter().filter_map(|case| match &case.content {
            Content::Json(body) => {
                let paged = content(body, operation, index).ok()?;
                Some((Some(case.status), false, paged))
            }
            _ => None,
        }),
        _ => return Err("the response is not JSON".to_owned()),
    };
    let mut pages: Vec<Page> = cases.collect();
    match (pages.pop(), pages.is_empty()) {
        (Some(page), true) => Ok(page),
        (Some(_), false) => Err("responses with several statuses contain a list".to_owned()),
        (None, _) => Err("no response contains a list".to_owned()),
    }
}

/// Returns the object that contains a page's items, and the type of an item.
fn content(body: &Type, operation: &Exchanged, index: &Index<'_>) -> Result<Paged, String> {
    let neither = || "the response is neither a list nor an object".to_owned();
    let named = match body {
        Type::List(item) => return Ok((None, (**item).clone())),
        Type::Named(named) => named,
        _ => return Err(neither()),
    };
    match index.find(named, &operation.types).map(|it| &it.shape) {
        Some(Shape::Struct(body)) => {
            let (items, item) = list(body, operation)?;
            Ok((Some(envelope(named, body, items)), item.clone()))
        }
        Some(Shape::Alias(kind)) => content(kind, operation, index),
        _ => Err(neither()),
    }
}

/// Returns the property with the items of a page, and the type of an item. The property is the only list, or the list
/// `items`, or the list with the name of the operation. Texts of the description are ignored, because their wording
/// changes without notice.
fn list<'a>(body: &'a Struct, operation: &Exchanged) -> Result<(&'a Member, &'a Type), String> {
    let lists = body.members.iter().filter_map(|member| match &member.kind {
        Type::List(item) => Some((member, &**item)),
        _ => None,
    });
    let lists: Vec<(&Member, &Type)> = lists.collect();
    let id = operation.short.to_snake_case();
    let mut words = id.split('_');
    let named = |name: &str| {
        let mut lists = lists.iter();
        lists
            .find(|(it, _)| it.wire.to_snake_case() == name)
            .copied()
    };
    match lists.as_slice() {
        [] => Err("the response contains no list".to_owned()),
        [only] => Ok(*only),
        several => {
            let named = named("items").or_else(|| words.find_map(named));
            named.ok_or_else(|| {
                let names: Vec<&str> = several.iter().map(|(it, _)| it.wire.as_str()).collect();
                let names = names.join(" and ");
                format!("the response contains several lists: {names}")
            })
        }
    }
}

fn envelope(object: &Named, body: &Struct, items: &Member) -> Envelope {
    let mut members = body.members.iter();
    let total = members.find(|it| it.kind == Type::Int && it.wire.starts_with("total_"));
    Envelope {
        object: object.clone(),
        items: items.wire.clone(),
        optional: !items.required || items.nullable,
        total: total.map(|it| (it.wire.clone(), !it.required || it.nullable)),
    }
}
