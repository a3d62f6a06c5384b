//! Reports that a response links to, read row by row.

mod fetch;
mod linked;
mod macros;
mod rows;
mod split;

pub use self::linked::{Linked, Reports};
pub use self::rows::Rows;
