//! Names types by their location, and names the parts of types. The location also supplies the documentation if the
//! description contains none.

use std::collections::{BTreeMap, BTreeSet};

use super::name::{self, Scope};
use super::rename::Namer;
use super::{media, variants};
use crate::api::{EnumValue, Member, Place, Shape, Step, TypeDef, Union};

/// The fields that the generator adds to structs.
const OWN_FIELDS: &[&str] = &["additional", "nulls"];

/// The name of the variant for a value that matches several subschemas.
const SEVERAL: &str = "Several";

/// The owner of the types to name.
pub(super) struct Owner<'a> {
    /// The name of the owner's type.
    pub(super) name: &'a str,
    /// The documentation of the owner's type.
    pub(super) doc: &'a str,
}

/// The names of a type and its parts.
#[derive(Debug)]
pub(super) struct TypeNames {
    pub(super) name: String,
    /// The documentation that the location supplies.
    pub(super) doc: String,
    /// The names of the properties, values or variants.
    pub(super) parts: Vec<String>,
    /// The distinctive names of all subschemas of a union.
    shapes: Vec<String>,
}

/// Names the types of an owner. A type is named before its parts.
pub(super) fn of(
    types: &[TypeDef],
    owner: &Owner<'_>,
    scope: &mut Scope,
    namer: &mut Namer<'_>,
) -> Vec<TypeNames> {
    let mut named: Vec<TypeNames> = Vec::with_capacity(types.len());
    let spelled = spelled(types, namer);
    for (def, spelled) in types.iter().zip(&spelled) {
        let (mut default, doc) = describe(&def.place, spelled, owner, &named, false);
        let is_owner = def.place.within.is_none() && def.place.steps.is_empty();
        // If a different type has the same name, the full name states the kind of the part.
        if !is_owner && scope.has(&default) {
            default = describe(&def.place, spelled, owner, &named, true).0;
        }
        // A name that three types would have spells its underscores.
        if !is_owner && scope.has(&default) {
            let steps = def.place.steps.iter();
            let spelled = steps.map(|it| name::pascal_in_full(it.wire().unwrap_or_default()));
            let spelled: Vec<String> = spelled.collect();
            default = describe(&def.place, &spelled, owner, &named, false).0;
        }
        let name = match is_owner {
            // The module's name already determined this name.
            true => default,
            false => namer.name(&def.pointer, default, name::pascal),
        };
        namer.take(scope, "types", &name, &def.pointer);
        let (parts, shapes) = match &def.shape {
            Shape::Struct(body) => (members(&body.members, namer), Vec::new()),
            Shape::Enum(all) => (values(all, &def.pointer, namer), Vec::new()),
            Shape::Union(union) => {
                let shapes = variants::names(&union.labels);
                (variants(union, &shapes, namer), shapes)
            }
            Shape::Alias(_) => (Vec::new(), Vec::new()),
        };
        named.push(TypeNames {
            name,
            doc,
            parts,
            shapes,
        });
    }
    named
}

/// Returns the names of all steps of each type that have wire names. Names of steps from one place that collide spell
/// what sets them apart. Types with a `[[rename]]` entry do not collide with the others.
fn spelled(types: &[TypeDef], namer: &Namer<'_>) -> Vec<Vec<String>> {
    let key = |def: &TypeDef, number: usize| {
        let before = def.place.steps.get(..number).unwrap_or_default();
        (def.place.within, format!("{before:?}"))
    };
    let mut together: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for def in types.iter().filter(|it| !namer.is_given(&it.pointer)) {
        for (number, step) in def.place.steps.iter().enumerate() {
            together
                .entry(key(def, number))
                .or_default()
                .extend(step.wire());
        }
    }
    let mut apart = BTreeMap::new();
    for (key, wires) in together {
        let wires: Vec<&str> = wires.into_iter().collect();
        let names = name::apart(&wires, name::pascal, str::to_owned);
        let names: BTreeMap<&str, String> = wires.into_iter().zip(names).collect();
        apart.insert(key, names);
    }
    let names = types.iter().map(|def| {
        let steps = def.place.steps.iter().enumerate();
        let name = |(number, step): (usize, &Step)| {
            let wire = step.wire().unwrap_or_default();
            let name = apart.get(&key(def, number)).and_then(|it| it.get(wire));
            name.cloned().unwrap_or_else(|| name::pascal(wire))
        };
        steps.map(name).collect()
    });
    names.collect()
}

