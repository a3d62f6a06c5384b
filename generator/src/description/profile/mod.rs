//! Profiles: facts of an API that its description does not state, and corrections of the description.
//!
//! A profile consists of data. The user names a profile, or it is detected from the description. `[profile]` in
//! tagsmith.toml overrides single facts.

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
    /// The facts.
    pub profile: Profile,
    /// The name of the profile, and the reason for its selection.
    pub why: String,
    /// The corrections of the description.
    pub overlays: Vec<Overlay>,
}

/// Selects the profile of a description.
///
/// # Errors
///
/// Fails if an API version is set, but the profile defines no version header.
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
            "{why}; the facts under [profile] in {FILE} apply only to the configured description"
        );
        (Facts::default(), why)
    } else {
        (settings.facts.clone(), why)
    };
    let profile = own.over(facts(name)?, name.as_str());
    if let (Some(version), None) = (api_version, &profile.version_header) {
        return Err(Diagnostic::new(
            format!(
                "the API version {} cannot be sent: the profile `{}` ({why}) defines no version header",
                quoted(version),
                name.as_str()
            ),
            "set `version_header` under [profile] in tagsmith.toml, select a different profile, or remove the API \
             version",
        )
        .into());
    }
    Ok(Chosen {
        profile,
        why: format!("{}, {why}", name.as_str()),
        overlays: overlays(name)?,
    })
}

/// Uses a configured profile only for the configured description. Otherwise a different API could receive GitHub's
/// tokens.
fn contradicted(name: Name) -> Diagnostic {
    let name = name.as_str();
    Diagnostic::new(
        format!("{FILE} names the profile `{name}`, but the description does not match it"),
        format!(
            "use --profile {name} if this profile is right, or a different one: {}",
            NAMES.join(", ")
        ),
    )
}

/// Detects the profile of a description.
pub(crate) fn detect(document: &Document<'_>) -> Name {
    detected(document).0
}

/// Detects the profile of a description, and returns it with the reason.
fn detected(document: &Document<'_>) -> (Name, String) {
    const SERVER: &str = "https://api.github.com";
    const ENTERPRISE_SERVER: &str = "{protocol}://{hostname}/api/v3";
    let server = document.server_template();
    let docs = document.docs_url();
    let is_documented =
        docs.starts_with("https://docs.github.com/") || docs == "https://docs.github.com";
    match server.trim_end_matches('/') {
        SERVER => (Name::Github, format!("because its server is {SERVER}")),
        ENTERPRISE_SERVER if is_documented => (
            Name::Github,
            format!(
                "because its server is {ENTERPRISE_SERVER}, and its documentation is on docs.github.com"
            ),
        ),
        _ => (
            Name::Neutral,
            "because it is not GitHub's description".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests;
