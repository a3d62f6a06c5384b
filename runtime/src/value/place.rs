//! The closed set of places that a value can go to, and the traits of those that generated types
//! fill in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::member::{Member, Nulls, REST};
use super::rules::Rules;
use super::view::View;

/// A type that the reader can fill and the writer can show. Unless it says otherwise, it is a struct.
pub trait Value: Default + Send + Sync + 'static {
    /// A struct's members that the description declares, in its order.
    const MEMBERS: &'static [Member] = &[];

    /// What sets a struct apart from the other shapes of a union.
    const RULES: Rules = Rules::NONE;

    /// A string enum's values that the description declares, in its order.
    const VALUES: &'static [&'static str] = &[];

    /// Returns where a value of this type goes to.
    fn place(&mut self) -> Place<'_> {
        Place::Object(self)
    }

    /// Returns what is there.
    fn view(&self) -> View<'_> {
        View::Object(self)
    }

    /// Returns the field of the member at `index` of [`MEMBERS`](Value::MEMBERS), or at [`REST`] the
    /// one of members that are not declared, if the description gives them a type.
    fn member(&mut self, index: usize) -> Option<&mut dyn Slot> {
        let _ = index;
        None
    }

    /// Returns the same field, to be shown.
    fn shown(&self, index: usize) -> Option<&dyn Slot> {
        let _ = index;
        None
    }

    /// Returns which of its empty members came as `null`, if it has members that may be either.
    fn nulls(&self) -> Option<&Nulls> {
        None
    }

    /// Returns the same, to note one.
    fn nulls_mut(&mut self) -> Option<&mut Nulls> {
        None
    }
}

/// A value of whatever type.
pub trait Slot {
    /// Returns [`Value::place`].
    fn to_fill(&mut self) -> Place<'_>;

    /// Returns [`Value::view`].
    fn to_show(&self) -> View<'_>;
}

impl<T: Value> Slot for T {
    fn to_fill(&mut self) -> Place<'_> {
        self.place()
    }

    fn to_show(&self) -> View<'_> {
        self.view()
    }
}

