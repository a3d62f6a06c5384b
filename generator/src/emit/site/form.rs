//! The form of an operation: a control for each parameter and for the body. Each control has a label, a hint and a
//! place for errors.

use maud::{Markup, html};

use super::data;
use super::initial;
use super::schema::{Schema, in_words};
use super::shared::Site;
use super::text::{anchor, location};
use super::type_data;
use crate::crate_ir::{
    Body, BodyContent, EnumValue, Named, Operation, Parameter, ParameterLocation, Shape, Type,
};
use crate::emit::prose::visible;

/// The maximum length of a list of values that is not collapsed.
const FOLDED: usize = 6;

/// Returns the form.
pub(super) fn form(schema: &Schema<'_, '_>, operation: &Operation) -> Markup {
    html! {
        form #try novalidate autocomplete="off" {
            @if operation.parameters.is_empty() && operation.body.is_none() {
                p.faint { "This operation has no parameters." }
            }
            @for parameter in &operation.parameters { (field(schema, operation, parameter)) }
            @if let Some(body) = &operation.body { (body_field(schema, operation, body)) }
            div #send {
                button #send-button type="submit" disabled aria-describedby="send-why" { "Send" }
                p #send-why { "Enter a gateway URL below to enable sending." }
            }
        }
        p #response-status .hidden role="status" aria-live="polite" {}
    }
}

/// Returns the control for the media type of the response, if there are several.
pub(super) fn media(site: &Site<'_>, operation: &Operation) -> Markup {
    let default = data::accept(site.api, operation);
    let choices = crate::crate_ir::offered::choices(operation, default);
    html! {
        @if !choices.is_empty() {
            p.field.choice data-program hidden {
                label for="try-accept" { "Response as" } " "
                select #try-accept name="accept" form="try" {
                    option value="" { (visible(default)) }
                    @for it in choices { option value=(it.media_type) { (visible(it.media_type)) } }
                }
            }
        }
    }
}

/// Returns the id of the element that describes a parameter's control.
pub(super) fn help_id(parameter: &Parameter) -> String {
    format!("{}-help", control_id(parameter))
}

/// Returns the structure of a parameter's type, through aliases and lists.
pub(super) fn shape<'a>(schema: &Schema<'_, 'a>, kind: &Type) -> Option<Shape<'a>> {
    let named = kind.named()?;
    let def = schema.site.places.find(named, schema.own)?;
    match &def.shape {
        Shape::Alias(kind) => shape(schema, kind),
        other => Some(other.clone()),
    }
}

fn control_id(parameter: &Parameter) -> String {
    let place = location(parameter.location);
    format!("try-{place}-{}", anchor(&parameter.wire))
}

fn field(schema: &Schema<'_, '_>, operation: &Operation, parameter: &Parameter) -> Markup {
    let id = control_id(parameter);
    let name = format!("{}.{}", location(parameter.location), parameter.wire);
    let named = |it: &Named| shape(schema, &Type::Named(it.clone()));
    let kind = type_data::kind_of(&parameter.kind, &named);
    let described = format!("{id}-help {id}-hint {id}-error");
    let values = match shape(schema, &parameter.kind) {
        Some(Shape::Enum(values)) => values,
        _ => Vec::new(),
    };
    let may_be_empty = may_be_empty(operation, parameter);
    let required = parameter.required && !may_be_empty;
    let mark = html! { @if required { " " span.must { "required" } } };
    let end = html! {
        p.hint id={ (id) "-hint" } { (hint(parameter, kind, may_be_empty)) }
        p.field-error id={ (id) "-error" } {}
    };
    let label = html! { label for=(id) { code { (visible(&parameter.wire)) } (mark) } };
    html! {
        @match kind {
            "list" if !values.is_empty() => fieldset.field data-list=(name) aria-describedby=(described) {
                legend { code { (visible(&parameter.wire)) } (mark) }
                @if values.len() > FOLDED {
                    details { summary { (values.len()) " values" } (boxes(&values, &id, &name)) }
                } @else {
                    (boxes(&values, &id, &name))
                }
                (end)
            },
            "list" => div.field {
                (label)
                textarea id=(id) name=(name) rows="2" data-kind=(kind) required[required]
                    aria-describedby=(described) spellcheck="false" {}
                (end)
            },
            "enum" => div.field {
                (label)
                select id=(id) name=(name) data-kind=(kind) required[required]
                    aria-describedby=(described) { (options(&values, required)) }
                (end)
            },
            "bool" => div.field {
                (label)
                select id=(id) name=(name) data-kind=(kind) required[required]
                    aria-describedby=(described) {
                    option value="" {}
                    option value="true" { "true" }
                    option value="false" { "false" }
                }
                (end)
            },
            _ => div.field {
                (label)
                input id=(id) name=(name) type=(control(parameter, kind))
                    inputmode=[mode(kind)] data-kind=(kind) required[required]
                    aria-describedby=(described) autocomplete="off" autocapitalize="off"
                    spellcheck="false";
                (end)
            },
        }
    }
}

