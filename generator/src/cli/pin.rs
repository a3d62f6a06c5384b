//! `tagsmith pin`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;

use super::selection::CONFIG;
use super::{Outcome, print};
use crate::config::Config;
use crate::description::load::{Document, Source};
use crate::description::pin::{Lock, render};
use crate::description::reference::taken;
use crate::description::select::{
    Brief, SelectedOperation, Selection, operations_without, select, selected_tags,
};
use crate::description::versions;
use crate::output::Output;
use crate::report::{Diagnostic, Result};

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
    pub(super) config: PathBuf,
}

impl Pin {
    pub(super) fn run(self) -> Result<Outcome> {
        let config = Config::read(&self.config)?;
        let source = Source::read(&self.description)?;
        let file = Path::new(source.name()).file_name().unwrap_or_default();
        let origin = Origin {
            upstream: &self.upstream,
            version: self.version.as_deref(),
            file: &file.to_string_lossy(),
        };
        let pinned = Pinned::of(&source, &config, &origin)?;
        let written = Output::default()
            .with_some(&pinned.folder, pinned.files())
            .write()?;
        print::out(format_args!(
            "{}: {} of {} {}{}\n",
            config.description.display(),
            pinned.size,
            self.upstream,
            pinned.lock.version,
            if written.created + written.changed == 0 {
                ", unchanged"
            } else {
                ""
            },
        ))?;
        Ok(Outcome::Fine)
    }
}

/// Where a description comes from.
#[derive(Debug)]
pub(super) struct Origin<'a> {
    /// The name of the package that publishes it.
    pub(super) upstream: &'a str,
    /// The version to record, if not the description's own.
    pub(super) version: Option<&'a str>,
    /// The file's name there.
    pub(super) file: &'a str,
}

/// A pin and its lock.
#[derive(Debug)]
pub(super) struct Pinned {
    /// Where both are.
    pub(super) folder: PathBuf,
    /// The pin's name.
    name: String,
    /// The pin.
    pub(super) yaml: String,
    /// The lock.
    pub(super) lock: Lock,
    /// How much was taken over, in words.
    pub(super) size: String,
}

impl Pinned {
    /// Takes the selected part of a description over.
    pub(super) fn of(source: &Source, config: &Config, origin: &Origin<'_>) -> Result<Self> {
        let document = Document::index(source)?;
        let all = operations_without(&document, &config.skip)?;
        selected_tags(&config.tags, &all)?;
        let mut selection = select(&document, all.clone(), &config.tags, &config.skip)?;
        versions::widen(&mut selection)?;
        keep_skipped(&mut selection, all, config);
        let pin = &config.description;
        let (Some(folder), Some(name)) = (pin.parent(), pin.file_name()) else {
            return Err(Diagnostic::new(
                "the pin is not a file",
                "name a file under `description`",
            )
            .at(pin.display().to_string())
            .into());
        };
        Ok(Self {
            folder: folder.to_path_buf(),
            name: name.to_string_lossy().into_owned(),
            yaml: render(&selection)?,
            size: format!(
                "{} operations and {} components",
                selection.operations.len(),
                selection.components.len()
            ),
            lock: Lock {
                upstream: origin.upstream.to_owned(),
                version: origin
                    .version
                    .map_or_else(|| document.known_as().0, ToOwned::to_owned),
                file: origin.file.to_owned(),
                sha256: source.sha256(),
                tags: selection.tags,
            },
        })
    }

    fn files(&self) -> BTreeMap<String, String> {
        let lock = lock_of(Path::new(&self.name)).display().to_string();
        BTreeMap::from([
            (self.name.clone(), self.yaml.clone()),
            (lock, self.lock.render()),
        ])
    }
}

/// Takes the operations into a pin that are left out, with what they reach as far as it is there: one day they are
/// generated.
fn keep_skipped<'d>(
    selection: &mut Selection<'d>,
    all: Vec<(SelectedOperation<'d>, Brief)>,
    config: &Config,
) {
    let mut operations = std::mem::take(&mut selection.operations);
    let mut needed: BTreeSet<_> = selection.components.keys().cloned().collect();
    let mut order = Vec::new();
    for (operation, brief) in all {
        order.push(operation.pointer.clone());
        let is_taken = brief.is_unreadable || brief.tags.iter().any(|it| config.tags.has(it));
        let is_there = operations.iter().any(|it| it.pointer == operation.pointer);
        if operation.method.is_empty() || !is_taken || is_there {
            continue;
        }
        let mut alone = Selection {
            operations: vec![operation.clone()],
            ..selection.clone()
        };
        if alone
            .reach()
            .and_then(|()| versions::widen(&mut alone))
            .is_ok()
        {
            needed.extend(alone.components.keys().cloned());
        }
        operations.push(operation);
    }
    operations.sort_by_key(|it| order.iter().position(|pointer| *pointer == it.pointer));
    selection.operations = operations;
    selection.components = taken(selection.document, &needed);
}

/// Returns where the lock of a pin is.
pub(super) fn lock_of(pin: &Path) -> PathBuf {
    pin.with_extension("lock")
}
