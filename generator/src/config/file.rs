//! Reads the configuration.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::crate_name::check_name;
use super::entry::{Rename, Skip};
use super::profile::Settings;
use super::scope::Occasion;
use super::tags::Tags;
use crate::report::{Diagnostic, Result, describe, quoted};

/// The configuration. Paths are relative to the current folder.
#[derive(Clone, Debug)]
pub struct Config {
    /// The description to generate from.
    pub description: PathBuf,
    /// The tags to select.
    pub tags: Tags,
    /// The overlay with corrections of the description.
    pub overlay: Option<PathBuf>,
    /// The output folder of the crate.
    pub out: PathBuf,
    /// The package metadata of the crate.
    pub package: Package,
    /// The runtime that the crate depends on.
    pub runtime: Runtime,
    /// Renamed items.
    pub rename: Vec<Rename>,
    /// Skipped operations.
    pub skip: Vec<Skip>,
    /// The user's settings of the profile.
    pub profile: Settings,
    /// The output folder of the examples.
    pub fixtures: Option<PathBuf>,
}

/// The package metadata of the crate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The description, in one line.
    pub description: String,
    /// The URL of the source repository.
    pub repository: String,
    /// The URL of the published documentation.
    pub documentation: Option<String>,
    /// The API version of the crate, which each call sends.
    pub api_version: Option<String>,
}

/// The runtime that the crate depends on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// The version.
    pub version: String,
    /// The folder, as written into the manifest.
    pub path: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    description: PathBuf,
    tags: Tags,
    overlay: Option<PathBuf>,
    out: PathBuf,
    #[serde(rename = "crate")]
    package: Package,
    runtime: Runtime,
    #[serde(default)]
    rename: Vec<Rename>,
    #[serde(default)]
    skip: Vec<Skip>,
    #[serde(default)]
    profile: Settings,
    fixtures: Option<Fixtures>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixtures {
    out: PathBuf,
}

impl Config {
    /// Reads a configuration. The paths in it are relative to its folder.
    ///
    /// # Errors
    ///
    /// Fails if the file is missing or invalid.
    pub fn read(path: &Path) -> Result<Self> {
        let text = crate::file::text(path)?;
        Self::parse(&text, path)
    }

    /// Parses the text of the configuration at `path`.
    ///
    /// # Errors
    ///
    /// Fails if the text is invalid.
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map_or(1, |before| before.matches('\n').count() + 1);
            Diagnostic::new(
                format!(
                    "the configuration is invalid: {}",
                    describe(&error.message())
                ),
                "see the settings in CONTRIBUTING.md",
            )
            .at(format!("{}:{line}", path.display()))
        })?;
        check_name(&file.package.name)?;
        if let Some(skip) = file.skip.iter().find(|skip| skip.reason.trim().is_empty()) {
            return Err(Diagnostic::new(
                format!("the [[skip]] of {} has no reason", quoted(&skip.operation)),
                "state the reason in `reason`: SURFACE.md prints it",
            )
            .at(path.display().to_string())
            .into());
        }
        let facts = file.profile.facts.check();
        facts.map_err(|it| it.at(path.display().to_string()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Ok(Self {
            description: folder.join(file.description),
            tags: file.tags,
            overlay: file.overlay.map(|it| folder.join(it)),
            out: folder.join(file.out),
            package: file.package,
            runtime: file.runtime,
            rename: file.rename,
            skip: file.skip,
            profile: file.profile,
            fixtures: file.fixtures.map(|it| folder.join(it.out)),
        })
    }

    /// Sets a different description. If the file differs from the configured one, the facts of `[profile]` do not
    /// apply.
    pub fn set_description(&mut self, description: &Path) {
        self.profile.is_for_another = !is_same_file(description, &self.description);
        self.description = description.to_path_buf();
    }

    /// Returns the configuration without entries whose scope does not match this run.
    #[must_use]
    pub fn on(&self, occasion: &Occasion<'_>) -> Self {
        let mut config = self.clone();
        config.rename.retain(|it| it.scope.has(occasion));
        config.skip.retain(|it| it.scope.has(occasion));
        config
    }
}

impl Default for Config {
    /// Returns the configuration for runs without a configuration file, which selects the whole description.
    fn default() -> Self {
        Self {
            description: PathBuf::new(),
            tags: Tags::All,
            overlay: None,
            out: PathBuf::from("client"),
            package: Package {
                name: "client".to_owned(),
                version: "0.1.0".to_owned(),
                description: String::new(),
                repository: String::new(),
                documentation: None,
                api_version: None,
            },
            runtime: Runtime {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                path: None,
            },
            rename: Vec::new(),
            skip: Vec::new(),
            profile: Settings::default(),
            fixtures: None,
        }
    }
}

/// Returns whether two paths lead to the same existing file.
fn is_same_file(left: &Path, right: &Path) -> bool {
    match (left.canonicalize(), right.canonicalize()) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Config;
    use crate::config::Occasion;

    const START: &str = "description = \"a.yaml\"\ntags = [\"t\"]\nout = \"o\"\n";
    const REST: &str = "[crate]\nname = \"a-b\"\nversion = \"1.0.0\"\ndescription = \"d\"\n\
        repository = \"r\"\n[runtime]\nversion = \"1.0.0\"\n";

    fn read(more: &str) -> Result<Config, String> {
        let text = format!("{START}{REST}{more}");
        Config::parse(&text, Path::new("x/tagsmith.toml")).map_err(|it| it.to_string())
    }

    #[test]
    fn paths_are_relative_to_the_configuration_file() {
        let config = read("[fixtures]\nout = \"f\"\n").unwrap();
        assert_eq!(config.description, Path::new("x/a.yaml"));
        assert_eq!(config.out, Path::new("x/o"));
        assert_eq!(config.fixtures.as_deref(), Some(Path::new("x/f")));
    }

    #[test]
    fn errors_name_the_invalid_part_of_the_configuration() {
        let deep = "[a]\nb = ".to_owned() + &"[".repeat(100_000);
        for (more, expected) in [
            ("[fixture]\nout = \"f\"\n", "unknown field `fixture`"),
            (
                "[fixtures]\nin = \"f\"\n",
                "unknown field `in`, expected `out`",
            ),
            (
                "[[skip]]\noperation = \"a\"\nreason = \" \"\n",
                "has no reason",
            ),
            ("[[skip]]\noperation = \"a\"\n", "missing field `reason`"),
            ("[[rename]]\nat = \"#/a\"\n", "missing field `name`"),
            ("[fixtures", "x/tagsmith.toml:11\n"),
            (
                "[profile]\nname = \"gitlab\"\n",
                "expected `neutral` or `github`",
            ),
            ("[profile]\ntoken = \"a\"\n", "unknown field `token`"),
            (deep.as_str(), "is invalid"),
        ] {
            let error = read(more).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn entries_whose_scope_differs_are_ignored() {
        let entry = "[[skip]]\noperation = \"a\"\nreason = \"r\"\n";
        for (scope, kept) in [
            ("", 1),
            ("for = { tags = [\"t\"] }", 1),
            ("for = { tags = [\"u\"] }", 0),
            ("for = { descriptions = [\"ghes\"] }", 0),
            (
                "for = { descriptions = [\"api\"], api_versions = [\"1\"] }",
                1,
            ),
            ("for = { api_versions = [\"2\"] }", 0),
        ] {
            let occasion = Occasion {
                tags: &["t".to_owned()],
                description: "api",
                api_version: Some("1"),
            };
            let config = read(&format!("{entry}{scope}\n")).unwrap();
            assert_eq!(config.on(&occasion).skip.len(), kept, "{scope}");
        }
    }
}
