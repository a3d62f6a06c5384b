//! Prepares releases of the crate: decides on the next version, edits the changelog, downloads descriptions, and runs
//! git and gh.

mod cargo_lock;
mod changelog;
mod last;
mod proposal;
pub mod repository;
mod settings;
mod settle;
pub mod upstream;

pub use self::cargo_lock::CargoLock;
pub use self::changelog::{Entry, Rewritten, notes, rewritten, with_first_entry};
pub use self::last::{LastRelease, Purpose, last_release};
pub use self::proposal::ProposalText;
pub use self::settings::{with_skips, with_tags, with_version, without};
pub use self::settle::{compare, is_enough, settle};