/// Where one JSON value goes to.
#[non_exhaustive]
pub enum Place<'a> {
    /// `true` or `false`.
    Bool(&'a mut bool),
    /// An integer of 64 bits.
    Int(&'a mut i64),
    /// An integer of 64 bits without a sign.
    Uint(&'a mut u64),
    /// Any number.
    Float(&'a mut f64),
    /// Any string.
    Str(&'a mut String),
    /// A string that holds an RFC 3339 date and time.
    Time(&'a mut Timestamp),
    /// A string that holds a date, `YYYY-MM-DD`.
    Date(&'a mut Date),
    /// Anything.
    Json(&'a mut Json),
    /// Something or nothing.
    Optional(&'a mut dyn Optional),
    /// One of several strings.
    Enum(&'a mut dyn Enum),
    /// An object with declared members.
    Object(&'a mut dyn Object),
    /// An array.
    List(&'a mut dyn List),
    /// An object whose members are all alike.
    Map(&'a mut dyn Map),
    /// One of several shapes.
    Union(&'a mut dyn Union),
}

/// The default of an object with declared members, in words.
pub(super) const AN_OBJECT_OF_DEFAULTS: &str = "an object of defaults";

/// The default of an object whose members are all alike, in words.
pub(super) const AN_EMPTY_OBJECT: &str = "an empty object";

/// A place that may stay empty: `Option` and [`Nullable`](super::Nullable).
pub trait Optional {
    /// Makes it hold a default value, and returns that value's place.
    fn some(&mut self) -> Place<'_>;

    /// Empties it.
    fn none(&mut self);

    /// Makes it hold JSON's `null`, or empties it where it cannot tell the two apart.
    fn null(&mut self);
}

/// A generated enum or union, which keeps the values that the description does not declare.
pub trait Open {}

/// A string enum that keeps the values which it does not know.
pub trait Enum {
    /// Takes a value over, and returns whether the description declares it.
    fn set(&mut self, value: &str) -> bool;

    /// Returns the values that the description declares, in its order.
    fn declared(&self) -> &'static [&'static str];
}

impl<T: Value + for<'a> From<&'a str>> Enum for T {
    fn set(&mut self, value: &str) -> bool {
        *self = T::from(value);
        T::VALUES.contains(&value)
    }

    fn declared(&self) -> &'static [&'static str] {
        T::VALUES
    }
}

/// A struct of whatever type, as a table of its members.
pub trait Object {
    /// Returns the members that the description declares, in its order.
    fn members(&self) -> &'static [Member];

    /// Returns the place of the member at `index` of [`members`](Object::members).
    fn place(&mut self, index: usize) -> Option<Place<'_>>;

    /// Returns what the member at `index` holds.
    fn view(&self, index: usize) -> View<'_>;

    /// Returns what sets it apart from the other shapes of a union.
    fn rules(&self) -> &'static Rules;

    /// Makes it as new.
    fn reset(&mut self);

    /// Returns where members go that are not declared, if the description gives them a type.
    fn additional(&mut self) -> Option<&mut dyn Map>;

    /// Returns the members that are not declared.
    fn view_additional(&self) -> View<'_>;

    /// Returns which of its empty members came as `null`, if it has members that may be either.
    fn nulls(&self) -> Option<&Nulls>;

    /// Returns the same, to note one.
    fn nulls_mut(&mut self) -> Option<&mut Nulls>;
}

impl<T: Value> Object for T {
    fn members(&self) -> &'static [Member] {
        T::MEMBERS
    }

    fn place(&mut self, index: usize) -> Option<Place<'_>> {
        self.member(index).map(Slot::to_fill)
    }

    fn view(&self, index: usize) -> View<'_> {
        self.shown(index).map_or(View::Absent, Slot::to_show)
    }

    fn rules(&self) -> &'static Rules {
        const { &T::RULES }
    }

    fn reset(&mut self) {
        *self = T::default();
    }

    fn additional(&mut self) -> Option<&mut dyn Map> {
        match Object::place(self, REST) {
            Some(Place::Map(rest)) => Some(rest),
            _ => None,
        }
    }

    fn view_additional(&self) -> View<'_> {
        Object::view(self, REST)
    }

    fn nulls(&self) -> Option<&Nulls> {
        Value::nulls(self)
    }

    fn nulls_mut(&mut self) -> Option<&mut Nulls> {
        Value::nulls_mut(self)
    }
}

/// An array.
pub trait List {
    /// Appends a default item and returns its place.
    fn push(&mut self) -> Place<'_>;

    /// Takes the last item away.
    fn pop(&mut self);

    /// Empties it.
    fn clear(&mut self);

    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Returns whether it has no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the item at `index`.
    fn view(&self, index: usize) -> View<'_>;
}

/// An object whose members are all alike.
pub trait Map {
    /// Puts a default value under `key` and returns its place.
    fn insert(&mut self, key: &str) -> Place<'_>;

    /// Takes the value under `key` away.
    fn remove(&mut self, key: &str);

    /// Empties it.
    fn clear(&mut self);

    /// Returns the value under `key`.
    fn get(&self, key: &str) -> Option<View<'_>>;

    /// Returns the keys with their values, sorted by key.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;
}

/// One of several shapes, which keeps a value that fits none of them.
pub trait Union {
    /// Returns the names of the shapes that the description declares.
    fn names(&self) -> &'static [&'static str];

    /// Returns the number of shapes that the description declares.
    fn variants(&self) -> usize {
        self.names().len()
    }

    /// Makes it hold a default value of the shape at `index`, and returns that value's place.
    fn choose(&mut self, index: usize) -> Option<Place<'_>>;

    /// Makes it hold a value that fits none.
    fn keep(&mut self, value: Json);

    /// Returns the member of an object that says which shape it is, if there is one.
    fn discriminator(&self) -> Option<&'static str> {
        None
    }

    /// Returns the index of the shape that this value of the member stands for.
    fn named(&self, value: &str) -> Option<usize> {
        let _ = value;
        None
    }

    /// Returns the index of the shape that has the members of all others, for a value that is of several
    /// shapes at once.
    fn several(&self) -> Option<usize> {
        None
    }

    /// Returns the shape's index and what is there; no index for a value that fits none.
    fn view(&self) -> (Option<usize>, View<'_>);
}

impl Place<'_> {
    /// Returns what may go here, in words.
    pub(super) fn expected(&self) -> String {
        match self {
            Self::Bool(_) => "a boolean".to_owned(),
            Self::Int(_) => "an integer".to_owned(),
            Self::Uint(_) => "a non-negative integer".to_owned(),
            Self::Float(_) => "a number".to_owned(),
            Self::Str(_) => "a string".to_owned(),
            Self::Time(_) => "a date-time".to_owned(),
            Self::Date(_) => "a date".to_owned(),
            Self::Json(_) | Self::Optional(_) => "a value".to_owned(),
            Self::Enum(it) => one_of(it.declared()),
            Self::Object(_) | Self::Map(_) => "an object".to_owned(),
            Self::List(_) => "an array".to_owned(),
            Self::Union(_) => "one of the declared shapes".to_owned(),
        }
    }

    /// Returns the default that goes here where nothing can be read, in words.
    pub(super) fn default_in_words(&self) -> String {
        let words = match self {
            Self::Bool(_) => "`false`",
            Self::Int(_) | Self::Uint(_) | Self::Float(_) => "`0`",
            Self::Str(_) => "an empty string",
            Self::Time(_) => return format!("`{}`", Timestamp::default()),
            Self::Date(_) => return format!("`{}`", Date::default()),
            Self::Json(_) | Self::Optional(_) | Self::Union(_) => "`null`",
            Self::Enum(_) => "an unknown empty value",
            Self::Object(_) => AN_OBJECT_OF_DEFAULTS,
            Self::Map(_) => AN_EMPTY_OBJECT,
            Self::List(_) => "an empty array",
        };
        words.to_owned()
    }

    /// Makes the place as new: a second value for one member replaces the first.
    pub(super) fn reset(self) {
        match self {
            Self::Bool(it) => *it = false,
            Self::Int(it) => *it = 0,
            Self::Uint(it) => *it = 0,
            Self::Float(it) => *it = 0.0,
            Self::Str(it) => it.clear(),
            Self::Time(it) => *it = Timestamp::default(),
            Self::Date(it) => *it = Date::default(),
            Self::Json(it) => *it = Json::Null,
            Self::Optional(it) => it.none(),
            Self::Enum(it) => {
                it.set("");
            }
            Self::Object(it) => it.reset(),
            Self::List(it) => it.clear(),
            Self::Map(it) => it.clear(),
            Self::Union(it) => it.keep(Json::Null),
        }
    }
}

/// Returns an enum's declared values, in words.
pub(super) fn one_of(values: &[&str]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    match values.as_slice() {
        [only] => only.clone(),
        several => format!("one of {}", several.join(", ")),
    }
}

impl<T: Value> List for Vec<T> {
    fn push(&mut self) -> Place<'_> {
        let index = Vec::len(self);
        self.resize_with(index + 1, T::default);
        // The slice is never empty: an item was just added.
        match self.last_mut() {
            Some(item) => item.place(),
            None => unreachable!("an item was just added"),
        }
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn view(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, Value::view)
    }
}

impl<T: Value> Map for BTreeMap<String, T> {
    fn insert(&mut self, key: &str) -> Place<'_> {
        let slot = self.entry(key.to_owned()).or_default();
        *slot = T::default();
        slot.place()
    }

    fn remove(&mut self, key: &str) {
        BTreeMap::remove(self, key);
    }

    fn clear(&mut self) {
        BTreeMap::clear(self);
    }

    fn get(&self, key: &str) -> Option<View<'_>> {
        BTreeMap::get(self, key).map(Value::view)
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_> {
        Box::new(self.iter().map(|(key, value)| (key.as_str(), value.view())))
    }
}
