//! From a description to what the generator makes of it: what the commands do, without arguments and without printing.
//!
//! - A description becomes an API by [`lowered()`], or without what is not supported by [`lowered_supported()`].
//! - An API becomes the files of a crate by [`crate_files()`], and those of the reference by [`site()`].
//! - Two APIs become a report of what changed by [`compare()`]; [`DiffInput`] reads them from files or commits.
//! - A configuration becomes all of its files by [`Generated`], and [`NewCrate`] writes the first configuration.
//! - [`Update`] and [`Release`] become a [`Transition`]: pin, crate, version and changelog change together or not at all.
//! - [`Uncommitted`] is what becomes a pull request.

mod baseline;
mod compare;
mod crate_files;
mod current;
mod diff_input;
mod edited;
mod generated;
mod init;
mod lowered;
mod lowered_pair;
mod notes;
mod propose;
mod release;
mod site;
mod transition;
mod unsupported;
mod update;
mod version_check;

pub use self::baseline::Baseline;
pub use self::compare::compare;
pub use self::crate_files::{crate_files, files};
pub use self::current::{Current, Locked};
pub use self::diff_input::DiffInput;
pub use self::generated::{Generated, skips_to_paste};
pub use self::init::NewCrate;
pub use self::lowered::{Corrected, corrected, lowered, with_overlay};
pub use self::lowered_pair::{LoweredPair, lowered_pair};
pub use self::notes::release_notes;
pub use self::propose::{PreparedProposal, ProposalOptions, Proposed, Uncommitted};
pub use self::release::Release;
pub use self::site::{site, site_base_url};
pub use self::transition::{Target, Transition};
pub use self::unsupported::{Supported, expired_skips, lowered_supported};
pub use self::update::{
    Fetched, NewDescription, PreparedUpdate, Update, UpdateOptions, finish_update,
    unfinished_update,
};
pub use self::version_check::{Since, VersionCheck};
