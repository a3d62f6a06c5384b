//! A crate of a whole description, and beside it the program that proves it.

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

/// The crate's name.
const NAME: &str = "github-whole";

/// What to generate, and where.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The description.
    pub description: PathBuf,
    /// The API version; none for that of the repository's own configuration.
    pub api_version: Option<String>,
    /// The tags; none for all.
    pub tags: Vec<String>,
    /// The folder that everything goes to.
    pub build: PathBuf,
}

/// A crate that was generated.
#[derive(Debug)]
pub struct Made {
    /// Its configuration.
    pub config: Config,
    /// How many operations it has.
    pub operations: usize,
    /// Its tags.
    pub tags: Vec<String>,
    /// The description that it is held against.
    pub description: PathBuf,
    /// What it was written from.
    pub api: Api,
}

impl Whole {
    /// Makes the folder and its paths absolute: the crates in it name each other.
    ///
    /// # Errors
    ///
    /// Fails if the description is not there, or the folder cannot be made.
    pub fn prepared(mut self) -> Result<Self, String> {
        fs::create_dir_all(&self.build).map_err(at(&self.build))?;
        self.build = fs::canonicalize(&self.build).map_err(at(&self.build))?;
        self.description = fs::canonicalize(&self.description).map_err(at(&self.description))?;
        Ok(self)
    }

    /// Generates the crate to `client`.
    ///
    /// # Errors
    ///
    /// Fails if the description is refused, or the disk fails.
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

    /// Builds the program that proves the crate, and puts it at `replay`.
    ///
    /// # Errors
    ///
    /// Fails if the crate does not compile, or the disk fails.
    pub fn build(&self, made: &Made) -> Result<PathBuf, String> {
        workspace::write(self, made)?;
        let program = tools::built(&self.build, &["--package", "check"])?;
        let program = program.first().ok_or("cargo names no program")?;
        let replay = self.build.join("replay");
        // A program that runs cannot be written to, but its name can be given to another.
        if replay.exists() {
            fs::remove_file(&replay).map_err(at(&replay))?;
        }
        fs::copy(program, &replay).map_err(at(&replay))?;
        Ok(replay)
    }

    /// Writes the description that the crate is held against: that of its API version, corrected.
    fn described(&self, source: &Source, config: &Config) -> Result<PathBuf, String> {
        let json = description::corrected(source, config)?;
        let path = self.build.join("description.json");
        fs::write(&path, json).map_err(at(&path))?;
        Ok(path)
    }

    /// Where the configuration is.
    fn config(&self) -> PathBuf {
        self.build.join("tagsmith.toml")
    }

    /// Where the crate is.
    fn client(&self) -> PathBuf {
        self.build.join("client")
    }
}

/// Says which file an error is about.
fn at(path: &Path) -> impl Fn(io::Error) -> String {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}")
}
