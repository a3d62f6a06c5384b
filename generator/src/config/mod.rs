//! The configuration `tagsmith.toml`.

mod crate_name;
mod entry;
mod facts;
mod file;
mod profile;
mod profile_name;
mod runtime_path;
mod scope;
mod tags;
#[cfg(feature = "cli")]
mod template;

pub use self::crate_name::check_name;
pub use self::entry::{Rename, Skip, Unknown};
pub use self::facts::Facts;
pub use self::file::{Config, Package, Runtime};
pub use self::profile::{FILE, PROFILE_FLAG, Settings};
pub use self::profile_name::{NAMES, Name};
pub use self::runtime_path::check_runtime_path;
pub use self::scope::{Occasion, Scope};
pub use self::tags::Tags;
#[cfg(feature = "cli")]
pub(crate) use self::template::Template;
