//! What an update means for the crate's users: its next version, and an entry in its changelog, which
//! becomes the notes of a release.

mod cargo_lock;
mod changelog;
mod first;
mod heading;
mod last;
mod notes;
mod proposal;
pub mod repository;
mod settings;
mod settle;
mod unreleased;
pub mod upstream;
mod version;

pub use self::cargo_lock::CargoLock;
pub use self::changelog::{Entry, with_entry};
pub use self::first::with_first_entry;
pub use self::last::{LastRelease, Purpose, last_release};
pub use self::notes::notes;
pub use self::proposal::ProposalText;
pub use self::settings::{with_skips, with_tags, without};
pub use self::settle::{compare, is_enough, settle};
pub use self::unreleased::{Shortened, Unreleased, with_introduction, without_unreleased};
pub use self::version::with_version;
