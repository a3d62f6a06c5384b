//! Writes a selection as a description of its own (the pin), with a lock file that records its origin.

mod lock;
mod pinned;
mod render;

pub use self::lock::{Lock, Upstream, lock_of};
pub use self::pinned::{Origin, Pinned};
pub use self::render::{json, render};
