//! What the tolerant reader makes of bodies that differ from the description, and what strict
//! deserialization refuses.

#![allow(clippy::unwrap_used)]

mod pull;
mod strict;
mod tolerant;
