//! One side of a comparison: a description in a file, or the pin of a commit with its configuration.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::lowered::with_overlay;
use crate::config::Config;
use crate::load::{Document, Source, reason};
use crate::model::Api;
use crate::overlay::Overlay;
use crate::report::{Diagnostic, Result, quoted, told};
use crate::select::{Tags, operations};

/// What a side begins with that is a commit.
const GIT: &str = "git:";

/// One side, read and not yet understood.
#[derive(Debug)]
pub(super) struct Side {
    source: Source,
    overlay: Option<Overlay>,
    config: Config,
}

impl Side {
    /// Reads a description from a file, with a configuration of today, or all from a commit.
    pub(super) fn read(name: &str, config: &Path, default: &Config) -> Result<Self> {
        match name.strip_prefix(GIT) {
            Some(revision) => Self::of_commit(revision, config),
            None => Ok(Self {
                source: Source::read(Path::new(name))?,
                overlay: default.overlay.as_deref().map(Overlay::read).transpose()?,
                config: default.clone(),
            }),
        }
    }

    fn of_commit(revision: &str, config: &Path) -> Result<Self> {
        let name = |path: &Path| format!("{GIT}{revision}:{}", path.display());
        let config = Config::parse(&show(revision, config)?, config)?;
        let pin = &config.description;
        let overlay = config
            .overlay
            .as_deref()
            .map(|path| Overlay::parse(&show(revision, path)?, &name(path)));
        Ok(Self {
            source: Source::parse(show(revision, pin)?, &name(pin))?,
            overlay: overlay.transpose()?,
            config,
        })
    }

    /// Lets the flags of the command say what is compared.
    pub(super) fn select(&mut self, tags: Option<&Tags>, api_version: Option<&str>) {
        if let Some(tags) = tags {
            self.config.tags = tags.clone();
        }
        if let Some(version) = api_version {
            self.config.package.api_version = Some(version.to_owned());
        }
    }

    /// Returns the tags that operations have.
    pub(super) fn tags(&self) -> Result<Vec<String>> {
        let document = Document::index(&self.source)?;
        Tags::All.among(&operations(&document)?)
    }

    /// Leaves out the tags that the other side alone has; returns whether some are left.
    pub(super) fn leave_out(&mut self, others: &[String]) -> Result<bool> {
        let Tags::Named(names) = &mut self.config.tags else {
            return Ok(true);
        };
        let own = {
            let document = Document::index(&self.source)?;
            Tags::All.among(&operations(&document)?)?
        };
        names.retain(|it| own.contains(it) || !others.contains(it));
        Ok(!names.is_empty())
    }

    /// Returns the model, and the corrections that change nothing on this side.
    pub(super) fn lowered(&self) -> Result<(Api, Vec<Diagnostic>)> {
        let (lowered, expired) = with_overlay(&self.source, self.overlay.as_ref(), &self.config)?;
        Ok((lowered.api, expired))
    }
}

/// Returns a file as it was at a commit; its path is relative to where the program runs.
pub(super) fn show(revision: &str, path: &Path) -> Result<String> {
    let failed = |why: String, help: &str| {
        Diagnostic::new(
            format!(
                "{} cannot be read at {}: {why}",
                quoted(&path.display().to_string()),
                quoted(revision)
            ),
            help,
        )
    };
    // A revision that begins with a hyphen would be an option of git.
    if revision.is_empty() || revision.starts_with('-') || revision.contains(':') {
        let why = "this is no revision".to_owned();
        return Err(failed(why, "name a commit, a branch or a tag: `git:HEAD~1`").into());
    }
    let here = PathBuf::from(".").join(path);
    let object = format!("{revision}:{}", here.display());
    let output = Command::new("git")
        .args(["show", "--end-of-options"])
        .arg(object)
        .output();
    let output = output.map_err(|error| failed(reason(&error), "install git"))?;
    if !output.status.success() {
        let why = told(&String::from_utf8_lossy(&output.stderr).trim_start_matches("fatal: "));
        let help =
            "check the revision, and that the file is in it; a shallow clone has few commits";
        return Err(failed(why, help).into());
    }
    String::from_utf8(output.stdout)
        .map_err(|_| failed("it is not UTF-8".to_owned(), "save it as UTF-8").into())
}
