//! Checks path templates against the declared parameters.

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type as SchemaType};
use percent_encoding::percent_decode_str;

use super::context::Lowering;
use super::location::Location;
use super::parsed::Parsed;
use super::types::Types;
use super::{schema, secret};
use crate::api::{Lists, Parameter, ParameterLocation, Step, Type};
use crate::description::resolve::escape;
use crate::report::quoted;

/// Completes the parameters by the path template. An undeclared `{name}` becomes a string parameter. A path parameter
/// without a `{name}` in the template is omitted.
pub(super) fn complete(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    parsed: &Parsed<'_>,
    parameters: &mut Vec<Parameter>,
) {
    let pointer = parsed.pointer();
    let Some(names) = template_names(parsed.sent_path()) else {
        lowering.refuse(
            format!(
                "the path {} has unbalanced braces",
                quoted(parsed.sent_path())
            ),
            pointer,
            "write each parameter as `{name}`",
        );
        return;
    };
    if parsed.sent_path().contains(['\\', ' ']) || !parsed.sent_path().starts_with('/') {
        lowering.refuse(
            format!("{} is not a path", quoted(parsed.sent_path())),
            pointer,
            "start the path with `/`, without spaces and backslashes",
        );
    }
    if let Some(query) = parsed.path_query() {
        move_to_query(lowering, types, parsed, query, parameters);
    }
    let in_path = |it: &&Parameter| {
        matches!(
            it.location,
            ParameterLocation::Path | ParameterLocation::Segments
        )
    };
    for name in &names {
        // A parameter that occurs twice in the path has one value.
        if !parameters.iter().filter(in_path).any(|it| it.wire == *name) {
            parameters.push(undeclared(name, pointer));
        }
    }
    parameters.retain(|parameter| {
        let is_sent = !in_path(&parameter) || names.contains(&parameter.wire.as_str());
        if !is_sent {
            lowering.notes.push(format!(
                "The path parameter `{}` is not sent: the path does not contain it.",
                parameter.wire.replace('`', "'")
            ));
        }
        is_sent
    });
}

/// Turns the path's query into query parameters. `?wire={name}` accepts any value, and `?wire=value` only this value.
fn move_to_query(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    parsed: &Parsed<'_>,
    query: &str,
    parameters: &mut Vec<Parameter>,
) {
    let mut known = BTreeSet::new();
    for pair in query.split('&').filter(|it| !it.is_empty()) {
        let (wire, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !known.insert(wire) {
            lowering.refuse(
                format!("the query of the path sets {} twice", quoted(wire)),
                parsed.pointer(),
                "declare it as a query parameter, and remove the query from the path",
            );
            continue;
        }
        let name = value
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
            .filter(|it| !it.contains(['{', '}']));
        let name = match name {
            Some(name) if !wire.contains(['{', '}']) => name,
            None if !pair.contains(['{', '}']) => {
                fix(lowering, types, parsed, (wire, value), parameters);
                continue;
            }
            _ => {
                lowering.refuse(
                    format!(
                        "the query of the path has a parameter within {}",
                        quoted(pair)
                    ),
                    parsed.pointer(),
                    "declare it as a query parameter, and remove the query from the path",
                );
                continue;
            }
        };
        let is_it = |it: &Parameter| match it.location {
            ParameterLocation::Path | ParameterLocation::Segments => it.wire == name,
            ParameterLocation::Query => it.wire == wire,
            ParameterLocation::Header => false,
        };
        let place = match parameters.iter().position(is_it) {
            Some(place) => place,
            None => {
                parameters.push(undeclared(name, parsed.pointer()));
                parameters.len() - 1
            }
        };
        if let Some(parameter) = parameters.get_mut(place) {
            parameter.location = ParameterLocation::Query;
            wire.clone_into(&mut parameter.wire);
        }
    }
}

/// Adds a required query parameter that has only one allowed value.
fn fix(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    parsed: &Parsed<'_>,
    (wire, value): (&str, &str),
    parameters: &mut Vec<Parameter>,
) {
    let (wire, value) = (decode(wire), decode(value));
    let displayed = value.replace('`', "'");
    let mut declared = parameters.iter_mut();
    if let Some(it) = declared.find(|it| it.location == ParameterLocation::Query && it.wire == wire)
    {
        it.required = true;
        it.note(&format!(
            "Must be `{displayed}`: the path contains this value."
        ));
        return;
    }
    let schema = Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Type(SchemaType::String(StringType {
            enumeration: vec![Some(value)],
            ..StringType::default()
        })),
    };
    let mut parameter = undeclared(&wire, parsed.pointer());
    let location = Location::new(
        format!("{}/schema", parameter.pointer),
        Step::Parameter(wire.clone()),
    );
    let schema = ReferenceOr::Item(schema);
    parameter.kind = schema::lower(types, lowering, &schema, &location).kind;
    parameter.location = ParameterLocation::Query;
    parameter.doc = format!("Always `{displayed}`: the path contains this value.");
    parameters.push(parameter);
}

/// Decodes a name or a value of a query.
fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

fn undeclared(name: &str, operation: &str) -> Parameter {
    Parameter {
        wire: name.to_owned(),
        pointer: format!("{operation}/parameters/{}", escape(name)),
        location: ParameterLocation::Path,
        required: true,
        kind: Type::Str,
        list: Lists::Repeated,
        doc: "An undeclared parameter of the path template.".to_owned(),
        default: None,
        bounds: Vec::new(),
        deprecated: false,
        secret: secret::by_name(name),
    }
}

/// Returns the names in braces; `None` if the braces are unbalanced.
fn template_names(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return None;
        }
        names.push(name);
        rest = behind;
    }
    (!rest.contains('}')).then_some(names)
}
