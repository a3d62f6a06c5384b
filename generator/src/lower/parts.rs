//! Collects the parts of an object, which one schema or several schemas (`allOf`) declare.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::map::Entry;
use indexmap::{IndexMap, IndexSet};
use openapiv3::Type as SchemaType;
use openapiv3::{
    AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind,
};

use super::context::Lowering;
use super::kind::{self, Kind};
use super::location::Location;
use crate::api::Rule;
use crate::report::quoted;

pub(super) type Property = ReferenceOr<Box<Schema>>;

/// The parts of an object.
#[derive(Default)]
pub(super) struct Parts<'s> {
    /// The declared properties.
    pub(super) members: IndexMap<Cow<'s, str>, Declared<'s, Property>>,
    /// The required properties, each with the location that requires it.
    pub(super) required: IndexMap<Cow<'s, str>, String>,
    /// The properties that only some variants require, each with the location that requires it.
    pub(super) mentioned: IndexMap<Cow<'s, str>, String>,
    /// The declaration of additional properties.
    pub(super) additional: Option<Declared<'s, AdditionalProperties>>,
    /// The groups of properties: at least one, or exactly one, of a group is required.
    pub(super) rules: IndexSet<Rule>,
    /// The references that are already added.
    followed: BTreeSet<String>,
    /// The references that lead to the current schema, for cycle detection.
    through: Vec<String>,
    /// The number of unions (`oneOf`, `anyOf`) around these parts.
    depth: usize,
}

/// The maximum depth of nested unions in which each subschema has its own set of followed references. Deeper unions
/// share one set, which limits the running time.
const DEEPEST: usize = 2;

/// A part of an object, declared by one of the schemas.
pub(super) struct Declared<'s, T: Clone> {
    /// The location of the declaring schema.
    pub(super) at: String,
    /// The part.
    pub(super) what: Cow<'s, T>,
    /// The references that lead to the declaring schema.
    pub(super) through: Vec<String>,
}

impl Declared<'_, Property> {
    /// Widens a property to any JSON value if two subschemas declare it with different JSON types. A declaration by the
    /// object itself applies to all subschemas, so it is not widened.
    fn widen(&mut self, lowering: &Lowering<'_>, other: &Self, is_own: bool) {
        let kinds = (
            kind::of(lowering, &*self.what),
            kind::of(lowering, &*other.what),
        );
        if let (Some(here), Some(there)) = kinds
            && here != there
            && !is_own
        {
            self.what = Cow::Owned(ReferenceOr::Item(Box::new(Schema {
                schema_data: SchemaData::default(),
                schema_kind: SchemaKind::Any(AnySchema::default()),
            })));
        }
    }
}

impl<'s> Parts<'s> {
    /// Returns the parts of an object that one schema declares.
    pub(super) fn of(object: &'s ObjectType, location: &Location) -> Self {
        let mut parts = Self::default();
        for (wire, property) in &object.properties {
            let member = parts.declared(&location.pointer, Cow::Borrowed(property));
            parts.members.insert(Cow::Borrowed(wire), member);
        }
        for (index, wire) in object.required.iter().enumerate() {
            let at = format!("{}/required/{index}", location.pointer);
            parts.required.insert(Cow::Borrowed(wire), at);
        }
        let additional = object.additional_properties.as_ref();
        let additional = additional.map(Cow::Borrowed);
        parts.additional = additional.map(|it| parts.declared(&location.pointer, it));
        parts
    }

