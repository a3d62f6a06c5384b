//! Objects: their members, be they said in one schema or in several that all hold.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::Type as SchemaType;
use openapiv3::{AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaKind};

use super::Lowering;
use super::nested::map_of;
use super::schema::{Typed, Types};
use super::spot::Spot;
use crate::model::{Member, Shape, Struct, Type};
use crate::name::{self, Scope};
use crate::resolve::escape;

type Property = ReferenceOr<Box<Schema>>;

/// What an object is made of.
#[derive(Default)]
pub(super) struct Parts<'s> {
    /// Its members, each with the place of the schema that declares it.
    members: IndexMap<Cow<'s, str>, (String, Cow<'s, Property>)>,
    /// Those that must be there, each with where that is said.
    required: IndexMap<Cow<'s, str>, String>,
    /// Those that only some objects must have, each with where that is said.
    mentioned: IndexMap<Cow<'s, str>, String>,
    /// What it says of members that it does not declare, and where.
    additional: Option<(Cow<'s, AdditionalProperties>, String)>,
    /// Sets of members of which one must be there, in words.
    rules: IndexSet<String>,
    /// The references that were followed: what holds twice holds once.
    followed: BTreeSet<String>,
}

/// Lowers an object whose members stand in several schemas that all hold.
pub(super) fn combined(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    spot: &Spot,
) -> Typed {
    let mut parts = Parts::default();
    parts.add(lowering, schema, &spot.pointer);
    lower(types, lowering, schema, parts, spot)
}

/// Lowers an object.
pub(super) fn lower(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    schema: &Schema,
    parts: Parts<'_>,
    spot: &Spot,
) -> Typed {
    if parts.members.is_empty() {
        let value = additional(types, lowering, &parts, spot);
        return map_of(lowering, value.unwrap_or(Type::Json), spot);
    }
    let name = types.name_of(lowering, spot);
    types.take_name(lowering, &name, &spot.pointer);
    let spot = &spot.named(&name);
    let place = types.len();
    let additional = additional(types, lowering, &parts, spot);
    let mut fields = Fields::new();
    let mut members: Vec<Member> = Vec::new();
    for (wire, (at, property)) in &parts.members {
        let required = parts.required.contains_key(wire);
        let spot = spot.at(at);
        members.push(member(
            types,
            lowering,
            wire,
            property,
            required,
            &spot,
            &mut fields,
        ));
    }
    let required = parts.required.iter().map(|it| (it, true));
    let mentioned = parts.mentioned.iter().map(|it| (it, false));
    for ((wire, at), required) in required.chain(mentioned) {
        let is_known = members.iter().any(|it| it.wire == *wire);
        if !is_known {
            members.push(undeclared_member(lowering, wire, at, required, &mut fields));
        }
    }
    let mut def = types.def(
        name,
        spot,
        schema,
        Shape::Struct(Struct {
            members,
            additional,
            in_request: false,
        }),
    );
    for rule in &parts.rules {
        def.doc = format!("{}\n\n{rule}", def.doc.trim_end());
    }
    Typed::plain(types.insert(place, def))
}

/// Returns whether a schema says no more of an object than which members must be there.
pub(super) fn only_requires(schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = schema else {
        return false;
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => {
            object.properties.is_empty() && object.additional_properties.is_none()
        }
        SchemaKind::Any(any) => {
            let rest = AnySchema {
                required: Vec::new(),
                ..any.clone()
            };
            rest == AnySchema::default()
        }
        _ => false,
    }
}

impl<'s> Parts<'s> {
    /// The parts of an object that stands in one schema.
    pub(super) fn of(object: &'s ObjectType, spot: &Spot) -> Self {
        let mut parts = Self::default();
        for (wire, property) in &object.properties {
            let member = (spot.pointer.clone(), Cow::Borrowed(property));
            parts.members.insert(Cow::Borrowed(wire), member);
        }
        for (index, wire) in object.required.iter().enumerate() {
            let at = format!("{}/required/{index}", spot.pointer);
            parts.required.insert(Cow::Borrowed(wire), at);
        }
        let additional = object.additional_properties.as_ref();
        parts.additional = additional.map(|it| (Cow::Borrowed(it), spot.pointer.clone()));
        parts
    }

