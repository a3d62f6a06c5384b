//! Profiles: the facts of an API that no description states, and the corrections that its description needs.
//!
//! A profile is data. The user names one, or it is detected from the description; `[profile]` in tagsmith.toml
//! overrides single facts.

mod builtin;

use self::builtin::{facts, overlays};
use crate::api::Profile;
use crate::config::{FILE, Facts, NAMES, Name};
use crate::description::load::Document;
use crate::description::overlay::Overlay;
use crate::report::{Diagnostic, Result, quoted};

pub use crate::config::Settings;

/// The profile of one run.
#[derive(Debug)]
pub struct Chosen {
    /// Its facts.
    pub profile: Profile,
    /// The name of the profile, and why it is this one.
    pub why: String,
    /// The corrections that the description needs.
    pub overlays: Vec<Overlay>,
}

/// Chooses the profile of a description.
///
/// # Errors
///
/// Fails if an API version is to be sent, and the profile has no header for it.
pub fn choose(
    settings: &Settings,
    document: &Document<'_>,
    api_version: Option<&str>,
) -> Result<Chosen> {
    let (name, why) = match settings.named {
        Some((name, FILE)) if settings.is_for_another && detected(document).0 != name => {
            return Err(contradicted(name).into());
        }
        Some((name, by)) => (name, format!("named by {by}")),
        None => detected(document),
    };
    let (own, why) = if settings.is_for_another && settings.facts.has_any() {
        let why = format!(
            "{why}; [profile] in {FILE} is for its own description, and its facts are not used"
        );
        (Facts::default(), why)
    } else {
        (settings.facts.clone(), why)
    };
    let profile = own.over(facts(name)?, name.as_str());
    if let (Some(version), None) = (api_version, &profile.version_header) {
        return Err(Diagnostic::new(
            format!(
                "the API version {} cannot be sent: the profile `{}` ({why}) has no header for it",
                quoted(version),
                name.as_str()
            ),
            "name the header as `version_header` under [profile] in tagsmith.toml, choose another profile, or give \
             no API version",
        )
        .into());
    }
    Ok(Chosen {
        profile,
        why: format!("{}, {why}", name.as_str()),
        overlays: overlays(name)?,
    })
}

/// The profile of a file is that of the file's own description: another API must not get its variables.
fn contradicted(name: Name) -> Diagnostic {
    let name = name.as_str();
    Diagnostic::new(
        format!(
            "{FILE} names the profile `{name}`, but the description given does not look like one of it"
        ),
        format!(
            "give --profile {name} if it is one, or another profile: {}",
            NAMES.join(", ")
        ),
    )
}

/// Detects the profile of a description.
pub(crate) fn detect(document: &Document<'_>) -> Name {
    detected(document).0
}

/// Detects the profile of a description, and says by what.
fn detected(document: &Document<'_>) -> (Name, String) {
    const SERVER: &str = "https://api.github.com";
    const ENTERPRISE_SERVER: &str = "{protocol}://{hostname}/api/v3";
    let server = document.server_template();
    let docs = document.docs_url();
    let is_documented =
        docs.starts_with("https://docs.github.com/") || docs == "https://docs.github.com";
    match server.trim_end_matches('/') {
        SERVER => (Name::Github, format!("since its server is {SERVER}")),
        ENTERPRISE_SERVER if is_documented => (
            Name::Github,
            format!(
                "since its server is {ENTERPRISE_SERVER}, and its documentation on docs.github.com"
            ),
        ),
        _ => (
            Name::Neutral,
            "since it is not known as GitHub's".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests;
