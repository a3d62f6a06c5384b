//! A path's template, held against the parameters.

use super::context::Lowering;
use super::parsed::Parsed;
use crate::api::{Location, Parameter};
use crate::report::quoted;

/// Every `{name}` of the template has its parameter, and every path parameter its `{name}`.
pub(super) fn check(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>, parameters: &[Parameter]) {
    let pointer = parsed.pointer();
    let Some(names) = template_names(parsed.path()) else {
        lowering.refuse(
            format!(
                "the path {} has a brace without its other",
                quoted(parsed.path())
            ),
            pointer,
            "write each parameter as `{name}`",
        );
        return;
    };
    if parsed.path().contains(['?', '#', '\\', ' ']) || !parsed.path().starts_with('/') {
        lowering.refuse(
            format!("{} is not a path", quoted(parsed.path())),
            pointer,
            "begin it with `/`, and leave out query and fragment",
        );
    }
    for name in &names {
        if names.iter().filter(|it| it == &name).count() > 1 {
            lowering.refuse(
                format!("the path has the parameter {} twice", quoted(name)),
                pointer,
                "give each parameter of the path its own name",
            );
            break;
        }
    }
    let in_path = |it: &&Parameter| matches!(it.location, Location::Path | Location::Segments);
    for name in &names {
        if !parameters.iter().filter(in_path).any(|it| it.wire == *name) {
            lowering.refuse(
                format!(
                    "the path has the parameter {}, which is not declared",
                    quoted(name)
                ),
                pointer,
                "declare it under `parameters`, with `in: path`",
            );
        }
    }
    for parameter in parameters.iter().filter(in_path) {
        if !names.contains(&parameter.wire.as_str()) {
            lowering.refuse(
                format!(
                    "the path parameter {} is not in the path",
                    quoted(&parameter.wire)
                ),
                pointer,
                "remove it, or put it into the path as `{name}`",
            );
        }
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
