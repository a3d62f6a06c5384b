//! `tagsmith pin`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::generate::CONFIG;
use super::{Outcome, print};
use crate::config::Config;
use crate::load::{Document, Source};
use crate::output::Output;
use crate::pin::{Lock, render};
use crate::report::{Diagnostic, Result};
use crate::select::{operations, select};
use crate::versions;

const EXAMPLES: &str = "\
Examples:
  tagsmith pin --description api.github.com.json --version 23.0.2";

/// Takes the selected part of a description over as the pin
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Pin {
    /// The upstream description, in JSON or YAML
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
    /// The version of the package that it comes from [default: the description's own]
    #[arg(long)]
    version: Option<String>,
    /// The name of that package
    #[arg(long, value_name = "NAME", default_value = "@octokit/openapi")]
    upstream: String,
    /// Which tags to take, and where the pin is
    #[arg(long, value_name = "FILE", default_value = CONFIG)]
    config: PathBuf,
}

impl Pin {
    pub(super) fn run(self) -> Result<Outcome> {
        let config = Config::read(&self.config)?;
        let source = Source::read(&self.description)?;
        let document = Document::index(&source)?;
        let all = operations(&document)?;
        config.tags.among(&all)?;
        let mut selection = select(&document, all, &config.tags, &[])?;
        versions::widen(&mut selection)?;
        let version = self.version.unwrap_or_else(|| document.known_as().0);
        let file = Path::new(source.name()).file_name().unwrap_or_default();
        let lock = Lock {
            upstream: &self.upstream,
            version: &version,
            file: &file.to_string_lossy(),
            sha256: &source.sha256(),
            tags: &selection.tags,
        };
        let pin = &config.description;
        let name = |path: &Path| path.file_name().map(|it| it.to_string_lossy().into_owned());
        let (Some(folder), Some(yaml), Some(locked)) =
            (pin.parent(), name(pin), name(&pin.with_extension("lock")))
        else {
            return Err(Diagnostic::new(
                "the pin is not a file",
                "name a file under `description`",
            )
            .at(self.config.display().to_string())
            .into());
        };
        let files = BTreeMap::from([(yaml, render(&selection)?), (locked, lock.render())]);
        let written = Output::default().with_some(folder, files).write()?;
        print::out(format_args!(
            "{}: {} operations and {} components of {} {version}{}\n",
            pin.display(),
            selection.operations.len(),
            selection.components.len(),
            self.upstream,
            if written.created + written.changed == 0 {
                ", unchanged"
            } else {
                ""
            },
        ))?;
        Ok(Outcome::Fine)
    }
}
