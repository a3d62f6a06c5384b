//! Compares two APIs.

mod diff_input;
mod lowered_pair;
mod report;

pub use self::diff_input::DiffInput;
pub use self::lowered_pair::{LoweredPair, lowered_pair};
pub use self::report::compare;
