//! Types: what values are made of, and where each one stands in the description.

use std::collections::BTreeSet;

/// One component schema, with the types that only it has.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    /// The schema's name in the description.
    pub wire: String,
    /// Its types, the schema's own first.
    pub types: Vec<TypeDef>,
    /// What is said of its values beyond their type.
    pub bounds: Vec<Bound>,
    /// The numbers of those of its types that a request can hold.
    pub sent: BTreeSet<usize>,
}

/// A type that has a place of its own: an object, an enum, a union, or a whole component schema.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands in the description.
    pub pointer: String,
    /// How one comes to it.
    pub place: Place,
    /// What it is, as Markdown; empty where the description says nothing.
    pub doc: String,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// What it is made of.
    pub shape: Shape,
}

/// How one comes to a type, from the component schema or the operation whose it is.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The type that it stands within, by its number among those of its owner; none if that is the owner.
    pub within: Option<usize>,
    /// The way from there.
    pub steps: Vec<Step>,
}

/// A step on the way to a type.
#[derive(Clone, Debug)]
pub enum Step {
    /// To the operation's parameter of this name.
    Parameter(String),
    /// To the operation's request body.
    Body,
    /// To what the operation answers if all is well: with any status, or with this one.
    Answer(Option<u16>),
    /// To another media type of that.
    Media(String),
    /// To what the operation answers with this status if all is not well.
    Failure(u16),
    /// To what the operation answers with any other status.
    Other,
    /// To the member of this name.
    Member(String),
    /// To the items of the array.
    Item,
    /// To the values of the map.
    Value,
    /// To the union's shape of this number.
    Shape(usize),
    /// To the object with the members of several shapes.
    Several,
}

/// What such a type is made of.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Members.
    Struct(Struct),
    /// One of several strings.
    Enum(Vec<EnumValue>),
    /// One of several types.
    Union(Union),
    /// Another type, by another name.
    Alias(Type),
}

/// Members.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The declared ones, in the description's order.
    pub members: Vec<Member>,
    /// The type of all others, if the description gives them one.
    pub additional: Option<Type>,
    /// Whether the description says that there are no others.
    pub closed: bool,
    /// The groups of members of which at least one, or just one, must be there.
    pub rules: Vec<Rule>,
}

/// A group of sets of members: objects have all members of at least one set, or of just one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The rule in words.
    pub text: String,
    /// Whether an object may satisfy one set only.
    pub just_one: bool,
    /// The wire names of the members of each set.
    pub sets: Vec<Vec<String>>,
}

/// One member of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// Where it stands in the description.
    pub pointer: String,
    /// The type of a value, without what makes it optional.
    pub kind: Type,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// The one value that it may have.
    pub only: Option<String>,
    /// The member beside it that names which shape of its union it has.
    pub named_by: Option<Discriminator>,
    /// What the server takes if a request leaves it out, as JSON.
    pub default: Option<String>,
    /// What is said of its values beyond their type.
    pub bounds: Vec<Bound>,
    /// What it is, as Markdown.
    pub doc: String,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// Whether only the server sets it: requests leave it out, even if it must be there.
    pub read_only: bool,
    /// Whether its value is a secret: pages keep none.
    pub secret: bool,
    /// Whether only requests have it: the server does not return it.
    pub write_only: bool,
}

/// What is said of values beyond their type, by one keyword of JSON Schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The keyword, and before it what part of a value it is of: `maxItems`, `items.maxLength`.
    pub keyword: String,
    /// Its value, as JSON.
    pub value: String,
}

/// One value of a string enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: String,
    /// Its number among all values that the description lists.
    pub number: usize,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// What sets its shapes apart, in the description's order; several of them may be of one type.
    pub labels: Vec<Label>,
    /// The types, in the description's order.
    pub variants: Vec<Variant>,
    /// The struct with the members of several types, for a value that may be of several at once.
    pub several: Option<Variant>,
    /// The member of an object that says which of them it is.
    pub discriminator: Option<Discriminator>,
}

/// What sets a shape of a union apart from others.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where it stands in the description.
    pub pointer: String,
    /// What it is, in words: its component, its title, the members that it needs, or its JSON type.
    pub words: Vec<String>,
    /// Its members, each with what kind it is.
    pub members: Vec<(String, Vec<String>)>,
}

/// A member of an object that says which type of a union it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The member's name on the wire.
    pub member: String,
    /// Its values, each with the number of a type of the union.
    pub values: Vec<(String, usize)>,
}

/// One type of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The number of the shape that it is; none for the members of several of them.
    pub shape: Option<usize>,
    /// The type.
    pub kind: Type,
    /// What is said of its values beyond their type.
    pub bounds: Vec<Bound>,
}

/// A type, whose named types are `N`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type<N = Named> {
    /// `true` or `false`.
    Bool,
    /// An integer.
    Int,
    /// An integer of 64 bits without a sign.
    Uint,
    /// A number.
    Float,
    /// A string.
    Str,
    /// A date and time.
    Time,
    /// A date.
    Date,
    /// Anything.
    Json,
    /// An array; items may be null if it says so.
    List(Box<Type<N>>),
    /// An object whose members are all alike.
    Map(Box<Type<N>>),
    /// A value or null, where no member says so.
    Nullable(Box<Type<N>>),
    /// A type that has a place of its own.
    Named(N),
}

/// Which type it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// Whose it is.
    pub home: Home,
    /// Its number among the types of its home; that of a component schema itself is 0.
    pub number: usize,
}

/// Whose a type is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// That of the operation that names it.
    Operation,
    /// That of the component schema of this name.
    Component(String),
}

impl<N> Type<N> {
    /// Returns the type with other named types.
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
    /// Returns a component schema's own type.
    pub fn component(wire: impl Into<String>) -> Self {
        Self {
            home: Home::Component(wire.into()),
            number: 0,
        }
    }

    /// Returns whether it comes of a component schema; else it is its operation's own.
    pub fn is_shared(&self) -> bool {
        self.home != Home::Operation
    }
}

impl TypeDef {
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

impl Struct {
    /// Returns the members that requests must have.
    pub fn asked(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| it.is_asked())
    }
}

impl Union {
    /// Returns all variants: those of the description, and the one for several of them.
    pub fn all(&self) -> impl Iterator<Item = &Variant> + Clone {
        self.variants.iter().chain(&self.several)
    }
}

impl Member {
    /// Returns whether requests must have it.
    pub fn is_asked(&self) -> bool {
        self.required && !self.read_only
    }

    /// Returns whether a reader misses it if it is not there. What requests leave out may be absent from a value
    /// that was made for one, if a request can hold the object.
    pub fn is_missed(&self, in_request: bool) -> bool {
        self.required && !(in_request && self.read_only)
    }
}
