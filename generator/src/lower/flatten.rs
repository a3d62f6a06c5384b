//! Lowers an object parameter to one parameter for each property, because each property is sent separately.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::context::Lowering;
use super::location::Location;
use super::parameter::{Way, holds_scalars};
use super::parts::{Parts, Property};
use super::types::Types;
use super::{bounds, kind, schema, stated};
use crate::api::{Parameter, Step, Type};
use crate::description::resolve::escape;

/// The maximum depth of nested schemas, since schemas may be recursive.
const DEEPEST: usize = 8;

/// Lowers a parameter whose schema is neither a scalar nor a list of scalars.
pub(super) fn object(
    lowering: &mut Lowering<'_>,
    types: &mut Types,
    schema: &ReferenceOr<Schema>,
    mut parameter: Parameter,
    way: Way,
) -> Vec<Parameter> {
    if kind::of(lowering, schema) == Some(kind::Kind::Array)
        && matches!(way, Way::Members | Way::Text)
    {
        parameter.kind = Type::List(Box::new(Type::Str));
        parameter.note(
            "Each item is a string: the description does not define how to serialize an object in a list.",
        );
        return vec![parameter];
    }
    if way == Way::Text {
        parameter.note("A string of comma-separated property names and values, such as `a,1,b,2`.");
        return vec![parameter];
    }
    let mut flat = Flat {
        way,
        found: Vec::new(),
    };
    let wire = parameter.wire.clone();
    let pointer = format!("{}/schema", parameter.pointer);
    if way != Way::Other && is_open(lowering, schema, 0) {
        let displayed = match way {
            Way::Brackets => format!("`{wire}[name]`"),
            _ => "`name`".to_owned(),
        };
        lowering.notes.push(format!(
            "The query parameter `{}` accepts properties of any name: set each as {displayed} with `OperationExt::query`.",
            wire.replace('`', "'")
        ));
        return Vec::new();
    }
    if way == Way::Other || !flat.open(lowering, types, schema, &parameter, (&wire, &pointer), 0) {
        lowering.unsupported(
            "an object parameter of this style or without declared properties",
            &parameter.pointer,
        );
        return Vec::new();
    }
    flat.found
}

/// Returns whether a schema is an object without declared properties.
fn is_open(
    lowering: &Lowering<'_>,
    schema: &ReferenceOr<impl Borrow<Schema>>,
    depth: usize,
) -> bool {
    let resolved;
    let schema: &Schema = match schema {
        ReferenceOr::Item(schema) => schema.borrow(),
        ReferenceOr::Reference { reference } => match lowering.resolver.schema(reference) {
            Ok(schema) => {
                resolved = schema;
                &resolved
            }
            Err(_) => return false,
        },
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => object.properties.is_empty(),
        SchemaKind::Any(any) => {
            any.properties.is_empty()
                && any.all_of.is_empty()
                && any.one_of.is_empty()
                && any.any_of.is_empty()
        }
        SchemaKind::AllOf { all_of } => {
            depth < DEEPEST && all_of.iter().all(|it| is_open(lowering, it, depth + 1))
        }
        _ => false,
    }
}

/// Adds a note about a list of objects in the style `deepObject`, for which no parameter is generated.
fn note_list(lowering: &mut Lowering<'_>, wire: &str, required: bool) {
    let wire = wire.replace('`', "'");
    let is = if required {
        "is required"
    } else {
        "is optional"
    };
    lowering.notes.push(format!(
        "The query parameter `{wire}` {is}. It is a list of objects: set each property as `{wire}[0][name]` with \
         `OperationExt::query`."
    ));
}

/// Collects the parameters of an object.
struct Flat {
    way: Way,
    found: Vec<Parameter>,
}

