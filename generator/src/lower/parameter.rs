//! Parameters.

use openapiv3::{
    Parameter as Source, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema, SchemaKind,
    Type as SchemaType,
};

use super::Lowering;
use super::operation::{Parsed, keep};
use super::schema::Types;
use super::spot::Spot;
use crate::model::{Location, Parameter, Type};
use crate::name;
use crate::report::quoted;

/// Lowers an operation's parameters, and holds those of the path against its template.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types<'_>,
    parsed: &Parsed<'_>,
    type_name: &str,
) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let shared = lowering.selection.path_parameters(parsed.path());
    let shared = keep(lowering, shared).unwrap_or_default();
    let own = parsed.source.parameters.iter().enumerate();
    let own = own.map(|(index, it)| (format!("{}/parameters/{index}", parsed.pointer()), it));
    let common = shared.iter().map(|(pointer, it)| (pointer.clone(), it));
    for (pointer, source) in own.chain(common) {
        let Some(parameter) = one(lowering, types, source, &pointer, type_name) else {
            continue;
        };
        // The operation's own parameters come first and win over those of its path.
        let given = parameters
            .iter()
            .any(|it| it.wire == parameter.wire && it.location == parameter.location);
        if !given {
            parameters.push(parameter);
        }
    }
    hold_against_template(lowering, parsed, &parameters);
    parameters
}

fn one(
    lowering: &mut Lowering<'_>,
    types: &mut Types<'_>,
    source: &ReferenceOr<Source>,
    pointer: &str,
    type_name: &str,
) -> Option<Parameter> {
    let resolved;
    let source = match source {
        ReferenceOr::Item(source) => source,
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.parameter(reference);
            resolved = keep(lowering, found)?;
            &resolved
        }
    };
    let (data, location) = match source {
        Source::Path { parameter_data, .. } => (parameter_data, Location::Path),
        Source::Query { parameter_data, .. } => (parameter_data, Location::Query),
        Source::Header { .. } => {
            lowering.unsupported("a parameter in a header", pointer);
            return None;
        }
        Source::Cookie { .. } => {
            lowering.unsupported("a parameter in a cookie", pointer);
            return None;
        }
    };
    let (kind, default) = kind(lowering, types, data, pointer, type_name)?;
    Some(Parameter {
        wire: data.name.clone(),
        name: lowering
            .renames
            .apply(pointer, name::snake(&data.name), name::snake),
        location,
        required: data.required || location == Location::Path,
        kind,
        doc: data.description.clone().unwrap_or_default(),
        default,
    })
}

fn kind(
    lowering: &mut Lowering<'_>,
    types: &mut Types<'_>,
    data: &ParameterData,
    pointer: &str,
    type_name: &str,
) -> Option<(Type, Option<String>)> {
    let ParameterSchemaOrContent::Schema(schema) = &data.format else {
        lowering.unsupported("a parameter with `content`", pointer);
        return None;
    };
    let default = match schema {
        ReferenceOr::Item(schema) => schema.schema_data.default.as_ref().map(ToString::to_string),
        ReferenceOr::Reference { .. } => None,
    };
    let spot = Spot::new(
        format!("{pointer}/schema"),
        format!("{type_name}{}", name::pascal(&data.name)),
        format!(
            "The parameter `{}` of `{type_name}`.",
            data.name.replace('`', "'")
        ),
    );
    let kind = types.lower(lowering, schema, &spot).kind;
    match kind {
        Type::Bool | Type::Int | Type::Float | Type::Str | Type::Time | Type::Date => {
            Some((kind, default))
        }
        Type::Named(ref named) if types.is_enum(&named.name) => Some((kind, default)),
        Type::Named(_) if is_scalar(lowering, schema) => Some((kind, default)),
        _ => {
            lowering.unsupported("a parameter that is not a scalar", pointer);
            None
        }
    }
}

/// Returns whether a reference is to a schema whose values are scalars.
fn is_scalar(lowering: &Lowering<'_>, schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Reference { reference } = schema else {
        return false;
    };
    let found = lowering.resolver.schema(reference);
    found.is_ok_and(|schema| match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(_) | SchemaType::Array(_)) => false,
        SchemaKind::Type(_) => true,
        _ => false,
    })
}

/// Every `{name}` of the template has its parameter, and every path parameter its `{name}`.
fn hold_against_template(
    lowering: &mut Lowering<'_>,
    parsed: &Parsed<'_>,
    parameters: &[Parameter],
) {
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
    let in_path = |it: &&Parameter| it.location == Location::Path;
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
