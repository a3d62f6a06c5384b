//! The Rust types of the crate.

use crate::api;

/// A component schema: a module that contains the types of only this schema.
#[derive(Clone, Debug)]
pub struct SchemaFile<'a> {
    /// The schema in the API.
    pub api: &'a api::SchemaFile,
    /// The module's name.
    pub module: String,
    /// The types; the first one is the schema's own.
    pub types: Vec<TypeDef<'a>>,
    /// The modules of the tags that reach the schema, in the tags' order. The features of these tags compile the
    /// schema.
    pub tags: Vec<String>,
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef<'a> {
    /// The type in the API.
    pub api: &'a api::TypeDef,
    /// The name.
    pub name: String,
    /// The documentation, as Markdown.
    pub doc: String,
    /// The structure.
    pub shape: Shape<'a>,
    /// The name of an earlier enum of the same module with the same values. This type is that enum.
    pub same_as: Option<String>,
    /// Whether later enums of the module, which are documented differently, are this enum.
    pub stands_for_others: bool,
}

/// The structure of a named type.
#[derive(Clone, Debug)]
pub enum Shape<'a> {
    /// A struct.
    Struct(Struct<'a>),
    /// A string enum.
    Enum(Vec<EnumValue<'a>>),
    /// A union.
    Union(Union<'a>),
    /// An alias of a different type.
    Alias(Type),
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Struct<'a> {
    /// The struct in the API.
    pub api: &'a api::Struct,
    /// The declared properties, in the description's order.
    pub members: Vec<Member<'a>>,
    /// The type of additional properties, if the description declares one.
    pub additional: Option<Type>,
    /// Whether a request can contain the struct.
    pub in_request: bool,
    /// Whether the struct records which properties were null, because their fields cannot.
    pub tracks_nulls: bool,
}

/// How a field represents an absent value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The value is never absent.
    Plain,
    /// An absent value is `None`.
    Optional,
    /// The value may be absent or null, which the server distinguishes.
    ThreeValued,
}

/// A property of a struct: a field.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The property in the API.
    pub api: &'a api::Member,
    /// The field's name.
    pub name: String,
    /// The type of a value, without `Option`.
    pub kind: Type,
    /// Whether the field is boxed, because it is part of a cycle of recursive structs.
    pub boxed: bool,
    /// How the field represents an absent value.
    pub field: Field,
    /// Whether the field has a setter, because a request may omit the property.
    pub has_setter: bool,
    /// Whether the constructor accepts `Nullable`, because the property is required and nullable.
    pub takes_null: bool,
    /// The property that selects the variant of the union, if it is a sibling of this property.
    pub named_by: Option<Discriminator>,
}

/// A value of a string enum: a variant.
#[derive(Clone, Debug)]
pub struct EnumValue<'a> {
    /// The value in the API.
    pub api: &'a api::EnumValue,
    /// The variant's name.
    pub name: String,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union<'a> {
    /// The union in the API.
    pub api: &'a api::Union,
    /// The variants, in the description's order.
    pub variants: Vec<Variant<'a>>,
    /// The variant for a value that matches several subschemas.
    pub several: Option<Variant<'a>>,
    /// The discriminator.
    pub discriminator: Option<Discriminator>,
}

/// The discriminator of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property's name on the wire.
    pub member: String,
    /// The property's values, each with the name of a variant.
    pub values: Vec<(String, String)>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant<'a> {
    /// The variant in the API.
    pub api: &'a api::Variant,
    /// The variant's name.
    pub name: String,
    /// The type.
    pub kind: Type,
    /// Whether a value of the type converts into this variant. If several variants are aliases of the same type, only
    /// the first one has a conversion.
    pub converts: bool,
}

/// A type.
pub type Type = api::Type<Named>;

/// The name and module of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// The type's name.
    pub name: String,
    /// The module of the type.
    pub home: TypeScope,
}

/// The module of a named type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeScope {
    /// The module of the operation that owns the type.
    Operation,
    /// The module `types` of component schemas.
    Types,
    /// The module of a component schema, which contains the parts of the schema.
    Within(String),
}

impl SchemaFile<'_> {
    /// Returns whether the module uses the runtime. All types do, except some aliases.
    pub fn names_runtime(&self) -> bool {
        self.types.iter().any(|def| match &def.shape {
            Shape::Alias(kind) => kind.is_of_runtime(),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => true,
        })
    }
}

impl Named {
    /// Returns whether the type belongs to a component schema. Other types belong to their operation.
    pub fn is_shared(&self) -> bool {
        self.home != TypeScope::Operation
    }
}

impl TypeDef<'_> {
    /// Returns the types that this type contains.
    pub fn kinds(&self) -> Vec<&Type> {
        match &self.shape {
            Shape::Struct(body) => {
                let members = body.members.iter().map(|member| &member.kind);
                members.chain(body.additional.as_ref()).collect()
            }
            Shape::Union(union) => union.all().map(|it| &it.kind).collect(),
            Shape::Alias(kind) => vec![kind],
            Shape::Enum(_) => Vec::new(),
        }
    }
}

impl<'a> Struct<'a> {
    /// Returns the properties that requests must contain, which are the arguments of `new`.
    pub fn asked(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|it| it.is_asked())
    }

    /// Returns whether a body without the property deviates from the schema.
    pub fn misses(&self, member: &Member<'_>) -> bool {
        member.is_missed(self.in_request)
    }
}

impl Variant<'_> {
    /// Returns whether the variant is boxed, since one large type would enlarge every value of the union.
    pub fn is_boxed(&self) -> bool {
        matches!(self.kind, Type::Named(_))
    }
}

impl<'a> Union<'a> {
    /// Returns all variants, including the variant for several subschemas.
    pub fn all(&self) -> impl Iterator<Item = &Variant<'a>> + Clone {
        self.variants.iter().chain(&self.several)
    }

    /// Returns whether any array can match only one variant.
    pub fn has_one_list(&self) -> bool {
        let lists = self.all().filter(|it| matches!(it.kind, Type::List(_)));
        lists.count() == 1
    }
}
