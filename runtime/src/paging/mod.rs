//! Long lists: pages, their items, and where to go on.

pub(crate) mod fetch;
pub(crate) mod items;
mod macros;
pub(crate) mod next;
pub(crate) mod pages;
pub(crate) mod pagination;
pub(crate) mod position;
pub(crate) mod trail;