/// Returns whether a parameter may be empty, like `mayBeEmpty` in `generator/web/src/data.ts`.
fn may_be_empty(operation: &Operation, parameter: &Parameter) -> bool {
    let end = format!("{{{}}}", parameter.wire);
    parameter.location == ParameterLocation::Segments
        && operation.path.ends_with(&end)
        && matches!(operation.method.as_str(), "GET" | "HEAD")
}

/// Returns a checkbox for each possible value of a list.
fn boxes(values: &[EnumValue], id: &str, name: &str) -> Markup {
    html! {
        @for (index, value) in values.iter().enumerate() {
            label.check for={ (id) "-" (index) } {
                input type="checkbox" id={ (id) "-" (index) } name=(name) value=(value.wire)
                    data-kind="list";
                " " (visible(&value.wire))
            }
        }
    }
}

fn control(parameter: &Parameter, kind: &str) -> &'static str {
    match kind {
        _ if parameter.secret => "password",
        "date" => "date",
        _ => "text",
    }
}

fn mode(kind: &str) -> Option<&'static str> {
    match kind {
        "int" => Some("numeric"),
        "float" => Some("decimal"),
        _ => None,
    }
}

fn options(values: &[EnumValue], required: bool) -> Markup {
    html! {
        @if !required || values.len() > 1 { option value="" {} }
        @for value in values { option value=(value.wire) { (visible(&value.wire)) } }
    }
}

/// Returns the hint of a control, which describes the accepted values.
fn hint(parameter: &Parameter, kind: &str, may_be_empty: bool) -> Markup {
    let what = match kind {
        "int" => "an integer",
        "float" => "a number",
        "time" => "a time such as 2026-01-31T12:00:00Z",
        "date" => "a date",
        "list" => "one value per line",
        _ => "",
    };
    let bounds = parameter.bounds.iter().filter_map(in_words);
    let mut words: Vec<String> = (!what.is_empty())
        .then(|| what.to_owned())
        .into_iter()
        .collect();
    words.extend(bounds.map(|(words, value)| match value {
        Some(value) => format!("{words} {value}"),
        None => words,
    }));
    if may_be_empty {
        words.push("may be empty".to_owned());
    }
    if let Some(default) = &parameter.default {
        words.push(format!("default {}", default.trim_matches('"')));
    }
    html!((visible(&words.join(", "))))
}

fn body_field(schema: &Schema<'_, '_>, operation: &Operation, body: &Body) -> Markup {
    let described = "try-body-hint try-body-error";
    let is_required = body.given == crate::crate_ir::Given::Always;
    let mark = html! { @if is_required { " " span.must { "required" } } };
    html! {
        div.field {
            label for="try-body" { "Body" (mark) }
            @match &body.content {
                BodyContent::Binary(media_type) => {
                    input #try-body name="body" type="file" data-kind="binary"
                        data-media-type=(media_type) aria-describedby=(described);
                    p.hint #try-body-hint { (visible(media_type)) }
                },
                BodyContent::Text(texts) => {
                    textarea #try-body name="body" rows="8" data-kind="text" spellcheck="false"
                        aria-describedby=(described) {}
                    p.hint #try-body-hint {
                        @for it in texts { (visible(&it.media_type)) " " }
                    }
                },
                BodyContent::Json(kind) => {
                    @let prefilled = initial::body(schema, operation, kind);
                    textarea #try-body name="body" rows=(rows(&prefilled)) data-kind="json" spellcheck="false"
                        autocapitalize="off" aria-describedby=(described) {
                        // Adds a line break, since HTML ignores the first line break in a text area.
                        "\n" (visible(&prefilled))
                    }
                    p.hint #try-body-hint { "JSON" }
                },
            }
            p.field-error #try-body-error {}
        }
    }
}

/// Returns the initial number of lines for a body, between a minimum and a maximum.
fn rows(text: &str) -> usize {
    text.lines().count().clamp(3, 10)
}
