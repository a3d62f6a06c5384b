//! `tagsmith init`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::selection::{CONFIG, PROFILE};
use super::{Outcome, print};
use crate::config::{self, Config, NAMES, Name, Tags, Template};
use crate::description::load::{Document, Source};
use crate::description::pin::{Origin, Pinned, Upstream, lock_of};
use crate::description::profile;
use crate::file::text;
use crate::output::Output;
use crate::release::upstream::{self, Limits};
use crate::report::{Diagnostic, Result};

const EXAMPLES: &str = "\
Examples:
  tagsmith init --description openapi.yaml --all-tags --name my-client
  tagsmith init --description https://example.com/openapi.json --tag users --name my-client
  tagsmith init --description api.github.com.json --upstream @octokit/openapi --tag issues --name my-client

Afterwards, `tagsmith generate` writes the crate, and `tagsmith update` moves it to a newer description.";

/// The most bytes of a description, and the longest silence of the network.
const LIMITS: Limits = Limits {
    size: 64 << 20,
    silence: Duration::from_secs(30),
};

/// Writes tagsmith.toml for a new crate, and pins its description
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// The description: a file, or an address that begins with `https://`
    #[arg(long, value_name = "FILE|URL")]
    description: String,
    /// A tag to select; may be given several times
    #[arg(long = "tag", value_name = "TAG", required_unless_present = "all_tags")]
    tags: Vec<String>,
    /// Select all tags
    #[arg(long, conflicts_with = "tags")]
    all_tags: bool,
    /// The name of the crate
    #[arg(long)]
    name: String,
    /// The folder that the crate goes to
    #[arg(long, value_name = "DIR", default_value = "client")]
    out: PathBuf,
    /// The npm package that publishes the description, for `update` [default: update reads the file or address again]
    #[arg(long, value_name = "NAME")]
    upstream: Option<String>,
    /// The version that the lock records [default: the description's own]
    #[arg(long)]
    version: Option<String>,
    /// The profile: the facts of the API that its description does not state [default: as detected]
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    profile: Option<String>,
    /// The version of the API that the crate is for
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// The folder of tagsmith-runtime, absolute or relative to --out [default: the runtime comes from crates.io]
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<String>,
    /// Overwrite tagsmith.toml, the pin and the lock
    #[arg(long)]
    force: bool,
}

impl Init {
    pub(super) fn run(self) -> Result<Outcome> {
        config::check_name(&self.name)?;
        if let Some(path) = &self.runtime_path {
            config::check_runtime_path(path, &self.out)?;
        }
        let upstream = match &self.upstream {
            Some(package) => Upstream::Package(package.clone()),
            None => Upstream::of_place(&self.description)?,
        };
        let pin = PathBuf::from("spec").join(format!("{}.yaml", self.name));
        let files = [Path::new(CONFIG).to_path_buf(), lock_of(&pin), pin.clone()];
        self.check_free(&files)?;
        let source = upstream::from_place(&self.description, &LIMITS)?;
        let config = self.config(&source, &pin)?;
        let file = Path::new(source.name()).file_name().unwrap_or_default();
        let pinned = Pinned::of(
            &source,
            &config,
            &Origin {
                upstream: &upstream.to_string(),
                version: self.version.as_deref(),
                file: &file.to_string_lossy(),
            },
        )?;
        let [settings, lock, _] = &files;
        let mut output = Output::default();
        for (path, text) in [
            (settings, self.template(&source, &pin)?),
            (lock, pinned.lock.render()),
            (&pin, pinned.yaml.clone()),
        ] {
            output = output.with_edited(path, existing(path)?, text);
        }
        output.write()?;
        print::out(format_args!(
            "{CONFIG}: {} of {} {}\nnow run `tagsmith generate`\n",
            pinned.size, pinned.lock.upstream, pinned.lock.version,
        ))?;
        Ok(Outcome::Fine)
    }

    /// Fails if a file is there that would be overwritten.
    fn check_free(&self, files: &[PathBuf]) -> Result<()> {
        let found = files.iter().find(|it| it.exists());
        match found {
            Some(found) if !self.force => Err(Diagnostic::new(
                "this file exists already",
                "give --force to overwrite it, or run `tagsmith init` in another folder",
            )
            .at(found.display().to_string())
            .into()),
            _ => Ok(()),
        }
    }

    fn tags(&self) -> Tags {
        match self.all_tags {
            true => Tags::All,
            false => Tags::Named(self.tags.clone()),
        }
    }

    /// Returns what the configuration will say, as far as the pin and the choice of the profile need it.
    fn config(&self, source: &Source, pin: &Path) -> Result<Config> {
        let mut config = Config::default();
        config.description = pin.to_path_buf();
        config.tags = self.tags();
        config.profile.named = Some((self.profile(source)?, PROFILE));
        profile::choose(
            &config.profile,
            &Document::index(source)?,
            self.api_version.as_deref(),
        )?;
        Ok(config)
    }

    fn profile(&self, source: &Source) -> Result<Name> {
        match self.profile.as_deref().and_then(Name::parse) {
            Some(name) => Ok(name),
            None => Ok(profile::detect(&Document::index(source)?)),
        }
    }

    fn template(&self, source: &Source, pin: &Path) -> Result<String> {
        let out = self.out.display().to_string();
        // The path of a file is written with `/` on all systems.
        let pin = pin.display().to_string().replace('\\', "/");
        let template = Template {
            description: &pin,
            tags: &self.tags(),
            out: &out,
            name: &self.name,
            profile: self.profile(source)?.as_str(),
            api_version: self.api_version.as_deref(),
            runtime_path: self.runtime_path.as_deref(),
        };
        Ok(template.render())
    }
}

/// Returns the text of a file, if there is one.
fn existing(path: &Path) -> Result<Option<String>> {
    path.exists().then(|| text(path)).transpose()
}
