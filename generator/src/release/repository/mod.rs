//! Accesses the repository of the current folder: commits through git, and pull requests through gh.
//!
//! git and gh run as child processes without a shell, and use their own credentials. tagsmith passes no credentials to
//! git or gh.

mod child;
mod gh;
mod git;
mod history;
mod name;
mod show;

pub use self::gh::{
    Existing, Label, Proposal, REMOVES, label, open_pull_request, pull_request, start,
};
pub use self::git::{Changed, Found, Repository};
pub use self::history::{History, Tagged, tracked};
pub use self::name::check_name;
pub use self::show::show;
