//! The baseline of a release: the state of the last release, with its own pin, configuration and corrections.

use std::path::Path;

use crate::api::Api;
use crate::config::Config;
use crate::pipeline::compare::DiffInput;
use crate::release::{LastRelease, Purpose, last_release};
use crate::report::Result;

/// The state that a release is compared with.
#[derive(Debug)]
pub struct Baseline {
    /// The API.
    pub api: Api,
    /// The name of the state: a tag, a commit, or the value of `--before`.
    pub name: String,
    /// Whether the state was released. Before the first release, the baseline is the last commit.
    pub is_released: bool,
}

impl Baseline {
    /// Finds the baseline: the value of `before`, otherwise the last release in the history. Returns `None` if no
    /// commit contains the configuration.
    ///
    /// # Errors
    ///
    /// Fails if git fails, or the crate of the baseline cannot be generated.
    pub fn find(
        path: &Path,
        now: &Config,
        before: Option<&str>,
        purpose: Purpose,
    ) -> Result<Option<Self>> {
        if let Some(before) = before {
            return Ok(Some(Self {
                api: named(before, path, now)?.lowered()?.0,
                name: before.to_owned(),
                is_released: true,
            }));
        }
        let Some(last) = last_release(path, now, purpose)? else {
            return Ok(None);
        };
        match last.is_released {
            true => Self::of_commit(last, path).map(Some),
            // A baseline that was not released may be invalid, so its errors are ignored.
            false => Ok(Self::of_commit(last, path).ok()),
        }
    }

    fn of_commit(last: LastRelease, path: &Path) -> Result<Self> {
        Ok(Self {
            api: DiffInput::of_commit(&last.commit, path)?.lowered()?.0,
            name: last.name,
            is_released: last.is_released,
        })
    }
}

/// Reads the state that `--before` names.
fn named(before: &str, path: &Path, now: &Config) -> Result<DiffInput> {
    let place = Path::new(before);
    if place.is_dir() {
        let config = place.join(path.file_name().unwrap_or_default());
        return DiffInput::of_config(&config);
    }
    match place.extension().is_some_and(|it| it == "toml") {
        true => DiffInput::of_config(place),
        // The value is a commit or a description.
        false => DiffInput::read(before, path, now),
    }
}
