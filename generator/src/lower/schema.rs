//! Schemas to types.

use std::borrow::Borrow;

use openapiv3::{
    AnySchema, ArrayType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType,
    Type as SchemaType, VariantOrUnknownOrEmpty,
};

use super::nested::list_of;
use super::parts::{Parts, only_requires};
use super::spot::Spot;
use super::{Lowering, object, stated, string, union};
use crate::api::{Home, Named, Shape, Type, TypeDef};
use crate::report::quoted;

/// The types of one component schema or one operation in the making.
pub(super) struct Types {
    /// Those that are being lowered are not there yet: types stand before those that they are made of.
    defs: Vec<Option<TypeDef>>,
    home: Home,
}

/// A type, and whether `null` may stand for it.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) kind: Type,
    pub(super) nullable: bool,
}

impl Typed {
    pub(super) fn plain(kind: Type) -> Self {
        Self {
            kind,
            nullable: false,
        }
    }

    /// Returns the type as it stands where no member says that it may be null.
    pub(super) fn into_type(self) -> Type {
        if self.nullable && self.kind != Type::Json {
            Type::Nullable(Box::new(self.kind))
        } else {
            self.kind
        }
    }
}

impl Types {
    /// The types of one operation.
    pub(super) fn of_operation() -> Self {
        Self {
            defs: Vec::new(),
            home: Home::Operation,
        }
    }

    pub(super) fn into_defs(self) -> Vec<TypeDef> {
        self.defs.into_iter().flatten().collect()
    }

    /// Lowers a schema that stands somewhere.
    pub(super) fn lower(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &ReferenceOr<impl Borrow<Schema>>,
        spot: &Spot,
    ) -> Typed {
        match schema {
            ReferenceOr::Reference { reference } => reference_to(lowering, reference),
            ReferenceOr::Item(schema) => self.inline(lowering, schema.borrow(), spot),
        }
    }

