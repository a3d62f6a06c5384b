//! What a `$ref` is: which references a text has, and which component each of them names.

mod alone;
mod key;
mod references;
mod unreadable;

pub(crate) use self::alone::unreadable as unreadable_schema;
pub(crate) use self::key::taken;
pub use self::key::{ComponentKey, Components, escape};
pub(crate) use self::references::references;
pub(crate) use self::unreadable::unreadable;
