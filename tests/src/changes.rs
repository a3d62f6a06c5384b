//! Compares the change report with the compiler.
//!
//! A probe is a program that uses every public item of the old crate. A probe must compile against the old crate. A
//! probe must compile against the new crate if and only if the change is not breaking.

mod cargo;
mod cases;
mod compare;
mod edit;
mod evidence;
mod exchange;
mod kinds;
mod laws;
mod messages;
mod pairs;
mod probe;
mod reading;
mod requests;
mod stretch;
mod table;
mod workspace;

pub use self::cases::{Case, Cases, Expected, folder};
pub use self::compare::{Finding, compared};
pub use self::edit::Edit;
pub use self::kinds::page;
pub use self::laws::{Found, hold};
pub use self::messages::departures;
pub use self::pairs::{Pair, of_cases, of_files, of_seeds};
pub use self::reading::{Readings, read};
pub use self::table::table;
pub use self::workspace::Side;
