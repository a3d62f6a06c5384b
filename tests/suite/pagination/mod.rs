//! Tests of pagination: all items are returned in order, with bounded memory.

mod items;
mod memory;
