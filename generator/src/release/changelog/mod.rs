//! The changelog of the generated crate, in the format of Keep a Changelog.

mod entry;
mod first;
mod heading;
mod notes;
mod rewritten;
mod unreleased;

pub use self::entry::Entry;
pub use self::first::with_first_entry;
pub use self::notes::notes;
pub use self::rewritten::{Rewritten, rewritten};
