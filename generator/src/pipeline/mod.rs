//! The library functions behind the commands. The functions neither parse arguments nor print.
//!
//! - [`lowered()`] lowers a description to an API. [`lowered_supported()`] does the same, and skips unsupported
//!   operations.
//! - [`crate_files()`] returns the files of a crate, and [`site()`] those of the reference site.
//! - [`compare()`] reports the changes between two APIs. [`DiffInput`] reads an API from a file or a commit.
//! - [`Generated`] generates all files of a configuration. [`NewCrate`] creates the first configuration.
//! - [`Update`] and [`Release`] each prepare a [`Transition`], which changes pin, crate, version and changelog
//!   atomically.
//! - [`Uncommitted`] finds uncommitted changes, and proposes these changes as a pull request.

#[cfg(feature = "cli")]
mod compare;
#[cfg(feature = "cli")]
mod generate;
mod lowered;
#[cfg(feature = "cli")]
mod release;
mod unsupported;

#[cfg(feature = "cli")]
pub use self::compare::{DiffInput, LoweredPair, compare, lowered_pair};
#[cfg(feature = "cli")]
pub use self::generate::{
    Generated, NewCrate, crate_files, files, site, site_base_url, skips_to_paste,
};
pub use self::lowered::{Corrected, corrected, lowered, with_overlay};
#[cfg(feature = "cli")]
pub use self::release::{
    Baseline, Current, Fetched, Locked, NewDescription, PreparedProposal, PreparedUpdate,
    ProposalOptions, Proposed, Release, Since, Target, Transition, Uncommitted, Update,
    UpdateOptions, VersionCheck, finish_update, release_notes, unfinished_update,
};
pub use self::unsupported::{Supported, expired_skips, lowered_supported};
