//! Pagination: all items in order, in bounded memory.

mod items;
mod memory;
