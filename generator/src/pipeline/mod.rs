//! From a description to what the generator makes of it: what the commands do, without arguments and without printing.
//!
//! - A description becomes an API by [`lowered()`], or without what is not supported by [`lowered_supported()`].
//! - An API becomes the files of a crate by [`crate_files()`], and those of the reference by [`site()`].
//! - Two APIs become a report of what changed by [`compare()`]; [`DiffInput`] reads them from files or commits.
//! - A configuration becomes all of its files by [`Generated`], and [`NewCrate`] writes the first configuration.
//! - [`Update`] and [`Release`] become a [`Transition`]: pin, crate, version and changelog change together or not at all.
//! - [`Uncommitted`] is what becomes a pull request.

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
