//! What an update means for the crate's users: its next version, and an entry in its changelog.

mod changelog;
mod version;

pub use self::changelog::{Entry, with_entry};
pub use self::version::with_version;
