//! Checks path templates against the declared parameters.

use super::context::Lowering;
use super::parsed::Parsed;
use super::secret;
use crate::api::{Lists, Location, Parameter, Type};
use crate::description::resolve::escape;
use crate::report::quoted;

/// Every path parameter has its `{name}` in the template. Each `{name}` that is not declared is a string.
pub(super) fn complete(
    lowering: &mut Lowering<'_>,
    parsed: &Parsed<'_>,
    parameters: &mut Vec<Parameter>,
) {
    let pointer = parsed.pointer();
    let Some(names) = template_names(parsed.path()) else {
        lowering.refuse(
            format!("the path {} has unbalanced braces", quoted(parsed.path())),
            pointer,
            "write each parameter as `{name}`",
        );
        return;
    };
    if parsed.path().contains(['?', '#', '\\', ' ']) || !parsed.path().starts_with('/') {
        lowering.refuse(
            format!("{} is not a path", quoted(parsed.path())),
            pointer,
            "start the path with `/`, without query and fragment",
        );
    }
    for name in &names {
        if names.iter().filter(|it| it == &name).count() > 1 {
            lowering.refuse(
                format!("the path contains the parameter {} twice", quoted(name)),
                pointer,
                "use unique names for the parameters in the path",
            );
            break;
        }
    }
    let in_path = |it: &&Parameter| matches!(it.location, Location::Path | Location::Segments);
    for name in &names {
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

fn undeclared(name: &str, operation: &str) -> Parameter {
    Parameter {
        wire: name.to_owned(),
        pointer: format!("{operation}/parameters/{}", escape(name)),
        location: Location::Path,
        required: true,
        kind: Type::Str,
        list: Lists::Repeated,
        doc: "The path has this parameter, and the description does not declare it.".to_owned(),
        default: None,
        bounds: Vec::new(),
        deprecated: false,
        secret: secret::by_name(name),
    }
}

/// Returns the names between braces; none if the braces do not match.
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
