//! Writes the selected part of a description (the pin), with a lock file that records the origin.

mod lock;
mod pinned;
mod render;

pub use self::lock::{Lock, Upstream, lock_of};
pub use self::pinned::{Origin, Pinned};
pub use self::render::{json, render};
