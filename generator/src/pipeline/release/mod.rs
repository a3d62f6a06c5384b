//! Updates, releases and proposals.

mod baseline;
mod current;
mod edited;
mod notes;
mod propose;
mod released;
mod transition;
mod update;
mod version_check;

pub use self::baseline::Baseline;
pub use self::current::{Current, Locked};
pub use self::notes::release_notes;
pub use self::propose::{PreparedProposal, ProposalOptions, Proposed, Uncommitted};
pub use self::released::Release;
pub use self::transition::{Target, Transition};
pub use self::update::{
    Fetched, NewDescription, PreparedUpdate, Update, UpdateOptions, finish_update,
    unfinished_update,
};
pub use self::version_check::{Since, VersionCheck};
