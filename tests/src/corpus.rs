//! A corpus of public descriptions: listed by digest in `tests/corpus.txt`, and generated from as they are.

mod check;
mod fetch;
mod generate;
mod manifest;
mod table;

pub use self::check::{Checked, check};
pub use self::fetch::fetch;
pub use self::generate::{Ending, Limits, Outcome, generate};
pub use self::manifest::{Document, documents};
pub use self::table::{list, share, table};
