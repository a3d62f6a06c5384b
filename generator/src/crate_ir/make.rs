//! An API to the crate for it.

use std::collections::BTreeMap;

use super::links;
use super::operation::{
    Body, BodyContent, Case, Choice, Content, Envelope, Failure, Given, Operation, Pagination,
    Parameter, Success, Tag, TextMedia,
};
use super::rings::Rings;
use super::types::{
    Discriminator, EnumValue, Home, Member, Named, SchemaFile, Shape, Struct, Type, TypeDef, Union,
    Variant,
};
use super::{Crate, features, field};
use crate::api::index::{Index, named};
use crate::api::{self, Api};

/// Makes the crate for an API.
pub(super) fn of(api: &Api) -> Crate<'_> {
    let index = Index::new(&api.schemas);
    let features = features::of(api, &index);
    let rings = Rings::of(&api.schemas);
    let schemas: Vec<SchemaFile<'_>> = api
        .schemas
        .iter()
        .map(|it| file(it, &rings, &features))
        .collect();
    let places = schemas.iter().enumerate();
    let places = places.filter_map(|(place, it)| Some((it.types.first()?.name.clone(), place)));
    Crate {
        api,
        tags: api.tags.iter().map(|it| tag(it, &index)).collect(),
        places: places.collect(),
        schemas,
    }
}

fn tag<'a>(tag: &'a api::Tag, index: &Index<'a>) -> Tag<'a> {
    Tag {
        api: tag,
        module: tag.module.clone(),
        handle: tag.handle.clone(),
        operations: tag
            .operations
            .iter()
            .map(|it| operation(it, index))
            .collect(),
    }
}

fn operation<'a>(operation: &'a api::Operation, index: &Index<'a>) -> Operation<'a> {
    let parameters = operation.parameters.iter().map(|it| Parameter {
        api: it,
        name: it.name.clone(),
        kind: kind(&it.kind),
    });
    let failures = operation.failures.iter().map(|it| Failure {
        api: it,
        variant: it.variant.clone(),
        body: it.body.as_ref().map(kind),
    });
    let success = &operation.success;
    let choices = success.choices.iter().map(|it| Choice {
        api: it,
        name: it.name.clone(),
        content: content(&it.content),
    });
    let no_rings = Rings::of(&[]);
    Operation {
        api: operation,
        name: operation.name.clone(),
        type_name: operation.type_name.clone(),
        parameters: parameters.collect(),
        body: operation.body.as_ref().map(body),
        success: Success {
            api: success,
            content: content(&success.content),
            choices: choices.collect(),
        },
        failures: failures.collect(),
        other: operation.other.as_ref().map(kind),
        pagination: operation.pagination.as_ref().map(pagination),
        links: links::of(operation, index),
        types: operation
            .types
            .iter()
            .map(|it| def(it, None, &no_rings))
            .collect(),
    }
}

fn body(body: &api::Body) -> Body<'_> {
    Body {
        api: body,
        given: match body.given {
            api::Given::Always => Given::Always,
            api::Given::OrEmpty => Given::OrEmpty,
            api::Given::OrNot => Given::OrNot,
        },
        content: match &body.content {
            api::BodyContent::Json(it) => BodyContent::Json(kind(it)),
            api::BodyContent::Text(texts) => {
                let texts = texts.iter().map(|it| TextMedia {
                    name: it.name.clone(),
                    media_type: it.media_type.clone(),
                });
                BodyContent::Text(texts.collect())
            }
            api::BodyContent::Binary(media_type) => BodyContent::Binary(media_type.clone()),
        },
    }
}

fn content(content: &api::Content) -> Content<'_> {
    match content {
        api::Content::Empty => Content::Empty,
        api::Content::YesOrNo => Content::YesOrNo,
        api::Content::Json(it) => Content::Json(kind(it)),
        api::Content::JsonOrEmpty(it) => Content::JsonOrEmpty(kind(it)),
        api::Content::Text => Content::Text,
        api::Content::Binary => Content::Binary,
        api::Content::Redirect => Content::Redirect,
        api::Content::ByStatus(name, cases) => {
            let cases = cases.iter().map(|it| Case {
                api: it,
                variant: it.variant.clone(),
                content: self::content(&it.content),
            });
            Content::ByStatus(name.clone(), cases.collect())
        }
    }
}

