//! Pagination: pages, saved positions, reading ahead, capped lists.

mod capped_lists;
pub mod pages;
mod positions;
mod read_ahead;
mod undeclared_endpoints;
