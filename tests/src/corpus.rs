//! The corpus of public descriptions. `tests/corpus.txt` lists the documents by digest. Each document is used
//! unchanged.

mod check;
mod fetch;
mod generate;
mod manifest;
pub mod sample;
mod table;

pub use self::check::{Checked, check};
pub use self::fetch::fetch;
pub use self::generate::{Ending, Limits, Outcome, generate};
pub use self::manifest::{Document, documents};
pub use self::table::{list, share, table};
