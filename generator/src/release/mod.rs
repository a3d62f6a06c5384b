//! What an update means for the crate's users: its next version, and an entry in its changelog, which
//! becomes the notes of a release.

mod changelog;
mod heading;
mod notes;
mod version;

pub use self::changelog::{Entry, with_entry};
pub use self::notes::notes;
pub use self::version::with_version;