    /// Adds all that a schema says of the object, and returns nothing of what it says of others.
    fn add(&mut self, lowering: &mut Lowering<'_>, schema: &Schema, pointer: &str) {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.add_own(
                    &object.properties,
                    &object.required,
                    object.additional_properties.as_ref(),
                    pointer,
                );
            }
            SchemaKind::Any(any) if any.items.is_none() && any.enumeration.is_empty() => {
                self.add_own(
                    &any.properties,
                    &any.required,
                    any.additional_properties.as_ref(),
                    pointer,
                );
                self.add_all(lowering, &any.all_of, pointer);
                self.add_choice(lowering, &any.one_of, &format!("{pointer}/oneOf"), true);
                self.add_choice(lowering, &any.any_of, &format!("{pointer}/anyOf"), false);
            }
            SchemaKind::AllOf { all_of } => self.add_all(lowering, all_of, pointer),
            SchemaKind::OneOf { one_of } => {
                self.add_choice(lowering, one_of, &format!("{pointer}/oneOf"), true);
            }
            SchemaKind::AnyOf { any_of } => {
                self.add_choice(lowering, any_of, &format!("{pointer}/anyOf"), false);
            }
            SchemaKind::Not { .. } => {}
            _ => lowering.unsupported("`allOf` of what is not an object", pointer),
        }
    }

    fn add_own(
        &mut self,
        properties: &IndexMap<String, Property>,
        required: &[String],
        additional: Option<&AdditionalProperties>,
        pointer: &str,
    ) {
        for (wire, property) in properties {
            // What is said later is more to the point.
            let member = (pointer.to_owned(), Cow::Owned(property.clone()));
            self.members.insert(Cow::Owned(wire.clone()), member);
        }
        for (index, wire) in required.iter().enumerate() {
            let at = || format!("{pointer}/required/{index}");
            let wire = Cow::Owned(wire.clone());
            self.required.entry(wire).or_insert_with(at);
        }
        if let Some(additional) = additional {
            self.additional = Some((Cow::Owned(additional.clone()), pointer.to_owned()));
        }
    }

    fn add_all(
        &mut self,
        lowering: &mut Lowering<'_>,
        all_of: &[ReferenceOr<Schema>],
        pointer: &str,
    ) {
        for (index, part) in all_of.iter().enumerate() {
            let here = format!("{pointer}/allOf/{index}");
            match part {
                ReferenceOr::Item(schema) => self.add(lowering, schema, &here),
                ReferenceOr::Reference { reference } => {
                    if !self.followed.insert(reference.clone()) {
                        continue;
                    }
                    match lowering.resolver.schema(reference) {
                        Ok(schema) => self.add(lowering, &schema, &here),
                        Err(diagnostics) => lowering.diagnostics.extend(diagnostics),
                    }
                }
            }
        }
    }

    /// Adds what only some objects have: members that may be there, and which must go together.
    fn add_choice(
        &mut self,
        lowering: &mut Lowering<'_>,
        shapes: &[ReferenceOr<Schema>],
        pointer: &str,
        just_one: bool,
    ) {
        let mut sets = Vec::new();
        for (index, shape) in shapes.iter().enumerate() {
            let here = format!("{pointer}/{index}");
            let (properties, required, additional) = match shape {
                ReferenceOr::Item(schema) => match &schema.schema_kind {
                    SchemaKind::Type(SchemaType::Object(it)) => {
                        (&it.properties, &it.required, &it.additional_properties)
                    }
                    SchemaKind::Any(it) => {
                        (&it.properties, &it.required, &it.additional_properties)
                    }
                    _ => {
                        lowering.unsupported("a union within an object", &here);
                        return;
                    }
                },
                ReferenceOr::Reference { .. } => {
                    lowering.unsupported("a union within an object", &here);
                    return;
                }
            };
            for (wire, property) in properties {
                let member = || (here.clone(), Cow::Owned(property.clone()));
                let wire = Cow::Owned(wire.clone());
                self.members.entry(wire).or_insert_with(member);
            }
            if let Some(additional @ AdditionalProperties::Any(true)) = additional {
                let additional = || (Cow::Owned(additional.clone()), here.clone());
                self.additional.get_or_insert_with(additional);
            }
            if !required.is_empty() {
                sets.push(listed(required));
            }
            for (index, wire) in required.iter().enumerate() {
                let at = || format!("{here}/required/{index}");
                let wire = Cow::Owned(wire.clone());
                self.mentioned.entry(wire).or_insert_with(at);
            }
        }
        if sets.len() > 1 && sets.len() == shapes.len() {
            let which = if just_one { "just one" } else { "at least one" };
            let sets = sets.join("; ");
            self.rules
                .insert(format!("Needs {which} of these: {sets}."));
        }
    }
}