    fn declared<T: Clone>(&self, at: &str, what: Cow<'s, T>) -> Declared<'s, T> {
        Declared {
            at: at.to_owned(),
            what,
            through: self.through.clone(),
        }
    }

    /// Adds the parts that a schema declares.
    pub(super) fn add(&mut self, lowering: &mut Lowering<'_>, schema: &Schema, pointer: &str) {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.add_own(
                    &object.properties,
                    &object.required,
                    object.additional_properties.as_ref(),
                    pointer,
                );
            }
            SchemaKind::Any(any) if any.enumeration.is_empty() => {
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
            // A later declaration is more specific, so it replaces the earlier one.
            let member = self.declared(pointer, Cow::Owned(property.clone()));
            self.members.insert(Cow::Owned(wire.clone()), member);
        }
        for (index, wire) in required.iter().enumerate() {
            let at = || format!("{pointer}/required/{index}");
            let wire = Cow::Owned(wire.clone());
            self.required.entry(wire).or_insert_with(at);
        }
        if let Some(additional) = additional {
            self.additional = Some(self.declared(pointer, Cow::Owned(additional.clone())));
        }
    }

    /// Adds the parts that a schema or a reference declares.
    pub(super) fn add_shape(
        &mut self,
        lowering: &mut Lowering<'_>,
        shape: &ReferenceOr<Schema>,
        pointer: &str,
    ) {
        match shape {
            ReferenceOr::Item(schema) => self.add(lowering, schema, pointer),
            ReferenceOr::Reference { reference } => self.follow(lowering, reference, pointer),
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
            self.add_shape(lowering, part, &here);
        }
    }

    fn follow(&mut self, lowering: &mut Lowering<'_>, reference: &str, pointer: &str) {
        if !self.followed.insert(reference.to_owned()) {
            return;
        }
        if lowering.within.iter().any(|it| it == reference) {
            return endless(lowering, reference, pointer);
        }
        self.through.push(reference.to_owned());
        match lowering.resolver.schema(reference) {
            Ok(schema) => self.add(lowering, &schema, pointer),
            Err(diagnostics) => lowering.diagnostics.extend(diagnostics),
        }
        self.through.pop();
    }

    /// Adds the properties that only some variants contain, and the groups of required properties.
    fn add_choice(
        &mut self,
        lowering: &mut Lowering<'_>,
        shapes: &[ReferenceOr<Schema>],
        pointer: &str,
        just_one: bool,
    ) {
        let mut sets = Vec::new();
        let own: BTreeSet<Cow<'s, str>> = self.members.keys().cloned().collect();
        for (index, shape) in shapes.iter().enumerate() {
            let here = format!("{pointer}/{index}");
            if kind::of(lowering, shape).is_some_and(|it| it != Kind::Object) {
                // Skips a subschema that no object can match.
                continue;
            }
            let mut parts = Parts {
                followed: self.followed.clone(),
                through: self.through.clone(),
                depth: self.depth + 1,
                ..Self::default()
            };
            parts.add_shape(lowering, shape, &here);
            if parts.depth > DEEPEST {
                self.followed.clone_from(&parts.followed);
            }
            for (wire, member) in parts.members {
                match self.members.entry(wire) {
                    Entry::Vacant(entry) => {
                        entry.insert(member);
                    }
                    Entry::Occupied(mut entry) => {
                        let is_own = own.contains(entry.key());
                        entry.get_mut().widen(lowering, &member, is_own);
                    }
                }
            }
            if let Some(additional) = parts.additional
                && !matches!(&*additional.what, AdditionalProperties::Any(false))
            {
                self.additional.get_or_insert(Declared {
                    what: Cow::Owned(AdditionalProperties::Any(true)),
                    ..additional
                });
            }
            self.mentioned.extend(parts.mentioned);
            let required: Vec<String> = parts.required.keys().map(|it| it.to_string()).collect();
            if !required.is_empty() {
                sets.push(required);
            }
            // If there is only one subschema, its required properties are always required.
            let needed = match shapes.len() {
                1 => &mut self.required,
                _ => &mut self.mentioned,
            };
            for (wire, at) in parts.required {
                needed.entry(wire).or_insert(at);
            }
        }
        if sets.len() > 1 && sets.len() == shapes.len() {
            let which = if just_one { "just one" } else { "at least one" };
            let listed: Vec<String> = sets.iter().map(|it| listed(it)).collect();
            self.rules.insert(Rule {
                text: format!("Needs {which} of these: {}.", listed.join("; ")),
                just_one,
                sets,
            });
        }
    }
}

/// Refuses an object that contains itself through `allOf` or inline references, since its Rust type would be infinite.
fn endless(lowering: &mut Lowering<'_>, reference: &str, pointer: &str) {
    lowering.refuse(
        format!(
            "the object contains {}, which contains the object",
            quoted(reference)
        ),
        pointer,
        "use only a `$ref` to that schema, or skip the operation under [[skip]] with a reason",
    );
}

/// Returns wire names for a message.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|it| format!("`{}`", it.replace('`', "'")))
        .collect();
    quoted.join(" and ")
}

/// Returns whether a schema of an object contains only `required`.
pub(super) fn only_requires(schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = schema else {
        return false;
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(object)) => {
            !object.required.is_empty()
                && object.properties.is_empty()
                && object.additional_properties.is_none()
        }
        SchemaKind::Any(any) => {
            let rest = AnySchema {
                required: Vec::new(),
                ..any.clone()
            };
            !any.required.is_empty() && rest == AnySchema::default()
        }
        _ => false,
    }
}
