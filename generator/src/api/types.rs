//! Types: the structure of values, and their locations in the description.

use std::collections::BTreeSet;

/// A component schema, with the types that only this schema uses.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    /// The schema's name in the description.
    pub wire: String,
    /// The types; the first one is the schema's own.
    pub types: Vec<TypeDef>,
    /// The constraints of the values that the type does not express.
    pub bounds: Vec<Bound>,
    /// The indexes of the types that a request can contain.
    pub sent: BTreeSet<usize>,
}

/// A type with a definition: an object, an enum, a union, or an alias.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The JSON pointer.
    pub pointer: String,
    /// The path from the owner to this type.
    pub place: Place,
    /// The description, as Markdown; may be empty.
    pub doc: String,
    /// Whether the type is deprecated.
    pub deprecated: bool,
    /// The structure.
    pub shape: Shape,
}

/// The path to a type from its owner, which is a component schema or an operation.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The index of the type that contains this one; `None` if the owner itself contains it.
    pub within: Option<usize>,
    /// The steps from the containing type to this one.
    pub steps: Vec<Step>,
}

/// A step of the path to a type.
#[derive(Clone, Debug)]
pub enum Step {
    /// The operation's parameter with this name.
    Parameter(String),
    /// The operation's request body.
    Body,
    /// The operation's success response, with this status or with any.
    Response(Option<u16>),
    /// The operation's success response in an alternative media type.
    Media(String),
    /// The operation's error response with this status.
    Failure(u16),
    /// The operation's error response with any other status.
    Other,
    /// The property with this name.
    Member(String),
    /// The items of the array.
    Item,
    /// The values of the map.
    Value,
    /// The union's subschema with this index.
    Shape(usize),
    /// The struct that combines the properties of several subschemas.
    Several,
}

impl Step {
    /// Returns the wire name of a parameter or a property.
    pub fn wire(&self) -> Option<&str> {
        match self {
            Self::Parameter(wire) | Self::Member(wire) => Some(wire),
            _ => None,
        }
    }
}

/// The structure of a type.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object with properties.
    Struct(Struct),
    /// A string enum.
    Enum(Vec<EnumValue>),
    /// A union.
    Union(Union),
    /// An alias of a different type.
    Alias(Type),
}

/// An object with properties.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The declared properties, in the description's order.
    pub members: Vec<Member>,
    /// The type of additional properties, if the description declares one.
    pub additional: Option<Type>,
    /// Whether the description forbids additional properties.
    pub closed: bool,
    /// The groups of properties of which at least one, or exactly one, is required.
    pub rules: Vec<Rule>,
}

/// Sets of properties: an object must have all properties of at least one set, or of exactly one set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The rule as text.
    pub text: String,
    /// Whether an object may have only one of the sets.
    pub just_one: bool,
    /// The wire names of the properties in each set.
    pub sets: Vec<Vec<String>>,
}

/// A property of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// The JSON pointer.
    pub pointer: String,
    /// The type of a value; `is_required` and `is_nullable` are not part of it.
    pub kind: Type,
    /// Whether the property is required.
    pub required: bool,
    /// Whether the property is nullable.
    pub nullable: bool,
    /// The only allowed value.
    pub only: Option<String>,
    /// The property that selects the variant of the union, if it is a sibling of this property.
    pub named_by: Option<Discriminator>,
    /// The server's default, as JSON.
    pub default: Option<String>,
    /// The constraints of the values that the type does not express.
    pub bounds: Vec<Bound>,
    /// The description, as Markdown.
    pub doc: String,
    /// Whether the property is deprecated.
    pub deprecated: bool,
    /// Whether only the server sets the property. Requests omit such a property even if it is required.
    pub read_only: bool,
    /// Whether the value is secret, so that pages must not store it.
    pub secret: bool,
    /// Whether the property occurs only in requests.
    pub write_only: bool,
}

/// A constraint that the type does not express: one keyword of JSON Schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The keyword with the path of the constrained part: `maxItems`, `items.maxLength`.
    pub keyword: String,
    /// The value, as JSON.
    pub value: String,
}

