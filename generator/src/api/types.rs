//! Types: what values are made of, and where each named one lives.

/// One component schema, with the types that only it has.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    /// The schema's name in the description.
    pub wire: String,
    /// The module's name.
    pub module: String,
    /// Its types, the schema's own first.
    pub types: Vec<TypeDef>,
    /// What is said of its values beyond their type.
    pub bounds: Vec<Bound>,
}

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name.
    pub name: String,
    /// Where it stands in the description.
    pub pointer: String,
    /// What it is, as Markdown.
    pub doc: String,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// What it is made of.
    pub shape: Shape,
}

/// What a named type is made of.
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
    /// Whether a request can hold it.
    pub in_request: bool,
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
    /// The field's name.
    pub name: String,
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
    /// The variant's name.
    pub name: String,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The types, in the description's order.
    pub variants: Vec<Variant>,
    /// The struct with the members of several types, for a value that may be of several at once.
    pub several: Option<Variant>,
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
pub struct Variant {
    /// The variant's name.
    pub name: String,
    /// The type.
    pub kind: Type,
    /// What is said of its values beyond their type.
    pub bounds: Vec<Bound>,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
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
    List(Box<Type>),
    /// An object whose members are all alike.
    Map(Box<Type>),
    /// A value or null, where no member says so.
    Nullable(Box<Type>),
    /// A named type.
    Named(Named),
}

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

    /// Returns whether a reader misses a member that is not there. What requests leave out may be absent
    /// from a value that was made for one.
    pub fn misses(&self, member: &Member) -> bool {
        member.required && !(self.in_request && member.read_only)
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
}
