//! Lowers parameters.

use std::borrow::Borrow;

use openapiv3::{
    Parameter as Source, ParameterData, ParameterSchemaOrContent, QueryStyle, ReferenceOr, Schema,
    SchemaKind, Type as SchemaType,
};

use super::context::Lowering;
use super::kind::{self, Kind};
use super::location::Location;
use super::parsed::Parsed;
use super::types::Types;
use super::{bounds, flatten, path_style, schema, secret, stated, template};
use crate::api::{Bound, Lists, Parameter, ParameterLocation, Step, Type};

/// Header parameters that OpenAPI requires to be ignored, because other fields of the description define them.
const SET_BY_OTHERS: &[&str] = &["accept", "content-type", "authorization"];

/// Lowers the parameters of an operation, and checks the path parameters against the path template.
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
        let prefixes = lowering.prefixes.len();
        for parameter in one(lowering, types, source, &pointer) {
            // Operation-level parameters come first, and override path-level parameters.
            let mut others = parameters.iter();
            let is_given =
                others.any(|it| it.wire == parameter.wire && it.location == parameter.location);
            match is_given {
                false => parameters.push(parameter),
                // This is a property of an object parameter with the same name as a different parameter.
                true if pointer.starts_with(parsed.pointer()) => lowering.notes.push(format!(
                    "Several parameters are sent as `{}`, and one argument sets them.",
                    parameter.wire.replace('`', "'")
                )),
                true => lowering.prefixes.truncate(prefixes),
            }
        }
    }
    template::complete(lowering, types, parsed, &mut parameters);
    parameters
}

/// Lowers a parameter. Returns no parameter for an ignored header, and one for each property of an object.
fn one(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    source: &ReferenceOr<Source>,
    pointer: &str,
) -> Vec<Parameter> {
    let resolved;
    let source = match source {
        ReferenceOr::Item(source) => source,
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.parameter(reference);
            match lowering.keep(found) {
                Some(found) => resolved = found,
                None => return Vec::new(),
            }
            &resolved
        }
    };
    let data = source.parameter_data_ref();
    let Some(location) = location(lowering, source) else {
        return Vec::new();
    };
    let mut parameter = Parameter {
        wire: data.name.clone(),
        pointer: pointer.to_owned(),
        location,
        required: data.required
            || matches!(
                location,
                ParameterLocation::Path | ParameterLocation::Segments
            ),
        kind: Type::Str,
        list: match data.explode {
            Some(false) => Lists::Joined,
            _ => Lists::Repeated,
        },
        doc: data.description.clone().unwrap_or_default(),
        default: default(lowering, data),
        bounds: bounds(data),
        deprecated: data.deprecated.unwrap_or_default(),
        secret: secret::of_parameter(lowering, data, pointer),
    };
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema,
        ParameterSchemaOrContent::Content(content) => {
            let media_type = content.keys().next().map_or("", String::as_str);
            parameter.note(&format!(
                "A string of the media type `{}`.",
                media_type.replace('`', "'")
            ));
            return vec![parameter];
        }
    };
    if let Source::Path { style, .. } = source
        && let Some(prefix) = path_style::prefix(style, &data.name)
    {
        if !path_style::settle(lowering, schema, &mut parameter, (style, data.explode)) {
            return Vec::new();
        }
        lowering.prefixes.push((data.name.clone(), prefix));
        if parameter.kind != Type::Str {
            return vec![parameter];
        }
    }
    let way = way(source);
    if !holds_scalars(lowering, schema, true) {
        return flatten::object(lowering, types, schema, parameter, way);
    }
    if kind::of(lowering, schema) == Some(Kind::Array)
        && let Some(separator) = separator(source)
    {
        parameter.note(&format!("A string of values separated by {separator}."));
        return vec![parameter];
    }
    if way == Way::Other && location != ParameterLocation::Query {
        lowering.unsupported("this parameter style", &format!("{pointer}/style"));
        return Vec::new();
    }
    let step = Step::Parameter(data.name.clone());
    let location = Location::new(format!("{pointer}/schema"), step);
    // Ignores nullability, since a caller omits the parameter instead of sending `null`.
    parameter.kind = schema::lower(types, lowering, schema, &location).kind;
    vec![parameter]
}

