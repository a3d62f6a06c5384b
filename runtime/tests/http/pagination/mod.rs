//! Tests of pagination: pages, stored positions, reading ahead, and capped lists.

mod capped_lists;
pub mod pages;
mod positions;
mod read_ahead;
mod undeclared_endpoints;
