//! `tagsmith init`: creates the configuration of a new crate.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::CONFIG;
use crate::config::{NAMES, Name, Tags};
use crate::pipeline::NewCrate;
use crate::release::upstream::Limits;
use crate::report::Result;

const EXAMPLES: &str = "\
Examples:
  tagsmith init --description openapi.yaml --all-tags --name my-client
  tagsmith init --description https://example.com/openapi.json --tag users --name my-client
  tagsmith init --description api.github.com.json --upstream @octokit/openapi --tag issues --name my-client

Then `tagsmith generate` generates the crate, and `tagsmith update` updates it to a newer description.";

/// The maximum size of a description, and the network timeout.
const LIMITS: Limits = Limits {
    size: 64 << 20,
    silence: Duration::from_secs(30),
};

/// Creates tagsmith.toml for a new crate, and pins its description
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// Description: a file or an `https://` URL
    #[arg(long, value_name = "FILE|URL")]
    description: String,
    /// Select this tag; may be repeated
    #[arg(long = "tag", value_name = "TAG", required_unless_present = "all_tags")]
    tags: Vec<String>,
    /// Select all tags
    #[arg(long, conflicts_with = "tags")]
    all_tags: bool,
    /// Name of the crate
    #[arg(long)]
    name: String,
    /// Output folder of the crate
    #[arg(long, value_name = "DIR", default_value = "client")]
    out: PathBuf,
    /// npm package that publishes the description, for `update` [default: update reads the file or URL again]
    #[arg(long, value_name = "NAME")]
    upstream: Option<String>,
    /// Version to record in the lock file [default: the description's own]
    #[arg(long)]
    version: Option<String>,
    /// Profile: the facts of the API that its description does not state [default: detected]
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    profile: Option<String>,
    /// API version of the crate
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Folder of tagsmith-runtime, absolute or relative to --out [default: the runtime from crates.io]
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<String>,
    /// Overwrite tagsmith.toml, the pin and the lock file
    #[arg(long)]
    force: bool,
}

impl Init {
    pub(super) fn run(self) -> Result<Outcome> {
        let tags = match self.all_tags {
            true => Tags::All,
            false => Tags::Named(self.tags),
        };
        let new = NewCrate {
            description: &self.description,
            tags: &tags,
            name: &self.name,
            out: &self.out,
            upstream: self.upstream.as_deref(),
            version: self.version.as_deref(),
            profile: self.profile.as_deref().and_then(Name::parse),
            api_version: self.api_version.as_deref(),
            runtime_path: self.runtime_path.as_deref(),
            is_forced: self.force,
        };
        let pinned = new.write(&LIMITS)?;
        print::out(format_args!(
            "{CONFIG}: {} of {} {}\nnow run `tagsmith generate`\n",
            pinned.size, pinned.lock.upstream, pinned.lock.version,
        ))?;
        Ok(Outcome::Fine)
    }
}
