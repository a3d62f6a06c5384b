//! Which operation of the description a request is for, and whether the operator allows it.

pub mod allow;
pub mod header;
pub mod path;
pub mod query;
pub mod readings;
pub mod scopes;
pub mod table;
pub mod target;
