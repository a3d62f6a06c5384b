//! Edits the text of tagsmith.toml, and keeps the formatting.

mod entries;
mod version;

pub use self::entries::{with_skips, with_tags, without};
pub use self::version::with_version;
