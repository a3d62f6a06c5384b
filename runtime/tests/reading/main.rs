//! Tests of bodies that differ from the description. Tolerant decoding corrects them, and strict deserialization
//! refuses them.

#![allow(clippy::unwrap_used)]

mod pull;
mod strict;
mod tolerant;
