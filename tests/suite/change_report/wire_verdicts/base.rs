//! The crate of the change report's base description, as a module of these tests.

#![allow(dead_code, unused_imports, unused_qualifications)]
// The variants of an enum by status may differ in size.
#![allow(clippy::large_enum_variant)]

#[rustfmt::skip]
#[path = "../../../changes/base/src/lib.rs"]
pub mod of_changes;
