//! Writes files, or compares them with the disk. Only this module changes the disk. A run writes all of its files or
//! none.

mod check;
mod digests;
mod disk;
#[cfg(test)]
mod faults;
mod finish;
mod folder;
mod journal;
mod mark;
mod plan;
mod run;
mod staging;
#[cfg(test)]
mod tests;
mod transaction;
mod tree;
mod undo;

pub use self::check::Differences;
pub use self::finish::{finish, unfinished};
pub use self::mark::is_ours;
pub use self::plan::Written;
pub use self::run::Output;
