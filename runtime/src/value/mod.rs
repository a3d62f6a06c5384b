//! Reflective values. Generated types consist of data and a property table; this module decodes, encodes, compares and
//! copies them.

mod body;
mod choice;
mod compare;
mod copy;
mod find;
mod held;
mod key;
mod macros;
mod member;
mod members;
mod nullable;
mod number;
mod path;
mod place;
mod raw;
mod read;
mod reading;
mod rules;
mod scalar;
mod seed;
mod sibling;
mod standard;
mod table;
mod time;
mod union_match;
mod view;
mod write;

pub use self::body::deserialize;
pub(crate) use self::body::{read, read_tree, tolerant};
pub use self::compare::{debug, equal};
pub use self::copy::copy;
pub(crate) use self::find::{LeftOut, number_at};
pub use self::member::{Is, Member, Nulls, REST};
pub use self::nullable::Nullable;
pub(crate) use self::number::holds;
pub(crate) use self::path::push_member;
pub use self::place::{Enum, List, Map, Object, Open, Optional, Place, Slot, Union, Value};
pub(crate) use self::raw::shortened;
pub use self::reading::ReadError;
pub(crate) use self::reading::Reading;
pub use self::rules::{Rules, Sibling};
pub(crate) use self::scalar::quoted;
pub(crate) use self::time::instant;
pub use self::view::View;
pub use self::write::{serialize, to_json, to_value};
