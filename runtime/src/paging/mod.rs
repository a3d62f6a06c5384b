//! Pagination: pages, items, and positions to resume at.

pub(crate) mod fetch;
pub(crate) mod items;
mod macros;
pub(crate) mod next;
pub(crate) mod pages;
pub(crate) mod pagination;
pub(crate) mod position;
pub(crate) mod seen_pages;
