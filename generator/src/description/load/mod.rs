//! Loads a file into an indexed document. Paths and components stay raw text until they are used.

mod document;
mod marks;
mod repeated;
mod server;
mod source;
#[cfg(test)]
mod tests;
mod yaml;

pub(crate) use self::document::has;
pub use self::document::{Document, Info, Members};
pub use self::server::url_of;
pub use self::source::Source;
pub(crate) use self::yaml::check_nesting as check_yaml;
