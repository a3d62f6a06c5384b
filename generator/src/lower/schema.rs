//! Schemas to types.

use std::borrow::Borrow;

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, ObjectType, ReferenceOr, Schema, SchemaKind,
    StringFormat, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};

use serde_json::Value as Json;

use super::nested::{list_of, map_of};
use super::spot::Spot;
use super::{Lowering, union};
use crate::model::{EnumValue, Member, Named, Shape, Struct, Type, TypeDef};
use crate::name::{self, Scope};
use crate::resolve::escape;

/// The types of one file in the making.
pub(super) struct Types<'a> {
    defs: Vec<TypeDef>,
    /// The names of the tag's own types; component schemas share those of the lowering.
    scope: Option<&'a mut Scope>,
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

impl<'s> Types<'s> {
    /// The types of a component schema.
    pub(super) fn shared() -> Types<'static> {
        Types {
            defs: Vec::new(),
            scope: None,
        }
    }

    /// The types of one operation of the tag that has this scope.
    pub(super) fn of_tag(scope: &'s mut Scope) -> Self {
        Self {
            defs: Vec::new(),
            scope: Some(scope),
        }
    }

    pub(super) fn into_defs(self) -> Vec<TypeDef> {
        self.defs
    }

    /// Lowers a component schema: it gets a type of its own, whatever it is.
    pub(super) fn component(&mut self, lowering: &mut Lowering<'_>, spot: &Spot) {
        let schema = match lowering.resolver.schema(&spot.pointer) {
            Ok(schema) => schema,
            Err(diagnostics) => {
                lowering.diagnostics.extend(diagnostics);
                return;
            }
        };
        let typed = self.inline(lowering, &schema, spot);
        let name = self.name_of(lowering, spot);
        if self.defs.first().is_some_and(|def| def.name == name) {
            return;
        }
        self.take_name(lowering, &name, &spot.pointer);
        let def = self.def(name, spot, &schema, Shape::Alias(typed.kind));
        self.insert(0, def);
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
        let nullable = schema.schema_data.nullable;
        if schema.schema_data.discriminator.is_some() {
            lowering.unsupported("`discriminator`", &spot.pointer);
        }
        let typed = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Boolean(_)) => Typed::plain(Type::Bool),
            SchemaKind::Type(SchemaType::Integer(_)) => Typed::plain(Type::Int),
            SchemaKind::Type(SchemaType::Number(_)) => Typed::plain(Type::Float),
            SchemaKind::Type(SchemaType::String(string)) => {
                self.string(lowering, schema, string, spot)
            }
            SchemaKind::Type(SchemaType::Array(array)) => self.array(lowering, array, spot),
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.object(lowering, schema, object, spot)
            }
            SchemaKind::OneOf { one_of } => {
                union::lower(self, lowering, schema, one_of, &spot.same("oneOf"), spot)
            }
            SchemaKind::AnyOf { any_of } => {
                union::lower(self, lowering, schema, any_of, &spot.same("anyOf"), spot)
            }
            SchemaKind::AllOf { all_of } => match all_of.as_slice() {
                [only] => self.lower(lowering, only, &spot.same("allOf/0")),
                _ => {
                    lowering.unsupported("`allOf` of several schemas", &spot.pointer);
                    Typed::plain(Type::Json)
                }
            },
            SchemaKind::Not { .. } => {
                lowering.unsupported("`not`", &spot.pointer);
                Typed::plain(Type::Json)
            }
            SchemaKind::Any(any) => self.any(lowering, schema, any, spot),
        };
        Typed {
            nullable: nullable || typed.nullable,
            ..typed
        }
    }

    fn string(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &Schema,
        string: &StringType,
        spot: &Spot,
    ) -> Typed {
        if !string.enumeration.is_empty() {
            return self.string_enum(lowering, schema, string, spot);
        }
        Typed::plain(match &string.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::Time,
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            _ => Type::Str,
        })
    }

    fn string_enum(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &Schema,
        string: &StringType,
        spot: &Spot,
    ) -> Typed {
        let name = self.name_of(lowering, spot);
        self.take_name(lowering, &name, &spot.pointer);
        let mut scope = Scope::with_reserved(&["Unknown"], "the variant for unknown values");
        let mut values: Vec<EnumValue> = Vec::new();
        let mut nullable = false;
        for (index, wire) in string.enumeration.iter().enumerate() {
            let Some(wire) = wire else {
                nullable = true;
                continue;
            };
            if values.iter().any(|value| value.wire == *wire) {
                continue;
            }
            let pointer = format!("{}/enum/{index}", spot.pointer);
            // `Unknown` is for the values that the description does not have.
            let default = match name::pascal(wire) {
                it if it == "Unknown" => "UnknownValue".to_owned(),
                it => it,
            };
            let variant = lowering.renames.apply(&pointer, default, name::pascal);
            if let Err(other) = scope.take(&variant, &pointer) {
                lowering.collision("values", &variant, &pointer, &other);
            }
            values.push(EnumValue {
                wire: wire.clone(),
                name: variant,
            });
        }
        let def = self.def(name, spot, schema, Shape::Enum(values));
        Typed {
            kind: self.insert(self.defs.len(), def),
            nullable,
        }
    }

    fn array(&mut self, lowering: &mut Lowering<'_>, array: &ArrayType, spot: &Spot) -> Typed {
        let item = match &array.items {
            Some(items) => self.lower(lowering, items, &spot.item()),
            None => Typed::plain(Type::Json),
        };
        list_of(lowering, item, spot)
    }

    fn object(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &Schema,
        object: &ObjectType,
        spot: &Spot,
    ) -> Typed {
        if object.properties.is_empty() {
            let value = self.additional(lowering, object.additional_properties.as_ref(), spot);
            return map_of(lowering, value.unwrap_or(Type::Json), spot);
        }
        let name = self.name_of(lowering, spot);
        self.take_name(lowering, &name, &spot.pointer);
        let spot = &spot.named(&name);
        let at = self.len();
        let additional = self.additional(lowering, object.additional_properties.as_ref(), spot);
        let mut fields =
            Scope::with_reserved(&["additional", "nulls"], "a field of the generator's own");
        let mut members = Vec::new();
        for (wire, property) in &object.properties {
            let required = object.required.contains(wire);
            members.push(self.member(lowering, wire, property, required, spot, &mut fields));
        }
        for (index, wire) in object.required.iter().enumerate() {
            if !object.properties.contains_key(wire) {
                let pointer = format!("{}/required/{index}", spot.pointer);
                lowering.unsupported("a required member without a schema", &pointer);
            }
        }
        let def = self.def(
            name,
            spot,
            schema,
            Shape::Struct(Struct {
                members,
                additional,
                in_request: false,
            }),
        );
        Typed::plain(self.insert(at, def))
    }

    fn member(
        &mut self,
        lowering: &mut Lowering<'_>,
        wire: &str,
        property: &ReferenceOr<Box<Schema>>,
        required: bool,
        spot: &Spot,
        fields: &mut Scope,
    ) -> Member {
        let pointer = format!("{}/properties/{}", spot.pointer, escape(wire));
        let name = lowering
            .renames
            .apply(&pointer, name::snake(wire), name::snake);
        if let Err(other) = fields.take(&name, &pointer) {
            lowering.collision("members", &name, &pointer, &other);
        }
        let (doc, deprecated) = match property {
            ReferenceOr::Item(schema) => (
                schema.schema_data.description.clone().unwrap_or_default(),
                schema.schema_data.deprecated,
            ),
            ReferenceOr::Reference { .. } => (String::new(), false),
        };
        let typed = self.lower(lowering, property, &spot.member(wire));
        let only = match &typed.kind {
            Type::Named(named) => self.only_value(named),
            _ => None,
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

    /// Returns whether this name is that of a string enum here.
    pub(super) fn is_enum(&self, name: &str) -> bool {
        self.defs
            .iter()
            .any(|def| def.name == name && matches!(def.shape, Shape::Enum(_)))
    }

    /// Returns whether a struct here has no member that must be there; nothing for other types.
    pub(super) fn needs_nothing(&self, kind: &Type) -> Option<bool> {
        let Type::Named(named) = kind else {
            return None;
        };
        let def = self.defs.iter().find(|def| def.name == named.name)?;
        match &def.shape {
            Shape::Struct(body) => Some(body.members.iter().all(|member| !member.required)),
            _ => None,
        }
    }

    /// Returns the one value of an enum of this file that has just one.
    fn only_value(&self, named: &Named) -> Option<String> {
        let def = self.defs.iter().find(|def| def.name == named.name)?;
        match &def.shape {
            Shape::Enum(values) => match values.as_slice() {
                [only] => Some(only.wire.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the type of members that are not declared, if the description says that there are
    /// some.
    fn additional(
        &mut self,
        lowering: &mut Lowering<'_>,
        additional: Option<&AdditionalProperties>,
        spot: &Spot,
    ) -> Option<Type> {
        match additional? {
            AdditionalProperties::Any(allowed) => allowed.then_some(Type::Json),
            AdditionalProperties::Schema(schema) => {
                let typed = self.lower(lowering, schema, &spot.value());
                Some(typed.into_type())
            }
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
        let combined = !(any.one_of.is_empty() && any.any_of.is_empty() && any.all_of.is_empty())
            || any.not.is_some();
        if combined {
            lowering.unsupported("a combination beside other keywords", &spot.pointer);
            return Typed::plain(Type::Json);
        }
        if !any.enumeration.is_empty() {
            return self.untyped_enum(lowering, schema, any, spot);
        }
        let has_members = !any.properties.is_empty() || any.additional_properties.is_some();
        match (any.typ.as_deref(), &any.items) {
            (Some("string"), _) => return Typed::plain(Type::Str),
            (Some("integer"), _) => return Typed::plain(Type::Int),
            (Some("number"), _) => return Typed::plain(Type::Float),
            (Some("boolean"), _) => return Typed::plain(Type::Bool),
            (None | Some("array"), Some(items)) if !has_members => {
                let item = self.lower(lowering, items, &spot.item());
                return list_of(lowering, item, spot);
            }
            (None | Some("object"), None) if has_members => {}
            (None, None) => return Typed::plain(Type::Json),
            (Some("object"), None) => return Typed::plain(Type::Map(Box::new(Type::Json))),
            _ => {
                lowering.unsupported("members beside items", &spot.pointer);
                return Typed::plain(Type::Json);
            }
        }
        let object = ObjectType {
            properties: any.properties.clone(),
            required: any.required.clone(),
            additional_properties: any.additional_properties.clone(),
            min_properties: None,
            max_properties: None,
        };
        self.object(lowering, schema, &object, spot)
    }

    /// An enum that does not say of what: of strings, if all its values are.
    fn untyped_enum(
        &mut self,
        lowering: &mut Lowering<'_>,
        schema: &Schema,
        any: &AnySchema,
        spot: &Spot,
    ) -> Typed {
        let values = any.enumeration.iter();
        let strings = values.map(|value| match value {
            Json::Null => Some(None),
            Json::String(text) => Some(Some(text.clone())),
            _ => None,
        });
        match strings.collect::<Option<Vec<Option<String>>>>() {
            Some(enumeration) => {
                let string = StringType {
                    enumeration,
                    ..StringType::default()
                };
                self.string_enum(lowering, schema, &string, spot)
            }
            None => {
                lowering.unsupported("an enum of other values than strings", &spot.pointer);
                Typed::plain(Type::Json)
            }
        }
    }

    /// Returns the name of a type at a place.
    pub(super) fn name_of(&self, lowering: &mut Lowering<'_>, spot: &Spot) -> String {
        lowering
            .renames
            .apply(&spot.pointer, spot.name.clone(), name::pascal)
    }

    pub(super) fn take_name(&mut self, lowering: &mut Lowering<'_>, name: &str, pointer: &str) {
        let taken = match &mut self.scope {
            Some(scope) => scope.take(name, pointer),
            None => lowering.scope.take(name, pointer),
        };
        if let Err(other) = taken {
            lowering.collision("types", name, pointer, &other);
        }
    }

    pub(super) fn def(&self, name: String, spot: &Spot, schema: &Schema, shape: Shape) -> TypeDef {
        TypeDef {
            name,
            pointer: spot.pointer.clone(),
            doc: match &schema.schema_data.description {
                Some(doc) if !doc.trim().is_empty() => doc.clone(),
                _ => spot.doc.clone(),
            },
            deprecated: schema.schema_data.deprecated,
            shape,
        }
    }

    /// Returns the number of types so far: where the next one goes, before those that it is made
    /// of.
    pub(super) fn len(&self) -> usize {
        self.defs.len()
    }

    pub(super) fn insert(&mut self, at: usize, def: TypeDef) -> Type {
        let named = Named {
            name: def.name.clone(),
            shared: self.scope.is_none(),
        };
        self.defs.insert(at, def);
        Type::Named(named)
    }
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
    let component = Spot::component(&wire);
    let name = lowering
        .renames
        .apply(&component.pointer, component.name, name::pascal);
    lowering.wanted.insert(wire);
    Typed {
        kind: Type::Named(Named { name, shared: true }),
        nullable: schema.schema_data.nullable,
    }
}
