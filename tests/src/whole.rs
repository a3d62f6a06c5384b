//! Generates a crate of a whole description, and the program that checks it.

mod chart;
mod config;
mod decode;
mod derives;
mod figures;
mod growth;
mod largest;
mod tools;
pub mod usage;
mod workspace;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tagsmith::api::Api;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::emit::rust;
use tagsmith::output::Output;
use tagsmith::pipeline::lowered;

pub use self::decode::decode;
pub use self::figures::figures;
pub use self::growth::growth;
use crate::description;

/// The name of the crate.
const NAME: &str = "github-whole";

/// The description and the build folder, with options.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The description.
    pub description: PathBuf,
    /// The API version, or `None` to use the version in the repository's configuration.
    pub api_version: Option<String>,
    /// The tags; empty for all.
    pub tags: Vec<String>,
    /// The build folder.
    pub build: PathBuf,
}

/// A generated crate.
#[derive(Debug)]
pub struct Made {
    /// The configuration.
    pub config: Config,
    /// The number of operations.
    pub operations: usize,
    /// The tags.
    pub tags: Vec<String>,
    /// The description to check against.
    pub description: PathBuf,
    /// The model.
    pub api: Api,
}

impl Whole {
    /// Creates the build folder, and makes its path absolute, because the crates in the folder refer to each other.
    ///
    /// # Errors
    ///
    /// Fails if the description is missing, or if the folder cannot be created.
    pub fn prepared(mut self) -> Result<Self, String> {
        fs::create_dir_all(&self.build).map_err(at(&self.build))?;
        self.build = fs::canonicalize(&self.build).map_err(at(&self.build))?;
        self.description = fs::canonicalize(&self.description).map_err(at(&self.description))?;
        Ok(self)
    }

    /// Generates the crate into `client`.
    ///
    /// # Errors
    ///
    /// Fails if the description is refused, or if the disk fails.
    pub fn generate(&self) -> Result<Made, String> {
        let source = Source::read(&self.description).map_err(|error| error.to_string())?;
        let tags = match self.tags.as_slice() {
            [] => config::all_tags(&source)?,
            tags => tags.to_vec(),
        };
        let config = config::write(self, &tags, &self.config())?;
        let (lowered, _) = lowered(&source, &config).map_err(|error| error.to_string())?;
        let output = Output::default().with(&config.out, rust::render(&Crate::of(&lowered.api)));
        output.write().map_err(|error| error.to_string())?;
        let operations = lowered.api.tags.iter().map(|tag| tag.operations.len());
        let description = self.described(&source, &config)?;
        Ok(Made {
            config,
            operations: operations.sum(),
            tags,
            description,
            api: lowered.api,
        })
    }

    /// Builds the program that checks the crate, and copies it to `replay`.
    ///
    /// # Errors
    ///
    /// Fails if the crate does not compile, or if the disk fails.
    pub fn build(&self, made: &Made) -> Result<PathBuf, String> {
        workspace::write(self, made)?;
        let program = tools::built(&self.build, &["--package", "check"])?;
        let program = program
            .first()
            .ok_or("the output of cargo contains no program")?;
        let replay = self.build.join("replay");
        // A running program cannot be overwritten, but it can be replaced by a rename.
        if replay.exists() {
            fs::remove_file(&replay).map_err(at(&replay))?;
        }
        fs::copy(program, &replay).map_err(at(&replay))?;
        Ok(replay)
    }

    /// Writes the description to check against: the part of the API version, with corrections.
    fn described(&self, source: &Source, config: &Config) -> Result<PathBuf, String> {
        let json = description::corrected(source, config)?;
        let path = self.build.join("description.json");
        fs::write(&path, json).map_err(at(&path))?;
        Ok(path)
    }

    /// Returns the path of the configuration.
    fn config(&self) -> PathBuf {
        self.build.join("tagsmith.toml")
    }

    /// Returns the path of the crate.
    fn client(&self) -> PathBuf {
        self.build.join("client")
    }
}

/// Adds the path to an I/O error.
fn at(path: &Path) -> impl Fn(io::Error) -> String {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}")
}