    fn inline(&mut self, lowering: &mut Lowering<'_>, schema: &Schema, spot: &Spot) -> Typed {
        let typed = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Boolean(_)) => Typed::plain(Type::Bool),
            SchemaKind::Type(SchemaType::Integer(it)) => Typed::plain(match &it.format {
                VariantOrUnknownOrEmpty::Unknown(format) => integer(format),
                VariantOrUnknownOrEmpty::Item(_) | VariantOrUnknownOrEmpty::Empty => Type::Int,
            }),
            SchemaKind::Type(SchemaType::Number(_)) => Typed::plain(Type::Float),
            SchemaKind::Type(SchemaType::String(text)) => self.string(schema, text, spot),
            SchemaKind::Type(SchemaType::Array(array)) => self.array(lowering, array, spot),
            SchemaKind::Type(SchemaType::Object(source)) => {
                let parts = Parts::of(source, spot);
                object::lower(self, lowering, schema, parts, spot)
            }
            SchemaKind::OneOf { one_of } => {
                union::lower(self, lowering, schema, one_of, "oneOf", spot)
            }
            SchemaKind::AnyOf { any_of } => {
                union::lower(self, lowering, schema, any_of, "anyOf", spot)
            }
            SchemaKind::AllOf { all_of } => self.all_of(lowering, schema, all_of, spot),
            // What a value is not says nothing of what it is.
            SchemaKind::Not { .. } => Typed::plain(Type::Json),
            SchemaKind::Any(any) => self.any(lowering, schema, any, spot),
        };
        Typed {
            nullable: schema.schema_data.nullable || typed.nullable,
            ..typed
        }
    }

    fn string(&mut self, schema: &Schema, text: &StringType, spot: &Spot) -> Typed {
        if !text.enumeration.is_empty() {
            return string::lower(self, schema, &text.enumeration, spot);
        }
        Typed::plain(match &text.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::Time,
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            _ => Type::Str,
        })
    }

    fn array(&mut self, lowering: &mut Lowering<'_>, array: &ArrayType, spot: &Spot) -> Typed {
        let item = match &array.items {
            Some(items) => self.lower(lowering, items, &spot.item()),
            None => Typed::plain(Type::Json),
        };
        list_of(lowering, item, spot)
    }

    /// All of several schemas: the one that says something, or one object of all of them.
    fn all_of(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &Schema,
        all_of: &[ReferenceOr<Schema>],
        spot: &Spot,
    ) -> Typed {
        let mut telling = all_of
            .iter()
            .enumerate()
            .filter(|(_, it)| stated::says_something(it));
        match (telling.next(), telling.next()) {
            (None, _) => Typed::plain(Type::Json),
            (Some((index, only)), None) => {
                self.lower(lowering, only, &spot.same(&format!("allOf/{index}")))
            }
            _ => object::combined(self, lowering, schema, spot),
        }
    }

    /// A schema that openapiv3 cannot put into one kind: untyped, or of several kinds at once.
    fn any(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &Schema,
        any: &AnySchema,
        spot: &Spot,
    ) -> Typed {
        if !any.enumeration.is_empty() {
            return string::untyped(self, schema, any, spot);
        }
        match any.typ.as_deref() {
            Some("string") => return Typed::plain(Type::Str),
            Some("integer") => {
                let format = any.format.as_deref().unwrap_or_default();
                return Typed::plain(integer(format));
            }
            Some("number") => return Typed::plain(Type::Float),
            Some("boolean") => return Typed::plain(Type::Bool),
            Some("array" | "object") | None => {}
            Some(other) => {
                let what = format!("{} is no type of OpenAPI 3.0", quoted(other));
                let help = "use one of string, integer, number, boolean, array and object";
                lowering.refuse(what, &format!("{}/type", spot.pointer), help);
                return Typed::plain(Type::Json);
            }
        }
        let has_members = !any.properties.is_empty() || any.additional_properties.is_some();
        match (&any.items, any.typ.as_deref()) {
            (Some(items), None | Some("array")) if !has_members => {
                let item = self.lower(lowering, items, &spot.item());
                return list_of(lowering, item, spot);
            }
            (Some(_), _) => {
                lowering.unsupported("members beside items", &spot.pointer);
                return Typed::plain(Type::Json);
            }
            (None, Some("array")) => return Typed::plain(Type::List(Box::new(Type::Json))),
            (None, _) => {}
        }
        let only_restricts = |it: &[ReferenceOr<Schema>]| it.iter().all(only_requires);
        if has_members || !any.all_of.is_empty() {
            return object::combined(self, lowering, schema, spot);
        }
        match (any.one_of.as_slice(), any.any_of.as_slice()) {
            (one_of, any_of) if only_restricts(one_of) && only_restricts(any_of) => {
                match any.typ.as_deref() {
                    Some("object") => Typed::plain(Type::Map(Box::new(Type::Json))),
                    _ => Typed::plain(Type::Json),
                }
            }
            (one_of, any_of) if only_restricts(any_of) => {
                union::lower(self, lowering, schema, one_of, "oneOf", spot)
            }
            (one_of, any_of) if only_restricts(one_of) => {
                union::lower(self, lowering, schema, any_of, "anyOf", spot)
            }
            _ => {
                lowering.unsupported("`oneOf` beside `anyOf`", &spot.pointer);
                Typed::plain(Type::Json)
            }
        }
    }

    /// Returns the definition of a type that was made here.
    pub(super) fn own(&self, named: &Named) -> Option<&TypeDef> {
        let here = self.home == named.home;
        self.defs.get(named.number)?.as_ref().filter(|_| here)
    }

    /// Returns the number of the type at a place, which is made next: before those that it is made of.
    pub(super) fn begin(&mut self, spot: &Spot) -> usize {
        // A component schema's own type is the first one, and has its number before it is known what it is.
        let is_component = spot.place.within.is_none() && spot.place.steps.is_empty();
        if is_component && matches!(self.defs.first(), Some(None)) {
            return 0;
        }
        self.defs.push(None);
        self.defs.len() - 1
    }

    /// Keeps what a type is.
    pub(super) fn end(
        &mut self,
        number: usize,
        spot: &Spot,
        schema: &Schema,
        shape: Shape,
    ) -> Type {
        let def = TypeDef {
            pointer: spot.pointer.clone(),
            place: spot.place.clone(),
            doc: match &schema.schema_data.description {
                Some(doc) if !doc.trim().is_empty() => doc.clone(),
                _ => String::new(),
            },
            deprecated: schema.schema_data.deprecated,
            shape,
        };
        if let Some(place) = self.defs.get_mut(number) {
            *place = Some(def);
        }
        self.type_of(number)
    }

    /// Returns the type that has this number here.
    pub(super) fn type_of(&self, number: usize) -> Type {
        Type::Named(Named {
            home: self.home.clone(),
            number,
        })
    }
}

/// Lowers a component schema: it gets a type of its own, whatever it is.
pub(super) fn component(lowering: &mut Lowering<'_>, wire: &str) -> Vec<TypeDef> {
    let spot = Spot::component(wire);
    let schema = match lowering.resolver.schema(&spot.pointer) {
        Ok(schema) => schema,
        Err(diagnostics) => {
            lowering.diagnostics.extend(diagnostics);
            return Vec::new();
        }
    };
    let mut types = Types {
        defs: vec![None],
        home: Home::Component(wire.to_owned()),
    };
    let typed = types.inline(lowering, &schema, &spot);
    if let Some(None) = types.defs.first() {
        types.end(0, &spot, &schema, Shape::Alias(typed.kind));
    }
    types.into_defs()
}

/// Returns whether a schema says nothing of a value.
pub(super) fn is_empty(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default())
}

/// The type of a component schema, which is lowered with the others in its turn.
fn reference_to(lowering: &mut Lowering<'_>, reference: &str) -> Typed {
    let (wire, schema) = match lowering.resolver.schema_name(reference) {
        Ok(found) => found,
        Err(diagnostics) => {
            lowering.diagnostics.extend(diagnostics);
            return Typed::plain(Type::Json);
        }
    };
    lowering.wanted.insert(wire.clone());
    Typed {
        kind: Type::Named(Named::component(wire)),
        nullable: stated::is_nullable(lowering, &schema),
    }
}

/// Returns the type of integers of a format: only `uint64` goes beyond 64 bits with a sign.
fn integer(format: &str) -> Type {
    match format {
        "uint64" => Type::Uint,
        _ => Type::Int,
    }
}
