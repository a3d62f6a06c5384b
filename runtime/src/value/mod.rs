//! Values that describe themselves: generated types carry data and one table, and the code that
//! reads, writes, compares and copies them stands here once.

mod choice;
mod compare;
mod copy;
mod fit;
mod held;
mod key;
mod macros;
mod member;
mod nullable;
mod number;
mod path;
mod place;
mod read;
mod reading;
mod rules;
mod scalar;
mod standard;
mod table;
mod view;
mod write;

pub use self::compare::{debug, equal};
pub use self::copy::copy;
pub use self::member::{
    Is, Member, Nulls, OPTIONAL, OPTIONAL_NULLABLE, REQUIRED, REQUIRED_NULLABLE, REST,
};
pub use self::nullable::Nullable;
pub(crate) use self::path::push_member;
pub use self::place::{Enum, List, Map, Object, Optional, Place, Slot, Union, Value};
pub use self::read::deserialize;
pub(crate) use self::read::read;
pub use self::reading::ReadError;
pub(crate) use self::reading::Reading;
pub use self::rules::{Rules, Sibling};
pub use self::view::View;
pub use self::write::{serialize, to_json, to_value};