/// Returns the name of a type by its place, and its documentation. In full, the name has the kind of the last part.
fn describe(
    place: &Place,
    spelled: &[String],
    owner: &Owner<'_>,
    named: &[TypeNames],
    in_full: bool,
) -> (String, String) {
    let within = place.within.and_then(|it| named.get(it));
    let (mut name, mut doc) = match within {
        Some(within) => (within.name.clone(), within.doc.clone()),
        None => (owner.name.to_owned(), owner.doc.to_owned()),
    };
    for (step, spelled) in place.steps.iter().zip(spelled) {
        let suffix = match step {
            Step::Parameter(wire) => {
                doc = format!("The parameter `{}` of `{name}`.", wire.replace('`', "'"));
                spelled.clone()
            }
            Step::Body => {
                doc = format!("The request body of `{name}`.");
                "Body".to_owned()
            }
            Step::Response(status) => {
                doc = format!("The response of `{name}`.");
                status.map_or_else(|| "Response".to_owned(), media::status_name)
            }
            Step::Media(media_type) => name::pascal(&media::method_name(media_type)),
            Step::Failure(status) => {
                let variant = media::status_name(*status);
                doc = format!("The body of `{name}Error::{variant}`.");
                variant
            }
            Step::Other => {
                doc = format!("The body of `{name}Error::Other`.");
                "Other".to_owned()
            }
            Step::Member(wire) => {
                doc = format!("The property `{}` of `{name}`.", wire.replace('`', "'"));
                spelled.clone()
            }
            Step::Item => {
                doc = part("An item of ", &doc);
                "Item".to_owned()
            }
            Step::Value => {
                doc = part("A value of ", &doc);
                "Value".to_owned()
            }
            Step::Shape(number) => {
                let shape = within.and_then(|it| it.shapes.get(*number));
                let shape = shape.cloned().unwrap_or_default();
                doc = format!("The variant `{shape}` of `{name}`.");
                shape
            }
            Step::Several => {
                doc = format!(
                    "The combined properties of several variants of `{name}`, for a value that matches more than one."
                );
                SEVERAL.to_owned()
            }
        };
        name.push_str(&suffix);
    }
    if in_full {
        name.push_str(place.steps.last().map_or("Part", kind));
    }
    (name, doc)
}

/// Returns the word for the kind of a part.
fn kind(step: &Step) -> &'static str {
    match step {
        Step::Parameter(_) => "Parameter",
        Step::Body => "Request",
        Step::Response(_) | Step::Media(_) => "Content",
        Step::Failure(_) | Step::Other => "Failure",
        Step::Member(_) => "Property",
        Step::Item => "Element",
        Step::Value => "Entry",
        Step::Shape(_) | Step::Several => "Variant",
    }
}

fn part(prefix: &str, doc: &str) -> String {
    match doc.split_at_checked(1) {
        Some((first, rest)) => format!("{prefix}{}{rest}", first.to_lowercase()),
        None => doc.to_owned(),
    }
}

fn members(members: &[Member], namer: &mut Namer<'_>) -> Vec<String> {
    let mut scope = Scope::with_reserved(OWN_FIELDS, "a field that the generator adds");
    let named = members.iter();
    let named = named.map(|it| (it.wire.as_str(), it.pointer.as_str()));
    let defaults = namer.defaults(&named.collect::<Vec<_>>(), name::snake);
    let names = members.iter().zip(defaults).map(|(member, default)| {
        let default = name::unless_taken(default, OWN_FIELDS);
        // `new` is reserved for the constructor.
        let default = name::unless_taken(default, &["new"]);
        let name = namer.name(&member.pointer, default, name::snake);
        namer.take(&mut scope, "members", &name, &member.pointer);
        name
    });
    names.collect()
}

fn values(values: &[EnumValue], pointer: &str, namer: &mut Namer<'_>) -> Vec<String> {
    let mut scope = Scope::with_reserved(&["Unknown"], "the variant for unknown values");
    let pointers = values.iter();
    let pointers = pointers.map(|it| format!("{pointer}/enum/{}", it.number));
    let pointers: Vec<String> = pointers.collect();
    let named = values.iter().zip(&pointers);
    let named = named.map(|(it, pointer)| (it.wire.as_str(), pointer.as_str()));
    let defaults = namer.defaults(&named.collect::<Vec<_>>(), value);
    let names = pointers.iter().zip(defaults).map(|(pointer, default)| {
        let variant = namer.name(pointer, default, name::pascal);
        namer.take(&mut scope, "values", &variant, pointer);
        variant
    });
    names.collect()
}

/// Returns the name of an enum value. `Unknown` is the variant for undeclared values.
fn value(wire: &str) -> String {
    match name::pascal(wire) {
        it if it == "Unknown" => "UnknownValue".to_owned(),
        it => it,
    }
}

/// Names the variants of a union. The variant for several subschemas is last.
fn variants(union: &Union, shapes: &[String], namer: &mut Namer<'_>) -> Vec<String> {
    let mut scope = Scope::with_reserved(&["Unknown"], "the variant for values that fit no other");
    let mut names = Vec::new();
    // If several subschemas have the same type, the variant is named after the first one.
    for (number, (label, default)) in union.labels.iter().zip(shapes).enumerate() {
        let name = namer.name(&label.pointer, default.clone(), name::pascal);
        let mut variants = union.variants.iter();
        if variants.any(|it| it.shape == Some(number)) {
            namer.take(&mut scope, "variants", &name, &label.pointer);
            names.push(name);
        }
    }
    if union.several.is_some() {
        let first = union.labels.first().map_or("", |it| &it.pointer);
        namer.take(&mut scope, "variants", SEVERAL, first);
        names.push(SEVERAL.to_owned());
    }
    names
}
