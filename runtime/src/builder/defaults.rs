//! What a generated crate presets.

/// What a generated crate presets.
#[derive(Debug)]
#[non_exhaustive]
pub struct Defaults {
    /// Where the API is: an absolute URL.
    pub base_url: &'static str,
    /// The API version that the crate was generated for.
    pub api_version: Option<&'static str>,
    /// The `User-Agent`: the crate's name and version.
    pub user_agent: &'static str,
}

impl Defaults {
    /// Presets where the API is and what calls say that they come from.
    pub const fn new(base_url: &'static str, user_agent: &'static str) -> Self {
        Self {
            base_url,
            api_version: None,
            user_agent,
        }
    }

    /// The same, with the API version that the crate was generated for.
    #[must_use]
    pub const fn api_version(self, version: &'static str) -> Self {
        Self {
            api_version: Some(version),
            ..self
        }
    }
}

/// Returns whether a URL is one that GitHub runs: on github.com, or with a name of its own at `ghe.com`.
pub(super) fn is_hosted_by_github(url: &str) -> bool {
    let (_, rest) = url.split_once("://").unwrap_or_default();
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host == "api.github.com" || host.ends_with(".ghe.com")
}

/// Returns whether an API looks like GitHub's: it is one, or has the path of GitHub Enterprise Server.
pub(super) fn is_github(url: &str) -> bool {
    is_hosted_by_github(url) || url.trim_end_matches('/').ends_with("/api/v3")
}
