//! Matches requests to operations of the description, and checks that the operator allows them.

pub mod allow;
pub mod header;
pub mod path;
pub mod query;
pub mod readings;
pub mod scopes;
pub mod table;
pub mod target;
