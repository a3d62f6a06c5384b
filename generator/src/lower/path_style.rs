//! Lowers the styles `label` and `matrix` of path parameters. The prefix of a value becomes a part of the path
//! template.

use openapiv3::{PathStyle, ReferenceOr, Schema};

use super::context::Lowering;
use super::kind::{self, Kind};
use super::parameter::holds_scalars;
use crate::api::{Parameter, Type};

/// Returns the prefix of a parameter's value: `.` for `label`, and `;name=` for `matrix`.
pub(super) fn prefix(style: &PathStyle, name: &str) -> Option<String> {
    match style {
        PathStyle::Simple => None,
        PathStyle::Label => Some(".".to_owned()),
        PathStyle::Matrix => Some(format!(";{name}=")),
    }
}

/// Sets the type of an object parameter. Refuses lists and objects whose parts each need a prefix. Returns whether the
/// parameter is supported.
pub(super) fn settle(
    lowering: &mut Lowering<'_>,
    schema: &ReferenceOr<Schema>,
    parameter: &mut Parameter,
    (style, explode): (&PathStyle, Option<bool>),
) -> bool {
    let is_list = kind::of(lowering, schema) == Some(Kind::Array);
    let is_plain = holds_scalars(lowering, schema, true);
    let is_exploded = explode == Some(true) && (is_list || !is_plain);
    if is_exploded {
        let name = match style {
            PathStyle::Matrix => "matrix",
            PathStyle::Label | PathStyle::Simple => "label",
        };
        lowering.unsupported(
            &format!("an exploded list or object in the path style `{name}`"),
            &format!("{}/explode", parameter.pointer),
        );
        return false;
    }
    if !is_plain {
        parameter.kind = Type::List(Box::new(Type::Str));
        parameter.note("Property names and values in turn, such as `a`, `1`, `b`, `2`.");
    }
    true
}

/// Returns a path template with the prefixes of its parameters.
pub(super) fn with_prefixes(path: &str, prefixes: &[(String, String)]) -> String {
    prefixes
        .iter()
        .fold(path.to_owned(), |path, (name, prefix)| {
            let template = format!("{{{name}}}");
            path.replace(&template, &format!("{prefix}{template}"))
        })
}
