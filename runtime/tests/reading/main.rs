//! Bodies that differ from the description: tolerant decoding corrects them, and strict deserialization refuses them.

#![allow(clippy::unwrap_used)]

mod pull;
mod strict;
mod tolerant;
