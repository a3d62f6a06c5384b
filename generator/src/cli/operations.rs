//! `tagsmith operations`: lists the operations of a description.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::Outcome;
use super::print;
use super::selection::CONFIG;
use crate::config::Config;
use crate::description::load::{Document, Source};
use crate::description::select::{check_tags, operations};
use crate::report::{Result, visible};

const EXAMPLES: &str = "\
Examples:
  tagsmith operations
  tagsmith operations --description api.github.com.json --tag copilot

Each line has tab-separated columns: method, path, operationId, tags, and `deprecated` or nothing.";

/// Lists the operations of a description
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(super) struct Operations {
    /// Description in JSON or YAML; `-` reads standard input [default: as configured in tagsmith.toml]
    #[arg(long, value_name = "FILE")]
    description: Option<PathBuf>,
    /// List only operations of this tag; may be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
}

impl Operations {
    pub(super) fn run(self) -> Result<Outcome> {
        let path = match self.description {
            Some(path) => path,
            None => Config::read(Path::new(CONFIG))?.description,
        };
        let source = Source::read(&path)?;
        let document = Document::index(&source)?;
        let all = operations(&document)?;
        check_tags(&all, &self.tags)?;
        let mut text = String::new();
        for (operation, brief) in all {
            if !self.tags.is_empty() && !brief.tags.iter().any(|tag| self.tags.contains(tag)) {
                continue;
            }
            let deprecated = if operation.is_deprecated() {
                "deprecated"
            } else {
                ""
            };
            let columns = [
                &operation.method,
                &operation.path,
                &operation.id,
                &brief.tags.join(","),
                deprecated,
            ];
            let _ = writeln!(text, "{}", columns.map(visible).join("\t"));
        }
        print::out(text)?;
        Ok(Outcome::Fine)
    }
}