impl Flat {
    /// Adds the parameters of an object. Returns `false` if a parameter cannot be lowered.
    fn open(
        &mut self,
        lowering: &mut Lowering<'_>,
        types: &mut Types,
        schema: &ReferenceOr<impl Borrow<Schema>>,
        whole: &Parameter,
        (wire, pointer): (&str, &str),
        depth: usize,
    ) -> bool {
        if depth > DEEPEST {
            return false;
        }
        if self.way == Way::Brackets && kind::of(lowering, schema) == Some(kind::Kind::Array) {
            note_list(lowering, wire, whole.required);
            return true;
        }
        let resolved;
        let schema: &Schema = match schema {
            ReferenceOr::Item(schema) => schema.borrow(),
            ReferenceOr::Reference { reference } => {
                let found = lowering.resolver.schema(reference);
                match lowering.keep(found) {
                    Some(found) => resolved = found,
                    // The error is already reported.
                    None => return true,
                }
                &resolved
            }
        };
        if let SchemaKind::OneOf { one_of: shapes } | SchemaKind::AnyOf { any_of: shapes } =
            &schema.schema_kind
        {
            return self.choice(lowering, types, shapes, whole, (wire, pointer), depth);
        }
        let mut parts = Parts::default();
        parts.add(lowering, schema, pointer);
        if parts.members.is_empty() {
            return false;
        }
        let members = std::mem::take(&mut parts.members);
        members.iter().all(|(name, declared)| {
            let wire = match self.way {
                Way::Brackets => format!("{wire}[{name}]"),
                _ => name.clone().into_owned(),
            };
            let pointer = format!("{}/properties/{}", declared.at, escape(name));
            let required = whole.required && parts.required.contains_key(name);
            let member = Parameter {
                required,
                ..whole.clone()
            };
            self.member(
                lowering,
                types,
                &declared.what,
                &member,
                (&wire, &pointer),
                depth,
            )
        })
    }

    /// Adds the parameters of a union: one parameter for all scalar subschemas, and one for each property of the
    /// objects.
    fn choice(
        &mut self,
        lowering: &mut Lowering<'_>,
        types: &mut Types,
        shapes: &[ReferenceOr<Schema>],
        whole: &Parameter,
        place: (&str, &str),
        depth: usize,
    ) -> bool {
        let optional = Parameter {
            required: false,
            ..whole.clone()
        };
        let (scalars, objects): (Vec<_>, Vec<_>) = shapes
            .iter()
            .partition(|it| holds_scalars(lowering, *it, true));
        match scalars.as_slice() {
            [] => {}
            [only] => self.push(lowering, types, *only, &optional, place),
            _ => self.found.push(Parameter {
                wire: place.0.to_owned(),
                kind: Type::Str,
                ..optional.clone()
            }),
        }
        let mut objects = objects.into_iter();
        objects.all(|it| self.open(lowering, types, it, &optional, place, depth + 1))
    }

    fn member(
        &mut self,
        lowering: &mut Lowering<'_>,
        types: &mut Types,
        property: &Property,
        whole: &Parameter,
        place: (&str, &str),
        depth: usize,
    ) -> bool {
        if holds_scalars(lowering, property, true) {
            self.push(lowering, types, property, whole, place);
            return true;
        }
        if self.way == Way::Brackets {
            return self.open(lowering, types, property, whole, place, depth + 1);
        }
        let mut text = Parameter {
            wire: place.0.to_owned(),
            pointer: place.1.to_owned(),
            kind: Type::Str,
            doc: String::new(),
            ..whole.clone()
        };
        text.note(
            "A string: the description does not define how to serialize an object in an object.",
        );
        self.found.push(text);
        true
    }

    fn push(
        &mut self,
        lowering: &mut Lowering<'_>,
        types: &mut Types,
        schema: &ReferenceOr<impl Borrow<Schema>>,
        whole: &Parameter,
        (wire, pointer): (&str, &str),
    ) {
        if self.found.iter().any(|it| it.wire == wire) {
            return;
        }
        let data = match schema {
            ReferenceOr::Item(schema) => Some(&schema.borrow().schema_data),
            ReferenceOr::Reference { .. } => None,
        };
        let doc = data.and_then(|it| it.description.clone());
        let location = Location::new(pointer, Step::Parameter(wire.to_owned()));
        let kind = schema::lower(types, lowering, schema, &location).kind;
        self.found.push(Parameter {
            wire: wire.to_owned(),
            pointer: pointer.to_owned(),
            kind,
            doc: doc.unwrap_or_else(|| whole.doc.clone()),
            default: stated::default(lowering, schema),
            bounds: bounds::of_inline(schema),
            ..whole.clone()
        });
    }
}
