//! A selection as a description of its own, with the note of where it comes from.

mod lock;
mod pinned;
mod render;

pub use self::lock::{Lock, Upstream, lock_of};
pub use self::pinned::{Origin, Pinned};
pub use self::render::{json, render};
