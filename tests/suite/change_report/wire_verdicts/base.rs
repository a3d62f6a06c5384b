//! The crate of the description whose changes are reported, as a module of these tests.

#![allow(dead_code, unused_imports, unused_qualifications)]
// An answer by status may be large or small.
#![allow(clippy::large_enum_variant)]

#[rustfmt::skip]
#[path = "../../../changes/base/src/lib.rs"]
pub mod of_changes;
