//! What users of the crate have: the last release, with the pin, the configuration and the corrections that it had.

use std::path::Path;

use crate::api::Api;
use crate::config::Config;
use crate::pipeline::compare::DiffInput;
use crate::release::{LastRelease, Purpose, last_release};
use crate::report::Result;

/// What a release is compared with.
#[derive(Debug)]
pub struct Baseline {
    /// The API.
    pub api: Api,
    /// What it is: a tag, a commit, or what `--before` names.
    pub name: String,
    /// Whether users have it: if nothing is released yet, it is the last commit.
    pub is_released: bool,
}

impl Baseline {
    /// Finds what users have: what `before` names, or else the last release in the history. Returns none where there is
    /// no commit of the configuration at all.
    ///
    /// # Errors
    ///
    /// Fails if git does, or if what users have cannot be generated.
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
            // What nobody has may be as broken as it likes.
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

/// Reads what `--before` names.
fn named(before: &str, path: &Path, now: &Config) -> Result<DiffInput> {
    let place = Path::new(before);
    if place.is_dir() {
        let config = place.join(path.file_name().unwrap_or_default());
        return DiffInput::of_config(&config);
    }
    match place.extension().is_some_and(|it| it == "toml") {
        true => DiffInput::of_config(place),
        // A commit, or a description.
        false => DiffInput::read(before, path, now),
    }
}
