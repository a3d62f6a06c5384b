//! Checks path templates against the declared parameters.

use super::context::Lowering;
use super::parsed::Parsed;
use crate::api::{Location, Parameter};
use crate::report::quoted;

/// Checks that every `{name}` in the template has a path parameter, and every path parameter a `{name}`.
pub(super) fn check(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>, parameters: &[Parameter]) {
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
            lowering.refuse(
                format!(
                    "the path contains the parameter {}, which is not declared",
                    quoted(name)
                ),
                pointer,
                "declare the parameter under `parameters`, with `in: path`",
            );
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
