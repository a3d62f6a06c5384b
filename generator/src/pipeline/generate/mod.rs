//! Generates the crate, the fixtures and the reference site of an API. Creates the configuration of a new crate.

mod crate_files;
mod generated;
mod init;
mod site;

pub(super) use self::crate_files::with_files;
pub use self::crate_files::{crate_files, files};
pub use self::generated::{Generated, skips_to_paste};
pub use self::init::NewCrate;
pub use self::site::{site, site_base_url};
