//! Builds the crate for an API.

use super::make_types::Maker;
use super::names::{Names, OperationNames, TagNames};
use super::nesting;
use super::operation::{
    Body, BodyContent, Case, Choice, Content, Envelope, Failure, Operation, Pagination, Parameter,
    Success, Tag, TextMedia,
};
use super::rename::{Namer, Naming};
use super::rings::Rings;
use super::types::SchemaFile;
use super::{Crate, call, features, links, make_errors, media};
use crate::api::index::Index;
use crate::api::{self, Api};

/// Names all items of an API's crate.
pub(super) fn naming(api: &Api) -> Naming {
    let mut namer = Namer::new(&api.package.names);
    Names::of(api, &mut namer);
    namer.finish()
}

/// Builds the crate for an API.
pub(super) fn of(api: &Api) -> Crate<'_> {
    let mut namer = Namer::new(&api.package.names);
    let names = Names::of(api, &mut namer);
    let index = Index::new(&api.schemas);
    let tags = api.tags.iter().zip(&names.tags);
    let mut schemas = schemas(api, &index, &names);
    schemas.sort_by(|left, right| left.module.cmp(&right.module));
    let places = schemas.iter().enumerate();
    let places = places.filter_map(|(place, it)| Some((it.types.first()?.name.clone(), place)));
    Crate {
        api,
        tags: tags
            .map(|(it, own)| tag(api, it, own, &index, &names))
            .collect(),
        places: places.collect(),
        errors: make_errors::of(api, &index, &names),
        recursion_limit: nesting::recursion_limit(&api.schemas),
        schemas,
    }
}

fn schemas<'a>(api: &'a Api, index: &Index<'a>, names: &Names<'a>) -> Vec<SchemaFile<'a>> {
    let rings = Rings::of(&api.schemas);
    let features = features::of(api, index);
    let files = api.schemas.iter().filter_map(|file| {
        let own = names.component(&file.wire)?;
        let reached = features.get(file.wire.as_str());
        let tags = reached
            .into_iter()
            .flatten()
            .filter_map(|it| names.tags.get(*it));
        let maker = Maker {
            names,
            index,
            types: &file.types,
            own: &own.types,
            home: api::TypeScope::Component(file.wire.clone()),
            sent: &file.sent,
            rings: Some(&rings),
        };
        Some(SchemaFile {
            api: file,
            module: own.module.clone(),
            types: maker.types(),
            tags: tags.map(|it| it.module.clone()).collect(),
        })
    });
    files.collect()
}

fn tag<'a>(
    api: &Api,
    tag: &'a api::Tag,
    own: &TagNames,
    index: &Index<'a>,
    names: &Names<'a>,
) -> Tag<'a> {
    let operations = tag.operations.iter().zip(&own.operations);
    let operations = operations.map(|(it, own)| {
        let maker = Maker {
            names,
            index,
            types: &it.types,
            own: &own.types,
            home: api::TypeScope::Operation,
            sent: &it.sent,
            rings: None,
        };
        operation(api, it, own, index, &maker)
    });
    Tag {
        api: tag,
        module: own.module.clone(),
        handle: own.handle.clone(),
        operations: operations.collect(),
        needs: features::needed(tag),
    }
}

