//! Golden descriptions: small descriptions with one construct each, and their expected crates.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tagsmith::api::Api;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::emit::{fixtures, rust};
use tagsmith::lower::Lowered;
use tagsmith::output::Output;
use tagsmith::pipeline::lowered;
use tagsmith::report::{Diagnostics, Result};

/// A folder with a description, and optionally corrections and a partial configuration.
#[derive(Clone, Debug)]
pub struct Case {
    /// The folder.
    pub folder: PathBuf,
    /// Its name.
    pub name: String,
}

/// Returns the cases of a folder, sorted by name.
///
/// # Errors
///
/// Fails if the folder cannot be read.
pub fn cases(folder: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            cases.push(Case {
                folder: entry.path(),
                name: entry.file_name().to_string_lossy().into_owned(),
            });
        }
    }
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(cases)
}

/// Returns the folder of the golden crates.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

impl Case {
    /// Returns the description.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read.
    pub fn source(&self) -> Result<Source> {
        let json = self.folder.join("description.json");
        if json.exists() {
            return Source::read(&json);
        }
        Source::read(&self.folder.join("description.yaml"))
    }

    /// Returns the shared configuration with the case's own settings, or the case's configuration alone if that is
    /// complete.
    ///
    /// # Errors
    ///
    /// Fails if the configuration is malformed.
    pub fn config(&self) -> Result<Config> {
        let overlay = match self.folder.join("overlay.yaml").exists() {
            true => "overlay = \"overlay.yaml\"\n",
            false => "",
        };
        let piece = self.folder.join("tagsmith.toml");
        let own = fs::read_to_string(&piece).unwrap_or_default();
        if own.contains("[crate]") {
            return Config::parse(&own, &piece);
        }
        let name = self.name.replace('_', "-");
        let text = format!(
            "description = \"description.yaml\"\ntags = [\"things\"]\nout = \"expected\"\n{overlay}\n\
             [crate]\nname = \"golden-{name}\"\nversion = \"0.1.0\"\n\
             description = \"A golden crate\"\nrepository = \"https://example.com/golden\"\n\n\
             [runtime]\nversion = \"0.1.0\"\n\n{own}"
        );
        Config::parse(&text, &piece)
    }

    /// Returns the expected files of the case, as `generate` writes them: the sources and SURFACE.md.
    ///
    /// # Errors
    ///
    /// Fails if the description or the configuration is refused, or if a correction is expired.
    pub fn output(&self) -> Result<Output> {
        let (config, api) = self.api()?;
        let krate = Crate::of(&api);
        let mut files = rust::render(&krate);
        files.retain(|path, _| path.starts_with("src/") || path == "SURFACE.md");
        let output = Output::default().with(&config.out, files);
        Ok(match &config.fixtures {
            Some(folder) => output.with(folder, fixtures::render(&krate)),
            None => output,
        })
    }

    /// Returns the manifest of the case's crate.
    ///
    /// # Errors
    ///
    /// Fails as [`Case::output`] does.
    pub fn manifest(&self) -> Result<String> {
        let (_, api) = self.api()?;
        let mut files = rust::render(&Crate::of(&api));
        Ok(files.remove("Cargo.toml").unwrap_or_default())
    }

    fn api(&self) -> Result<(Config, Api)> {
        let config = self.config()?;
        let source = self.source()?;
        let (Lowered { api, .. }, expired) = lowered(&source, &config)?;
        match Diagnostics::collect(expired) {
            Some(expired) => Err(expired),
            None => Ok((config, api)),
        }
    }
}
