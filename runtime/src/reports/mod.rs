//! Reports that a response links to, read row by row.

mod fetch;
mod macros;
mod report_links;
mod rows;
mod split;

pub use self::report_links::{ReportLinks, Reports};
pub use self::rows::Rows;
