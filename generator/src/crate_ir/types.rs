//! Types of the crate: what values are made of, and where each named one lives.

use crate::api;

/// One component schema: a module, with the types that only it has.
#[derive(Clone, Debug)]
pub struct SchemaFile<'a> {
    /// What the API says of it.
    pub api: &'a api::SchemaFile,
    /// The module's name.
    pub module: String,
    /// Its types, the schema's own first.
    pub types: Vec<TypeDef<'a>>,
    /// The modules of the tags that reach it, in the tags' order: with their features it is compiled.
    pub tags: Vec<String>,
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef<'a> {
    /// What the API says of it.
    pub api: &'a api::TypeDef,
    /// Its name.
    pub name: String,
    /// What it is, as Markdown.
    pub doc: String,
    /// What it is made of.
    pub shape: Shape<'a>,
}

/// What a named type is made of.
#[derive(Clone, Debug)]
pub enum Shape<'a> {
    /// Members.
    Struct(Struct<'a>),
    /// One of several strings.
    Enum(Vec<EnumValue<'a>>),
    /// One of several types.
    Union(Union<'a>),
    /// Another type, by another name.
    Alias(Type),
}

/// Members.
#[derive(Clone, Debug)]
pub struct Struct<'a> {
    /// What the API says of it.
    pub api: &'a api::Struct,
    /// The declared ones, in the description's order.
    pub members: Vec<Member<'a>>,
    /// The type of all others, if the description gives them one.
    pub additional: Option<Type>,
    /// Whether a request can hold it.
    pub in_request: bool,
    /// Whether an empty member may have come as null or not at all, and no field says which.
    pub tracks_nulls: bool,
}

/// How a field says that there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// There always is something.
    Plain,
    /// By `None`.
    Optional,
    /// As absent or as null, and both mean something to the server.
    ThreeValued,
}

/// One member of a struct: a field.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// What the API says of it.
    pub api: &'a api::Member,
    /// The field's name.
    pub name: String,
    /// The type of a value, without what makes it optional.
    pub kind: Type,
    /// Whether the struct would hold itself without a box here.
    pub boxed: bool,
    /// How its field says that there is nothing.
    pub field: Field,
    /// Whether it has a setter: a request can leave it out.
    pub has_setter: bool,
    /// Whether the constructor takes a value or none for it: it must be there, and may be null.
    pub takes_null: bool,
    /// The member beside it that names which shape of its union it has.
    pub named_by: Option<Discriminator>,
}

/// One value of a string enum: a variant.
#[derive(Clone, Debug)]
pub struct EnumValue<'a> {
    /// What the API says of it.
    pub api: &'a api::EnumValue,
    /// The variant's name.
    pub name: String,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union<'a> {
    /// What the API says of it.
    pub api: &'a api::Union,
    /// The types, in the description's order.
    pub variants: Vec<Variant<'a>>,
    /// The struct with the members of several types, for a value that may be of several at once.
    pub several: Option<Variant<'a>>,
    /// The member of an object that says which of them it is.
    pub discriminator: Option<Discriminator>,
}

/// A member of an object that says which type of a union it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The member's name on the wire.
    pub member: String,
    /// Its values, each with the name of a variant.
    pub values: Vec<(String, String)>,
}

/// One type of a union.
#[derive(Clone, Debug)]
pub struct Variant<'a> {
    /// What the API says of it.
    pub api: &'a api::Variant,
    /// The variant's name.
    pub name: String,
    /// The type.
    pub kind: Type,
}

/// A type.
pub type Type = api::Type<Named>;

/// The name of a type, and where it lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// The type's name.
    pub name: String,
    /// Where it lives.
    pub home: Home,
}

/// Where a named type lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// With the operation that has it for its own.
    Operation,
    /// With all component schemas.
    Types,
    /// Within the module of one component schema, whose part it is.
    Within(String),
}

impl Named {
    /// Returns whether it comes of a component schema; else it is its operation's own.
    pub fn is_shared(&self) -> bool {
        self.home != Home::Operation
    }
}

impl TypeDef<'_> {
    /// Returns the types that it is made of.
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
    /// Returns the members that requests must have: the arguments of `new`.
    pub fn asked(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|it| it.is_asked())
    }

    /// Returns whether a reader misses a member that is not there.
    pub fn misses(&self, member: &Member<'_>) -> bool {
        member.is_missed(self.in_request)
    }
}

impl<'a> Union<'a> {
    /// Returns all variants: those of the description, and the one for several of them.
    pub fn all(&self) -> impl Iterator<Item = &Variant<'a>> + Clone {
        self.variants.iter().chain(&self.several)
    }
}
