//! Lowers parameters.

use std::borrow::Borrow;

use openapiv3::{
    Parameter as Source, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

use super::context::Lowering;
use super::parsed::Parsed;
use super::spot::Spot;
use super::types::Types;
use super::{bounds, schema, secret, stated, template};
use crate::api::{Bound, Lists, Location, Parameter, Step, Type};

/// Header parameters that OpenAPI tells readers to ignore, because other fields of the description define them.
const SET_BY_OTHERS: &[&str] = &["accept", "content-type", "authorization"];

/// Lowers an operation's parameters, and checks path parameters against the path template.
pub(super) fn lower(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    parsed: &Parsed<'_>,
) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let shared = lowering.selection.path_parameters(parsed.path());
    let shared = lowering.keep(shared).unwrap_or_default();
    let own = parsed.source.parameters.iter().enumerate();
    let own = own.map(|(index, it)| (format!("{}/parameters/{index}", parsed.pointer()), it));
    let common = shared.iter().map(|(pointer, it)| (pointer.clone(), it));
    for (pointer, source) in own.chain(common) {
        let Some(parameter) = one(lowering, types, source, &pointer) else {
            continue;
        };
        // Parameters of the operation override path-level parameters.
        let given = parameters
            .iter()
            .any(|it| it.wire == parameter.wire && it.location == parameter.location);
        if !given {
            parameters.push(parameter);
        }
    }
    template::check(lowering, parsed, &parameters);
    parameters
}

/// Returns a parameter; `None` for an ignored header.
fn one(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    source: &ReferenceOr<Source>,
    pointer: &str,
) -> Option<Parameter> {
    let resolved;
    let source = match source {
        ReferenceOr::Item(source) => source,
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.parameter(reference);
            resolved = lowering.keep(found)?;
            &resolved
        }
    };
    let data = source.parameter_data_ref();
    let (location, unusual_style) = match source {
        Source::Path { style, .. } => {
            let is_multi = data.extensions.get("x-multi-segment");
            let location = match is_multi.and_then(serde_json::Value::as_bool) {
                Some(true) => Location::Segments,
                _ => Location::Path,
            };
            (location, *style != PathStyle::Simple)
        }
        Source::Query { style, .. } => (Location::Query, *style != QueryStyle::Form),
        Source::Header { .. } => {
            let name = data.name.to_ascii_lowercase();
            if SET_BY_OTHERS.contains(&name.as_str()) {
                return None;
            }
            (Location::Header, false)
        }
        Source::Cookie { .. } => {
            lowering.unsupported("a parameter in a cookie", pointer);
            return None;
        }
    };
    let kind = kind(lowering, types, data, pointer)?;
    if unusual_style {
        lowering.unsupported("this style of a parameter", &format!("{pointer}/style"));
    }
    Some(Parameter {
        wire: data.name.clone(),
        pointer: pointer.to_owned(),
        location,
        required: data.required || matches!(location, Location::Path | Location::Segments),
        kind,
        list: match data.explode {
            Some(false) => Lists::Joined,
            _ => Lists::Repeated,
        },
        doc: data.description.clone().unwrap_or_default(),
        default: default(lowering, data),
        bounds: bounds(data),
        deprecated: data.deprecated.unwrap_or_default(),
        secret: secret::of_parameter(lowering, data, pointer),
    })
}

/// Returns the server's default, as JSON.
fn default(lowering: &Lowering<'_>, data: &ParameterData) -> Option<String> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => stated::default(lowering, schema),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

fn bounds(data: &ParameterData) -> Vec<Bound> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => bounds::of_inline(schema),
        ParameterSchemaOrContent::Content(_) => Vec::new(),
    }
}

fn kind(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    data: &ParameterData,
    pointer: &str,
) -> Option<Type> {
    let ParameterSchemaOrContent::Schema(schema) = &data.format else {
        lowering.unsupported("a parameter with `content`", pointer);
        return None;
    };
    if !holds_scalars(lowering, schema, true, 0) {
        lowering.unsupported("a parameter that is an object", pointer);
        return None;
    }
    let step = Step::Parameter(data.name.clone());
    let spot = Spot::new(format!("{pointer}/schema"), step);
    // A null parameter is an omitted parameter.
    Some(schema::lower(types, lowering, schema, &spot).kind)
}

/// The maximum depth of a parameter's schema, which may reference itself.
const DEEPEST: usize = 16;

/// Returns whether a schema's values are scalars or, with `or_lists`, lists of scalars.
fn holds_scalars(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    or_lists: bool,
    depth: usize,
) -> bool {
    if depth > DEEPEST {
        return false;
    }
    let resolved;
    let schema = match schema {
        ReferenceOr::Item(schema) => schema.borrow(),
        ReferenceOr::Reference { reference } => match lowering.resolver.schema(reference) {
            Ok(schema) => {
                resolved = schema;
                &*resolved
            }
            // Errors are reported when the schema is lowered.
            Err(_) => return true,
        },
    };
    let all = |shapes: &[ReferenceOr<Schema>]| {
        let mut shapes = shapes.iter();
        shapes.all(|it| holds_scalars(lowering, it, or_lists, depth + 1))
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(_)) => false,
        SchemaKind::Type(SchemaType::Array(array)) => {
            let item = array.items.as_ref();
            or_lists && item.is_none_or(|it| holds_scalars(lowering, it, false, depth + 1))
        }
        SchemaKind::Type(_) | SchemaKind::Not { .. } => true,
        SchemaKind::OneOf { one_of: shapes }
        | SchemaKind::AnyOf { any_of: shapes }
        | SchemaKind::AllOf { all_of: shapes } => all(shapes),
        SchemaKind::Any(any) => {
            let is_object = !any.properties.is_empty() || any.additional_properties.is_some();
            let is_list = any.items.is_some() && !or_lists;
            !is_object && !is_list && all(&any.one_of) && all(&any.any_of) && all(&any.all_of)
        }
    }
}
