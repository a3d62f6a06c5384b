//! `tagsmith site`: generates the reference site.

use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::{CONFIG, Selection};
use crate::config::Config;
use crate::crate_ir::Crate;
use crate::description::load::Source;
use crate::emit::site::Options;
use crate::pipeline::{lowered, site, site_base_url};
use crate::report::{Diagnostic, Result, counted};

const EXAMPLES: &str = "\
Examples:
  tagsmith site
  tagsmith site --check
  tagsmith site --description api.github.com.json --all-tags
  tagsmith site --out public --base-url https://example.com/reference/";

/// Generates the reference site, or checks that it is up to date
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Site {
    #[command(flatten)]
    selection: Selection,
    /// Output folder of the site
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// Public URL of the site, for canonical links and the sitemap
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Write nothing; exit with 1 and list the differences
    #[arg(long)]
    check: bool,
}

impl Site {
    pub(super) fn run(self) -> Result<Outcome> {
        let options = Options {
            base_url: self.base_url.as_deref().map(site_base_url).transpose()?,
            root: None,
        };
        let config = self.configuration()?;
        let source = Source::read(&config.description)?;
        print::notes(&source);
        let (lowered, _) = lowered(&source, &config)?;
        let output = site(&Crate::of(&lowered.api), &options, &self.out);
        if self.check {
            let differences = output.check()?;
            print::out(&differences)?;
            return Ok(match differences.is_empty() {
                true => Outcome::Fine,
                false => Outcome::No,
            });
        }
        let written = output.write()?;
        let tags = lowered.api.tags.iter();
        let operations: usize = tags.map(|tag| tag.operations.len()).sum();
        print::out(format_args!(
            "{}: {} and {} of {}\n\
             profile: {}\n\
             {} created, {} changed, {} removed, {} unchanged\n",
            self.out.display(),
            counted(operations, "operation"),
            counted(lowered.api.schemas.len(), "type"),
            source.name(),
            lowered.profile,
            counted(written.created, "file"),
            written.changed,
            written.removed,
            written.unchanged,
        ))?;
        Ok(Outcome::Fine)
    }

    /// Returns the path of the configuration. The file may not exist.
    pub(super) fn config(&self) -> &Path {
        self.selection.config()
    }

    /// Returns the configuration with the flags applied.
    fn configuration(&self) -> Result<Config> {
        let config = match self.selection.configuration()? {
            Some(config) => config,
            None => {
                let mut config = Config::default();
                self.selection.apply(&mut config);
                config
            }
        };
        if config.description.as_os_str().is_empty() {
            return Err(Diagnostic::new(
                format!("there is no {CONFIG}, and `--description` is missing"),
                format!("create a {CONFIG}, or give --description"),
            )
            .into());
        }
        Ok(config)
    }
}
