//! The parameters and the request body on the page of an operation.

use maud::{Markup, html};

use super::schema::{Schema, enum_values, limits};
use super::text::{anchor, location};
use super::{examples, form, markdown, responses};
use crate::crate_ir::{Body, BodyContent, Given, Operation, Parameter, ParameterLocation, Shape};
use crate::emit::prose::visible;

/// Returns the section on parameters.
pub(super) fn parameters(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    let groups = [
        (
            "Path",
            [ParameterLocation::Path, ParameterLocation::Segments],
        ),
        (
            "Query",
            [ParameterLocation::Query, ParameterLocation::Query],
        ),
        (
            "Headers",
            [ParameterLocation::Header, ParameterLocation::Header],
        ),
    ];
    html! {
        @if !operation.parameters.is_empty() {
            section #parameters {
                h2 { a.anchor href="#parameters" { "Parameters" } }
                @for (title, locations) in groups {
                    @let parameters = in_group(operation, locations);
                    @if !parameters.is_empty() {
                        h3 { (title) }
                        ul.schema {
                            @for it in parameters { (parameter(schema, it)) }
                        }
                    }
                }
            }
        }
    }
}

fn in_group<'a>(
    operation: &'a Operation<'a>,
    locations: [ParameterLocation; 2],
) -> Vec<&'a Parameter<'a>> {
    let parameters = operation.parameters.iter();
    parameters
        .filter(|it| locations.contains(&it.location))
        .collect()
}

fn parameter(schema: &Schema<'_, '_>, parameter: &Parameter) -> Markup {
    let id = format!(
        "{}-{}",
        location(parameter.location),
        anchor(&parameter.wire)
    );
    let help = form::help_id(parameter);
    html! {
        li id=(id) {
            p.row {
                a.anchor href={ "#" (id) } { code.name { (visible(&parameter.wire)) } }
                " " (schema.label(&parameter.kind))
                @if parameter.required { " " span.must { "required" } }
                @if parameter.deprecated { " " span.old { "deprecated" } }
                @if parameter.location == ParameterLocation::Segments { " " span.limit { "may contain slashes" } }
                (limits(parameter.default.as_deref(), &parameter.bounds))
            }
            div.text id=(help) {
                (markdown::block(schema.site, schema.location, &parameter.doc))
                @if let Some(Shape::Enum(values)) = form::shape(schema, &parameter.kind) {
                    (enum_values(&values))
                }
            }
        }
    }
}

/// Returns the section on the request body.
pub(super) fn body(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    let Some(body) = &operation.body else {
        return html!();
    };
    html! {
        section #body {
            h2 { a.anchor href="#body" { "Request body" } }
            p.row {
                @match body.given {
                    Given::Always => span.must { "required" },
                    Given::OrEmpty | Given::OrNot => span.limit { "optional" },
                }
                (media(body))
            }
            @if !body.doc.trim().is_empty() {
                div.text { (markdown::block(schema.site, schema.location, &body.doc)) }
            }
            @if let BodyContent::Json(kind) = &body.content { (schema.tree(kind)) }
            (responses::display(&examples::of(operation, None)))
        }
    }
}

fn media(body: &Body) -> Markup {
    let own: Vec<&str> = match &body.content {
        BodyContent::Json(_) => vec!["application/json"],
        BodyContent::Text(texts) => texts.iter().map(|it| it.media_type.as_str()).collect(),
        BodyContent::Binary(media_type) => vec![media_type.as_str()],
    };
    let others = body.others.iter().map(String::as_str);
    html! {
        @for it in own.into_iter().chain(others) { " " code { (visible(it)) } }
    }
}
