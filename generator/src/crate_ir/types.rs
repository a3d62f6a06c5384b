//! The Rust types of the crate.

use crate::api;

/// A component schema: a module with the types that only it uses.
#[derive(Clone, Debug)]
pub struct SchemaFile<'a> {
    /// The schema in the API.
    pub api: &'a api::SchemaFile,
    /// The module's name.
    pub module: String,
    /// The types, starting with the schema's own.
    pub types: Vec<TypeDef<'a>>,
    /// The modules of the tags that reach it, in the tags' order. Their features compile it.
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
    /// An alias of another type.
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

/// How a field represents absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// It is never absent.
    Plain,
    /// `None`.
    Optional,
    /// Absent or null, which differ for the server.
    ThreeValued,
}

/// A property of a struct: a field.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The property in the API.
    pub api: &'a api::Member,
    /// The field's name.
    pub name: String,
    /// The type of a value, without optionality.
    pub kind: Type,
    /// Whether a box breaks a cycle of recursive structs here.
    pub boxed: bool,
    /// How the field represents absence.
    pub field: Field,
    /// Whether it has a setter, because a request may omit it.
    pub has_setter: bool,
    /// Whether the constructor accepts `Nullable` for it, because it is required and nullable.
    pub takes_null: bool,
    /// The sibling discriminator, which selects the variant of the union.
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
    /// Whether a value of the type converts to this variant. Of variants whose types are aliases of one type, only the
    /// first has a conversion.
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
    /// The module of the operation that owns it.
    Operation,
    /// The module `types` of component schemas.
    Types,
    /// The module of one component schema, which contains its parts.
    Within(String),
}

impl SchemaFile<'_> {
    /// Returns whether the module uses the runtime, as all types but some aliases do.
    pub fn names_runtime(&self) -> bool {
        self.types.iter().any(|def| match &def.shape {
            Shape::Alias(kind) => kind.is_of_runtime(),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => true,
        })
    }
}

impl Named {
    /// Returns whether the type belongs to a component schema, and not to its operation.
    pub fn is_shared(&self) -> bool {
        self.home != TypeScope::Operation
    }
}

impl TypeDef<'_> {
    /// Returns the types that it contains.
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
    /// Returns the properties that requests must have: the arguments of `new`.
    pub fn asked(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|it| it.is_asked())
    }

    /// Returns whether a body without the property deviates from the schema.
    pub fn misses(&self, member: &Member<'_>) -> bool {
        member.is_missed(self.in_request)
    }
}

impl Variant<'_> {
    /// Returns whether it holds its value in a box: one large type would make every value of the union as large.
    pub fn is_boxed(&self) -> bool {
        matches!(self.kind, Type::Named(_))
    }
}

impl<'a> Union<'a> {
    /// Returns all variants, including the one for several subschemas.
    pub fn all(&self) -> impl Iterator<Item = &Variant<'a>> + Clone {
        self.variants.iter().chain(&self.several)
    }

    /// Returns whether an array of any items can only be one of its shapes.
    pub fn has_one_list(&self) -> bool {
        let lists = self.all().filter(|it| matches!(it.kind, Type::List(_)));
        lists.count() == 1
    }
}