fn pagination(pagination: &api::Pagination) -> Pagination {
    Pagination {
        number: pagination.number.clone(),
        size: pagination.size.clone(),
        case: pagination.case.clone(),
        optional: pagination.optional,
        envelope: pagination.envelope.as_ref().map(|it| Envelope {
            items: it.items.clone(),
            wire: it.wire.clone(),
            optional: it.optional,
            total: it.total.clone(),
        }),
        item: kind(&pagination.item),
    }
}

fn file<'a>(
    file: &'a api::SchemaFile,
    rings: &Rings,
    features: &BTreeMap<&str, Vec<String>>,
) -> SchemaFile<'a> {
    let types = file.types.iter().enumerate();
    let types = types.map(|(index, it)| def(it, named(file, index).as_ref(), rings));
    SchemaFile {
        api: file,
        module: file.module.clone(),
        types: types.collect(),
        tags: features
            .get(file.module.as_str())
            .cloned()
            .unwrap_or_default(),
    }
}

fn def<'a>(def: &'a api::TypeDef, here: Option<&api::Named>, rings: &Rings) -> TypeDef<'a> {
    TypeDef {
        api: def,
        name: def.name.clone(),
        doc: def.doc.clone(),
        shape: match &def.shape {
            api::Shape::Struct(it) => Shape::Struct(structure(it, here, rings)),
            api::Shape::Enum(values) => {
                let value = |it| EnumValue {
                    api: it,
                    name: it.name.clone(),
                };
                Shape::Enum(values.iter().map(value).collect())
            }
            api::Shape::Union(it) => Shape::Union(union(it)),
            api::Shape::Alias(it) => Shape::Alias(kind(it)),
        },
    }
}

fn structure<'a>(body: &'a api::Struct, here: Option<&api::Named>, rings: &Rings) -> Struct<'a> {
    let member = |it: &'a api::Member| {
        let boxed = rings.need_box(here, &it.kind);
        Member {
            api: it,
            name: it.name.clone(),
            kind: kind(&it.kind),
            boxed,
            field: field::of(it, body.in_request, boxed),
            has_setter: field::has_setter(it, body.in_request),
            takes_null: field::takes_null(it, boxed),
            named_by: it.named_by.as_ref().map(discriminator),
        }
    };
    let members: Vec<Member<'a>> = body.members.iter().map(member).collect();
    Struct {
        api: body,
        additional: body.additional.as_ref().map(kind),
        tracks_nulls: field::tracks_nulls(body, &members),
        members,
    }
}

fn union(union: &api::Union) -> Union<'_> {
    Union {
        api: union,
        variants: union.variants.iter().map(variant).collect(),
        several: union.several.as_ref().map(variant),
        discriminator: union.discriminator.as_ref().map(discriminator),
    }
}

fn variant(variant: &api::Variant) -> Variant<'_> {
    Variant {
        api: variant,
        name: variant.name.clone(),
        kind: kind(&variant.kind),
    }
}

fn discriminator(it: &api::Discriminator) -> Discriminator {
    Discriminator {
        member: it.member.clone(),
        values: it.values.clone(),
    }
}

fn kind(it: &api::Type) -> Type {
    let within = |it| Box::new(kind(it));
    match it {
        api::Type::Bool => Type::Bool,
        api::Type::Int => Type::Int,
        api::Type::Uint => Type::Uint,
        api::Type::Float => Type::Float,
        api::Type::Str => Type::Str,
        api::Type::Time => Type::Time,
        api::Type::Date => Type::Date,
        api::Type::Json => Type::Json,
        api::Type::List(it) => Type::List(within(it)),
        api::Type::Map(it) => Type::Map(within(it)),
        api::Type::Nullable(it) => Type::Nullable(within(it)),
        api::Type::Named(it) => Type::Named(Named {
            name: it.name.clone(),
            home: match &it.home {
                api::Home::Operation => Home::Operation,
                api::Home::Types => Home::Types,
                api::Home::Within(module) => Home::Within(module.clone()),
            },
        }),
    }
}
