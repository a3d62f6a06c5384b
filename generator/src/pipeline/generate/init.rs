//! Creates the configuration, the pin and the lock file of a new crate.

use std::path::{Path, PathBuf};

use crate::config::{
    Config, FILE, Name, PROFILE_FLAG, Tags, Template, check_name, check_runtime_path,
};
use crate::description::load::{Document, Source};
use crate::description::pin::{Origin, Pinned, Upstream, lock_of};
use crate::description::profile;
use crate::file::text;
use crate::output::Output;
use crate::release::upstream::{self, Limits};
use crate::report::{Diagnostic, Result};

/// The settings of a new crate.
#[derive(Clone, Copy, Debug)]
pub struct NewCrate<'a> {
    /// The description: a file or a URL.
    pub description: &'a str,
    /// The tags to select.
    pub tags: &'a Tags,
    /// The name of the crate.
    pub name: &'a str,
    /// The folder of the crate.
    pub out: &'a Path,
    /// The npm package that publishes the description, if there is one.
    pub upstream: Option<&'a str>,
    /// The version to record in the lock file; by default the description's own version.
    pub version: Option<&'a str>,
    /// The profile; by default the profile that the description's content suggests.
    pub profile: Option<Name>,
    /// The API version of the crate.
    pub api_version: Option<&'a str>,
    /// The folder of the runtime; by default the crate depends on crates.io.
    pub runtime_path: Option<&'a str>,
    /// The folder of the runtime; by default the crate depends on crates.io.
    pub is_forced: bool,
}

impl NewCrate<'_> {
    /// Writes the configuration into the current folder, and the pin and its lock file into `spec`.
    ///
    /// # Errors
    ///
    /// Fails if one of the files exists, or if the description cannot be pinned.
    pub fn write(&self, limits: &Limits) -> Result<Pinned> {
        check_name(self.name)?;
        if let Some(path) = self.runtime_path {
            check_runtime_path(path, self.out)?;
        }
        let upstream = match self.upstream {
            Some(package) => Upstream::Package(package.to_owned()),
            None => Upstream::of_place(self.description)?,
        };
        let pin = PathBuf::from("spec").join(format!("{}.yaml", self.name));
        let files = [Path::new(FILE).to_path_buf(), lock_of(&pin), pin.clone()];
        self.check_free(&files)?;
        let source = upstream::from_place(self.description, limits)?;
        let config = self.config(&source, &pin)?;
        let file = Path::new(source.name()).file_name().unwrap_or_default();
        let origin = Origin {
            upstream: &upstream.to_string(),
            version: self.version,
            file: &file.to_string_lossy(),
        };
        let pinned = Pinned::of(&source, &config, &origin)?;
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
        Ok(pinned)
    }

    /// Fails if a file would be overwritten.
    fn check_free(&self, files: &[PathBuf]) -> Result<()> {
        let found = files.iter().find(|it| it.exists());
        match found {
            Some(found) if !self.is_forced => Err(Diagnostic::new(
                "the file already exists",
                "overwrite it with --force, or run `tagsmith init` in another folder",
            )
            .at(found.display().to_string())
            .into()),
            _ => Ok(()),
        }
    }

    /// Returns the configuration that is needed to pin the description and to detect the profile.
    fn config(&self, source: &Source, pin: &Path) -> Result<Config> {
        let mut config = Config {
            description: pin.to_path_buf(),
            tags: self.tags.clone(),
            ..Config::default()
        };
        config.profile.set_name(self.profile(source)?, PROFILE_FLAG);
        profile::choose(&config.profile, &Document::index(source)?, self.api_version)?;
        Ok(config)
    }

    fn profile(&self, source: &Source) -> Result<Name> {
        match self.profile {
            Some(name) => Ok(name),
            None => Ok(profile::detect(&Document::index(source)?)),
        }
    }

    fn template(&self, source: &Source, pin: &Path) -> Result<String> {
        let out = self.out.display().to_string();
        // The configuration uses `/` in paths on all systems.
        let pin = pin.display().to_string().replace('\\', "/");
        let template = Template {
            description: &pin,
            tags: self.tags,
            out: &out,
            name: self.name,
            profile: self.profile(source)?.as_str(),
            api_version: self.api_version,
            runtime_path: self.runtime_path,
        };
        Ok(template.render())
    }
}

/// Returns the text of a file, if the file exists.
fn existing(path: &Path) -> Result<Option<String>> {
    path.exists().then(|| text(path)).transpose()
}
