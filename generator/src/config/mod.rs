//! `tagsmith.toml` as data: what to generate.

mod crate_name;
mod entry;
mod facts;
mod file;
mod profile;
mod profile_name;
mod scope;
mod tags;

pub use self::crate_name::check_name;
pub use self::entry::{Rename, Skip, Unknown};
pub use self::facts::Facts;
pub use self::file::{Config, Package, Runtime};
pub(crate) use self::profile::FILE;
pub use self::profile::Settings;
pub use self::profile_name::{NAMES, Name};
pub use self::scope::{Occasion, Scope};
pub use self::tags::Tags;
