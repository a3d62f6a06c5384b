//! Reads new descriptions from a package, a file or a URL. Keeps everything in memory.

mod archive;
mod capped;
#[cfg(feature = "update")]
mod download;
#[cfg(not(feature = "update"))]
#[path = "refused.rs"]
mod download;
mod integrity;
mod limits;
mod npm;
mod place;
#[cfg(feature = "update")]
mod progress;

pub use self::limits::Limits;
pub use self::npm::{Release, release};
pub use self::place::{from_package, from_place};
