//! Tests of the program `replay`: it decodes recorded traffic, and checks a whole crate.

pub mod checks;
mod lines;
