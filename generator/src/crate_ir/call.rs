//! Names for calls and their bodies, and how callers pass the body.

use super::media;
use super::operation::Given;
use crate::api::index::Index;
use crate::api::{self, Body, BodyContent, Operation, Shape, Type};

/// Returns the name of the enum by status that an operation returns.
pub(super) fn by_status_name(type_name: &str) -> String {
    format!("{type_name}ByStatus")
}

/// Returns the names of the arguments or setters for a request body.
pub(super) fn body_names(body: &Body) -> Vec<String> {
    let several = match &body.content {
        BodyContent::Text(texts) if texts.len() > 1 => texts.as_slice(),
        BodyContent::Text(_) | BodyContent::Json(_) | BodyContent::Binary(_) => &[],
    };
    match several {
        [] => vec!["body".to_owned()],
        several => {
            let several = several.iter().map(|it| it.media_type.as_str());
            media::method_names(&several.collect::<Vec<&str>>())
        }
    }
}

/// Returns how callers pass an operation's request body.
pub(super) fn given(body: &Body, operation: &Operation) -> Given {
    match &body.content {
        // With several media types, the caller chooses one.
        BodyContent::Text(texts) if texts.len() > 1 => Given::OrNot,
        BodyContent::Text(_) | BodyContent::Binary(_) => Given::Always,
        BodyContent::Json(kind) => match (needs_nothing(kind, operation), body.required) {
            (Some(true), true) => Given::OrEmpty,
            (Some(true), false) | (None, false) => Given::OrNot,
            (Some(false), _) | (None, true) => Given::Always,
        },
    }
}

/// Returns whether a request body is a union.
pub(super) fn is_union(body: &Body, operation: &Operation, index: &Index<'_>) -> bool {
    let def = match body.content.kind() {
        Some(Type::Named(named)) => index.find(named, &operation.types),
        _ => None,
    };
    def.is_some_and(|it| matches!(it.shape, Shape::Union(_)))
}

/// Returns whether a struct of the operation has no required property; `None` for other types.
fn needs_nothing(kind: &Type, operation: &Operation) -> Option<bool> {
    let Type::Named(named) = kind else {
        return None;
    };
    let is_own = named.home == api::TypeScope::Operation;
    let def = operation.types.get(named.number).filter(|_| is_own)?;
    match &def.shape {
        Shape::Struct(body) => Some(body.asked().next().is_none()),
        _ => None,
    }
}