/// Returns the location of a parameter. Returns `None` for cookies, and for headers that the client sets.
fn location(lowering: &mut Lowering<'_>, source: &Source) -> Option<ParameterLocation> {
    let data = source.parameter_data_ref();
    match source {
        Source::Path { .. } => {
            let is_multi = data.extensions.get("x-multi-segment");
            match is_multi.and_then(serde_json::Value::as_bool) {
                Some(true) => Some(ParameterLocation::Segments),
                _ => Some(ParameterLocation::Path),
            }
        }
        Source::Query { .. } => Some(ParameterLocation::Query),
        Source::Header { .. } => {
            let name = data.name.to_ascii_lowercase();
            (!SET_BY_OTHERS.contains(&name.as_str())).then_some(ParameterLocation::Header)
        }
        Source::Cookie { .. } => {
            let is = if data.required {
                "is required"
            } else {
                "is optional"
            };
            lowering.notes.push(format!(
                "The cookie `{}` {is}: send it as the header `Cookie` with `OperationExt::header`.",
                data.name.replace('`', "'")
            ));
            None
        }
    }
}

/// Returns the separator of list values in a query, if it is a space or a pipe.
fn separator(source: &Source) -> Option<&'static str> {
    match source {
        Source::Query { style, .. } if source.parameter_data_ref().explode != Some(true) => {
            match style {
                QueryStyle::SpaceDelimited => Some("a space"),
                QueryStyle::PipeDelimited => Some("`|`"),
                QueryStyle::Form | QueryStyle::DeepObject => None,
            }
        }
        _ => None,
    }
}

/// The serialization of an object parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Each property is a parameter with the property's name.
    Members,
    /// Each property is a parameter with the object's name as prefix: `object[property]`.
    Brackets,
    /// The whole object is one string.
    Text,
    /// The client does not support the style.
    Other,
}

fn way(source: &Source) -> Way {
    let explode = source.parameter_data_ref().explode;
    match source {
        Source::Query { style, .. } => match style {
            QueryStyle::Form if explode == Some(false) => Way::Text,
            QueryStyle::Form => Way::Members,
            QueryStyle::DeepObject => Way::Brackets,
            // If exploded, these styles differ from `form` only in the separator of lists.
            QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited => match explode {
                Some(true) => Way::Members,
                _ => Way::Other,
            },
        },
        Source::Path { .. } | Source::Header { .. } | Source::Cookie { .. } => Way::Text,
    }
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

impl Parameter {
    /// Appends a sentence to the documentation of the parameter.
    pub(super) fn note(&mut self, sentence: &str) {
        let doc = self.doc.trim_end();
        self.doc = match doc {
            "" => sentence.to_owned(),
            doc => format!("{doc}\n\n{sentence}"),
        };
    }
}

/// The maximum depth of a parameter's schema, since schemas may be recursive.
const DEEPEST: usize = 16;

/// Returns whether a schema's values are scalars or, with `or_lists`, lists of scalars.
pub(super) fn holds_scalars(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    or_lists: bool,
) -> bool {
    scalars(lowering, schema, or_lists, 0)
}

fn scalars(
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
            // Ignores errors, because lowering the schema reports them.
            Err(_) => return true,
        },
    };
    let all = |shapes: &[ReferenceOr<Schema>]| {
        let mut shapes = shapes.iter();
        shapes.all(|it| scalars(lowering, it, or_lists, depth + 1))
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(_)) => false,
        SchemaKind::Type(SchemaType::Array(array)) => {
            let item = array.items.as_ref();
            or_lists && item.is_none_or(|it| scalars(lowering, it, false, depth + 1))
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