/// A value of a string enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: String,
    /// The index among all values that the description lists.
    pub number: usize,
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The labels of the subschemas, in the description's order. Several subschemas may have the same type.
    pub labels: Vec<Label>,
    /// The variants, in the description's order.
    pub variants: Vec<Variant>,
    /// The variant for a value that matches several subschemas of the union.
    pub several: Option<Variant>,
    /// The discriminator.
    pub discriminator: Option<Discriminator>,
}

/// The label of a union's subschema. The name of the variant is derived from the label.
#[derive(Clone, Debug)]
pub struct Label {
    /// The JSON pointer.
    pub pointer: String,
    /// The words that describe the subschema: its component, title, required properties, or JSON type.
    pub words: Vec<String>,
    /// The properties, each with its JSON types.
    pub members: Vec<(String, Vec<String>)>,
}

/// The discriminator of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property's name on the wire.
    pub member: String,
    /// The property's values, each with the index of its variant.
    pub values: Vec<(String, usize)>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The index of the variant's subschema; `None` for the variant of several subschemas.
    pub shape: Option<usize>,
    /// The type.
    pub kind: Type,
    /// The constraints of the values that the type does not express.
    pub bounds: Vec<Bound>,
}

/// A type. `N` identifies the types that have a definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type<N = Named> {
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int,
    /// An unsigned 64-bit integer.
    Uint,
    /// A number.
    Float,
    /// A string.
    Str,
    /// A date and time.
    Time,
    /// A date.
    Date,
    /// Any JSON value.
    Json,
    /// An array.
    List(Box<Type<N>>),
    /// An object whose values have the same type.
    Map(Box<Type<N>>),
    /// A nullable value that is not the value of a property.
    Nullable(Box<Type<N>>),
    /// A type with a definition.
    Named(N),
}

/// The identity of a type that has a definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// The owner.
    pub home: TypeScope,
    /// The index among the owner's types. Index 0 is the component schema's own type.
    pub number: usize,
}

/// The owner of a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeScope {
    /// The operation that uses the type.
    Operation,
    /// The component schema with this name.
    Component(String),
}

impl<N> Type<N> {
    /// Returns the named type inside lists, maps and nullable types.
    pub fn named(&self) -> Option<&N> {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named(),
            Self::Named(named) => Some(named),
            _ => None,
        }
    }

    /// Returns the type with each named type replaced by the result of `named`.
    pub fn map<M>(&self, named: &impl Fn(&N) -> M) -> Type<M> {
        let within = |it: &Self| Box::new(it.map(named));
        match self {
            Self::Bool => Type::Bool,
            Self::Int => Type::Int,
            Self::Uint => Type::Uint,
            Self::Float => Type::Float,
            Self::Str => Type::Str,
            Self::Time => Type::Time,
            Self::Date => Type::Date,
            Self::Json => Type::Json,
            Self::List(it) => Type::List(within(it)),
            Self::Map(it) => Type::Map(within(it)),
            Self::Nullable(it) => Type::Nullable(within(it)),
            Self::Named(it) => Type::Named(named(it)),
        }
    }
}

impl Named {
    /// Returns the identity of a component schema's own type.
    pub fn component(wire: impl Into<String>) -> Self {
        Self {
            home: TypeScope::Component(wire.into()),
            number: 0,
        }
    }

    /// Returns whether the type belongs to a component schema. Other types belong to their operation.
    pub fn is_shared(&self) -> bool {
        self.home != TypeScope::Operation
    }
}

impl TypeDef {
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

impl Struct {
    /// Returns the properties that requests must contain.
    pub fn asked(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| it.is_asked())
    }
}

impl Union {
    /// Returns all variants, including the variant for several subschemas.
    pub fn all(&self) -> impl Iterator<Item = &Variant> + Clone {
        self.variants.iter().chain(&self.several)
    }
}

impl Member {
    /// Returns whether requests must contain the property.
    pub fn is_asked(&self) -> bool {
        self.required && !self.read_only
    }

    /// Returns whether an object without the property deviates from the schema. With `in_request`, the object may be
    /// part of a request, which omits read-only properties.
    pub fn is_missed(&self, in_request: bool) -> bool {
        self.required && !(in_request && self.read_only)
    }
}
