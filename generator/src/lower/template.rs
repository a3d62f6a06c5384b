//! Checks path templates against the declared parameters.

use super::context::Lowering;
use super::parsed::Parsed;
use super::secret;
use crate::api::{Lists, ParameterLocation, Parameter, Type};
use crate::description::resolve::escape;
use crate::report::quoted;

/// Checks that every path parameter has a `{name}` in the template. Each `{name}` that is not declared is a string.
pub(super) fn complete(
    lowering: &mut Lowering<'_>,
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
        move_to_query(lowering, parsed, query, parameters);
    }
    let in_path = |it: &&Parameter| matches!(it.location, ParameterLocation::Path | ParameterLocation::Segments);
    for name in &names {
        // A parameter that the path contains twice has one value.
        if !parameters.iter().filter(in_path).any(|it| it.wire == *name) {
            parameters.push(undeclared(name, pointer));
        }
    }
    for parameter in parameters.iter().filter(in_path) {
        if !names.contains(&parameter.wire.as_str()) {
            lowering.refuse(
                format!(
                    "the path does not contain the path parameter {}",
                    quoted(&parameter.wire)
                ),
                pointer,
                "remove the parameter, or add it to the path as `{name}`",
            );
        }
    }
}

/// Turns templates in the path's query, such as `?wire={name}`, into query parameters.
fn move_to_query(
    lowering: &mut Lowering<'_>,
    parsed: &Parsed<'_>,
    query: &str,
    parameters: &mut Vec<Parameter>,
) {
    for pair in query.split('&').filter(|it| !it.is_empty()) {
        let (wire, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = value
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
            .filter(|it| !it.contains(['{', '}']));
        let Some(name) = name else {
            lowering.refuse(
                format!("the query of the path has the fixed value {}", quoted(pair)),
                parsed.pointer(),
                "declare it as a query parameter, and remove the query from the path",
            );
            continue;
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