fn operation<'a>(
    api: &Api,
    operation: &'a api::Operation,
    own: &OperationNames,
    index: &Index<'a>,
    maker: &Maker<'_, 'a>,
) -> Operation<'a> {
    let parameters = operation.parameters.iter().zip(&own.parameters);
    let parameters = parameters.map(|(it, name)| Parameter {
        api: it,
        name: name.clone(),
        kind: maker.kind(&it.kind),
    });
    let failures = operation.failures.iter().map(|it| Failure {
        api: it,
        variant: media::status_name(it.status),
        body: it.body.as_ref().map(|it| maker.kind(it)),
    });
    let response = call::by_status_name(&own.type_name);
    let success = &operation.success;
    let responded = content(&success.content, &response, maker);
    let choices = success.choices.iter();
    let choices = choices.zip(media::choice_names(&success.choices));
    let choices = choices.map(|(it, name)| Choice {
        api: it,
        name,
        content: content(&it.content, &response, maker),
    });
    let pagination = operation.pagination.as_ref();
    let pagination = pagination.map(|it| pagination_of(it, &responded, operation, index, maker));
    Operation {
        api: operation,
        name: own.name.clone(),
        type_name: own.type_name.clone(),
        parameters: parameters.collect(),
        body: operation
            .body
            .as_ref()
            .map(|it| body(it, operation, index, maker)),
        success: Success {
            api: success,
            content: responded,
            choices: choices.collect(),
        },
        failures: failures.collect(),
        other: operation.other.as_ref().map(|it| maker.kind(it)),
        shared_error: own.error.clone(),
        pagination,
        links: links::of(api, operation, index, |object, wire| {
            maker.field(object, wire, operation, index)
        }),
        types: maker.types(),
    }
}

fn body<'a>(
    body: &'a api::Body,
    operation: &'a api::Operation,
    index: &Index<'a>,
    maker: &Maker<'_, 'a>,
) -> Body<'a> {
    Body {
        api: body,
        given: call::given(body, operation),
        is_union: call::is_union(body, operation, index),
        content: match &body.content {
            api::BodyContent::Json(it) => BodyContent::Json(maker.kind(it)),
            api::BodyContent::Text(texts) => {
                let texts = texts.iter().zip(call::body_names(body));
                let texts = texts.map(|(it, name)| TextMedia {
                    name,
                    media_type: it.media_type.clone(),
                });
                BodyContent::Text(texts.collect())
            }
            api::BodyContent::Binary(media_type) => BodyContent::Binary(media_type.clone()),
        },
    }
}

/// Returns the body of a response; `response` is the name of its enum by status.
fn content<'a>(content: &'a api::Content, response: &str, maker: &Maker<'_, 'a>) -> Content<'a> {
    match content {
        api::Content::Empty => Content::Empty,
        api::Content::YesOrNo => Content::YesOrNo,
        api::Content::Json(it) => Content::Json(maker.kind(it)),
        api::Content::JsonOrEmpty(it) => Content::JsonOrEmpty(maker.kind(it)),
        api::Content::Text => Content::Text,
        api::Content::Binary => Content::Binary,
        api::Content::Redirect => Content::Redirect,
        api::Content::ByStatus(cases) => {
            let cases = cases.iter().map(|it| Case {
                api: it,
                variant: media::status_name(it.status),
                content: self::content(&it.content, response, maker),
            });
            Content::ByStatus(response.to_owned(), cases.collect())
        }
    }
}

/// Returns how an operation pages; `body` is its response body.
fn pagination_of(
    pagination: &api::Pagination,
    body: &Content<'_>,
    operation: &api::Operation,
    index: &Index<'_>,
    maker: &Maker<'_, '_>,
) -> Pagination {
    let case = match body {
        Content::ByStatus(response, cases) => {
            let case = cases.iter().find(|it| Some(it.status) == pagination.case);
            case.map(|it| (response, it))
        }
        _ => None,
    };
    Pagination {
        number: pagination.number.clone(),
        size: pagination.size.clone(),
        case: case.map(|(response, it)| (response.clone(), it.variant.clone())),
        boxed: case.is_some_and(|(_, it)| it.content.is_boxed()),
        optional: pagination.optional,
        envelope: pagination.envelope.as_ref().map(|it| {
            let field = |wire: &str| maker.field(&it.object, wire, operation, index);
            let total = it.total.as_ref();
            Envelope {
                items: field(&it.items),
                wire: it.items.clone(),
                optional: it.optional,
                total: total.map(|(wire, optional)| (field(wire), *optional)),
            }
        }),
        item: maker.kind(&pagination.item),
    }
}
