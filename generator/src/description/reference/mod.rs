//! Finds the references (`$ref`) in a text, and the components that they name.

mod key;
mod nullable;
mod references;
mod standalone;
mod unreadable;

pub(crate) use self::key::taken;
pub use self::key::{ComponentKey, Components, schema_pointer};
pub(crate) use self::nullable::copied;
pub(crate) use self::references::references;
pub(crate) use self::standalone::unreadable as unreadable_schema;
pub(crate) use self::unreadable::unreadable;
pub use super::pointer::escape;
