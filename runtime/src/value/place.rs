//! The kinds of places that a value can be decoded into, and the traits that generated types implement. A place is a
//! mutable reference to a field.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::member::{Member, Nulls, REST};
use super::rules::Rules;
use super::view::View;

/// A type that can be decoded and encoded. The default methods are those for a struct.
pub trait Value: Default + Send + Sync + 'static {
    /// The declared properties of a struct, in the description's order.
    const MEMBERS: &'static [Member] = &[];

    /// The constraints that distinguish a struct from other variants of a union.
    const RULES: Rules = Rules::NONE;

    /// The declared values of a string enum, in the description's order.
    const VALUES: &'static [&'static str] = &[];

    /// Returns the place to decode a value into.
    fn place(&mut self) -> Place<'_> {
        Place::Object(self)
    }

    /// Returns the view to encode the value from.
    fn view(&self) -> View<'_> {
        View::Object(self)
    }

    /// Returns the field of the property at `index` of [`MEMBERS`](Value::MEMBERS). At [`REST`], returns the field of
    /// undeclared properties, if the description gives them a type.
    fn member(&mut self, index: usize) -> Option<&mut dyn Slot> {
        let _ = index;
        None
    }

    /// Returns the view of the property at `index`, for encoding.
    fn slot(&self, index: usize) -> Option<&dyn Slot> {
        let _ = index;
        None
    }

    /// Returns the set of properties that were `null`, if the struct has nullable optional properties.
    fn nulls(&self) -> Option<&Nulls> {
        None
    }

    /// Returns the set of properties that were `null`, for changes.
    fn nulls_mut(&mut self) -> Option<&mut Nulls> {
        None
    }
}

/// A type-erased value.
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

/// The kind of place that one JSON value is decoded into.
#[non_exhaustive]
pub enum Place<'a> {
    /// A boolean.
    Bool(&'a mut bool),
    /// A 64-bit integer.
    Int(&'a mut i64),
    /// An unsigned 64-bit integer.
    Uint(&'a mut u64),
    /// Any number.
    Float(&'a mut f64),
    /// Any string.
    Str(&'a mut String),
    /// A string with an RFC 3339 date and time.
    Time(&'a mut Timestamp),
    /// A string with a date, `YYYY-MM-DD`.
    Date(&'a mut Date),
    /// Any JSON value.
    Json(&'a mut Json),
    /// A value that may be absent.
    Optional(&'a mut dyn Optional),
    /// A string enum.
    Enum(&'a mut dyn Enum),
    /// An object with declared properties.
    Object(&'a mut dyn Object),
    /// An array.
    List(&'a mut dyn List),
    /// An object whose properties all have the same type.
    Map(&'a mut dyn Map),
    /// A union.
    Union(&'a mut dyn Union),
}

/// The default of an object with declared properties, in words.
pub(super) const AN_OBJECT_OF_DEFAULTS: &str = "an object of defaults";

/// The default of a map, in words.
pub(super) const AN_EMPTY_OBJECT: &str = "an empty object";

/// A place that may be empty: an `Option` or a [`Nullable`](super::Nullable).
pub trait Optional {
    /// Sets a default value, and returns its place.
    fn some(&mut self) -> Place<'_>;

    /// Empties the place.
    fn none(&mut self);

    /// Sets `null`. Empties the place if it cannot distinguish `null` from absent.
    fn null(&mut self);
}

/// A generated enum or union, which keeps undeclared values.
pub trait Open {}

/// A string enum that keeps undeclared values.
pub trait Enum {
    /// Sets a value. Returns whether the description declares the value.
    fn set(&mut self, value: &str) -> bool;

    /// Returns the declared values, in the description's order.
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

/// A type-erased struct, as a table of its properties.
pub trait Object {
    /// Returns the declared properties, in the description's order.
    fn members(&self) -> &'static [Member];

    /// Returns the place of the property at `index` of [`members`](Object::members).
    fn place(&mut self, index: usize) -> Option<Place<'_>>;

    /// Returns the view of the property at `index`.
    fn view(&self, index: usize) -> View<'_>;

    /// Returns the constraints that distinguish the struct from other variants of a union.
    fn rules(&self) -> &'static Rules;

    /// Resets the struct to its default.
    fn reset(&mut self);

    /// Returns the map of undeclared properties, if the description gives them a type.
    fn additional(&mut self) -> Option<&mut dyn Map>;

    /// Returns the view of undeclared properties.
    fn view_additional(&self) -> View<'_>;

    /// Returns the set of properties that were `null`, if the struct has nullable optional properties.
    fn nulls(&self) -> Option<&Nulls>;

    /// Returns the set of properties that were `null`, for changes.
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
        self.slot(index).map_or(View::Absent, Slot::to_show)
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

    /// Removes the last item.
    fn pop(&mut self);

    /// Removes all items.
    fn clear(&mut self);

    /// Returns the number of items.
    fn len(&self) -> usize;

    /// Returns whether there are no items.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the item at `index`.
    fn view(&self, index: usize) -> View<'_>;
}

/// An object whose properties all have the same type.
pub trait Map {
    /// Inserts a default value at `key` and returns its place.
    fn insert(&mut self, key: &str) -> Place<'_>;

    /// Removes the value at `key`.
    fn remove(&mut self, key: &str);

    /// Removes all entries.
    fn clear(&mut self);

    /// Returns the value at `key`.
    fn get(&self, key: &str) -> Option<View<'_>>;

    /// Returns the keys with their values, sorted by key.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;
}

/// A union, which keeps a value that matches no variant.
pub trait Union {
    /// Returns the names of the declared variants.
    fn names(&self) -> &'static [&'static str];

    /// Returns the number of declared variants.
    fn variants(&self) -> usize {
        self.names().len()
    }

    /// Sets a default value of the variant at `index`, and returns its place.
    fn choose(&mut self, index: usize) -> Option<Place<'_>>;

    /// Keeps a value that matches no variant.
    fn keep(&mut self, value: Json);

    /// Returns the discriminator property, if there is one.
    fn discriminator(&self) -> Option<&'static str> {
        None
    }

    /// Returns the index of the variant that this discriminator value names.
    fn named(&self, value: &str) -> Option<usize> {
        let _ = value;
        None
    }

    /// Returns the index of the combined variant, which has the properties of all other variants. The combined variant
    /// is for a value that matches several variants.
    fn several(&self) -> Option<usize> {
        None
    }

    /// Returns the variant's index and view. The index is `None` for a value that matches no variant.
    fn view(&self) -> (Option<usize>, View<'_>);
}

impl Place<'_> {
    /// Returns the expected value, in words.
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
            Self::Union(_) => "a declared variant".to_owned(),
        }
    }

    /// Returns the default that replaces a value that cannot be decoded, in words.
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

    /// Resets the place, because a duplicate property replaces the first value.
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
        // Not empty, because an item was just added.
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
