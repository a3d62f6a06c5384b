//! The template of a new tagsmith.toml.

use super::tags::Tags;

/// The values of a new configuration.
pub(crate) struct Template<'a> {
    pub(crate) description: &'a str,
    pub(crate) tags: &'a Tags,
    pub(crate) out: &'a str,
    pub(crate) name: &'a str,
    pub(crate) profile: &'a str,
    pub(crate) api_version: Option<&'a str>,
    pub(crate) runtime_path: Option<&'a str>,
}

impl Template<'_> {
    /// Returns the text. Unset optional keys are comments.
    pub(crate) fn render(&self) -> String {
        let Self {
            description,
            out,
            name,
            profile,
            ..
        } = self;
        let [description, out, name, profile] =
            [description, out, name, profile].map(|it| toml(it));
        let tags = match self.tags {
            Tags::All => toml("all"),
            Tags::Named(tags) => {
                let tags: Vec<String> = tags.iter().map(|it| toml(it)).collect();
                format!("[{}]", tags.join(", "))
            }
        };
        let about = toml(&format!("A client of the API, {}", self.name));
        let api_version = set_or_comment("api_version", self.api_version, "2026-03-10");
        let runtime_path = set_or_comment("path", self.runtime_path, "../runtime");
        let runtime = toml(env!("CARGO_PKG_VERSION"));
        format!(
            r##"# Configures `tagsmith generate` and `tagsmith update`. Paths are relative to this file, except `path` of
# [runtime]. CONTRIBUTING.md of tagsmith lists all keys.

# The pinned part of the API's description. Never edit it, since `tagsmith update` replaces it: write corrections into an overlay.
description = {description}
# An OpenAPI overlay that corrects the description:
# overlay = "spec/overlay.yaml"

# The tags whose operations the crate has, or "all". `tagsmith operations --description FILE` lists them.
tags = {tags}

# The folder of the crate. Its files are generated: never edit them.
out = {out}

[crate]
name = {name}
# `tagsmith update` increases the version according to the changes.
version = "0.1.0"
description = {about}
# The URL of the source repository:
repository = ""
# The API version that each call requests. It requires a profile with a version header:
{api_version}

# Facts of the API that its description does not state: `github` or `neutral`.
[profile]
name = {profile}
# The environment variables that `Client::from_env` reads, and the hosts that receive each token:
# base_url_variable = "EXAMPLE_API_URL"
# tokens = [{{ variables = ["EXAMPLE_TOKEN"], hosts = ["api.example.com"] }}]

# The runtime that the crate depends on.
[runtime]
version = {runtime}
# The folder of tagsmith-runtime, relative to `out` or absolute. Without this key, the crate depends on crates.io:
{runtime_path}

# An operation that is skipped; SURFACE.md lists it with the reason:
# [[skip]]
# operation = "things/list"
# reason = "its response has no schema"

# The Rust name of a type, property, value or operation:
# [[rename]]
# at = "#/components/schemas/thing"
# name = "Item"
# reason = "the name of the old crate"
"##
        )
    }
}

/// Returns a key with its value, or a commented-out example.
fn set_or_comment(key: &str, value: Option<&str>, example: &str) -> String {
    match value {
        Some(value) => format!("{key} = {}", toml(value)),
        None => format!("# {key} = {}", toml(example)),
    }
}

/// Returns a text as a TOML string.
fn toml(text: &str) -> String {
    toml::Value::from(text).to_string()
}
