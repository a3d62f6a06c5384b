//! A selection as a description of its own, with the note of where it comes from.

mod lock;
mod render;

pub use self::lock::{Lock, Upstream};
pub use self::render::{json, render};
