//! The program `replay`, which reads recorded traffic, and the checks of a whole crate that it runs.

pub mod checks;
mod lines;