/// Returns wire names in words.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|it| format!("`{}`", it.replace('`', "'")))
        .collect();
    quoted.join(" and ")
}

/// The names of a struct's fields.
struct Fields(Scope);

impl Fields {
    fn new() -> Self {
        let own = "a field of the generator's own";
        Self(Scope::with_reserved(&["additional", "nulls"], own))
    }

    fn name(&mut self, lowering: &mut Lowering<'_>, wire: &str, pointer: &str) -> String {
        // `new` makes a struct.
        let default = match name::snake(wire) {
            it if it == "new" => "new_".to_owned(),
            it => it,
        };
        let name = lowering.renames.apply(pointer, default, name::snake);
        if let Err(other) = self.0.take(&name, pointer) {
            lowering.collision("members", &name, pointer, &other);
        }
        name
    }
}

fn member(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    wire: &str,
    property: &Property,
    required: bool,
    spot: &Spot,
    fields: &mut Fields,
) -> Member {
    let pointer = format!("{}/properties/{}", spot.pointer, escape(wire));
    let name = fields.name(lowering, wire, &pointer);
    let (doc, deprecated) = match property {
        ReferenceOr::Item(schema) => (
            schema.schema_data.description.clone().unwrap_or_default(),
            schema.schema_data.deprecated,
        ),
        ReferenceOr::Reference { .. } => (String::new(), false),
    };
    let typed = types.lower(lowering, property, &spot.member(wire));
    let only = match property {
        ReferenceOr::Item(schema) => only_value(schema),
        ReferenceOr::Reference { .. } => None,
    };
    Member {
        wire: wire.to_owned(),
        name,
        nullable: typed.nullable,
        kind: typed.kind,
        required,
        three_valued: false,
        boxed: false,
        only,
        doc,
        deprecated,
    }
}

/// A member of which is said when it must be there, and nothing else.
fn undeclared_member(
    lowering: &mut Lowering<'_>,
    wire: &str,
    pointer: &str,
    required: bool,
    fields: &mut Fields,
) -> Member {
    Member {
        wire: wire.to_owned(),
        name: fields.name(lowering, wire, pointer),
        nullable: false,
        kind: Type::Json,
        required,
        three_valued: false,
        boxed: false,
        only: None,
        doc: String::new(),
        deprecated: false,
    }
}

/// Returns the one value that a schema allows, if it is a string.
pub(super) fn only_value(schema: &Schema) -> Option<String> {
    let SchemaKind::Type(SchemaType::String(text)) = &schema.schema_kind else {
        return None;
    };
    match text.enumeration.as_slice() {
        [Some(only)] => Some(only.clone()),
        _ => None,
    }
}

/// Returns the type of members that are not declared, if the description says that there are some.
fn additional(
    types: &mut Types<'_>,
    lowering: &mut Lowering<'_>,
    parts: &Parts<'_>,
    spot: &Spot,
) -> Option<Type> {
    let (additional, at) = parts.additional.as_ref()?;
    match &**additional {
        AdditionalProperties::Any(allowed) => allowed.then_some(Type::Json),
        AdditionalProperties::Schema(schema) => {
            let typed = types.lower(lowering, schema, &spot.at(at).value());
            Some(typed.into_type())
        }
    }
}
