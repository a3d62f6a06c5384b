//! The text of tagsmith.toml, edited: all else of it stays as it is.

mod entries;
mod version;

pub use self::entries::{with_skips, with_tags, without};
pub use self::version::with_version;
