//! The facts of a profile in TOML, from a built-in profile and from the section `[profile]`, which takes precedence.

use http::header::{
    ACCEPT, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue,
    TRANSFER_ENCODING, USER_AGENT,
};
use serde::Deserialize;

use super::profile_name::Name;
use crate::api::{self, Profile};
use crate::report::{Diagnostic, Result, describe, quoted};

/// The facts of a profile. The overridden profile supplies the missing facts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The built-in profile that the facts override.
    pub(super) name: Option<Name>,
    base_url_variable: Option<String>,
    host_variable: Option<HostVariable>,
    tokens: Option<Vec<TokenVariables>>,
    media_type: Option<String>,
    version_header: Option<String>,
    redirect_writes: Option<bool>,
    unlimited_paths: Option<Vec<String>>,
    limit_messages: Option<Vec<String>>,
    result_cap: Option<u32>,
    error_message: Option<Vec<String>>,
    error_documentation_url: Option<Vec<String>>,
    uploads: Option<Vec<UploadServer>>,
    graphql: Option<Vec<GraphQlEndpoint>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenVariables {
    variables: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    named_server: bool,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct HostVariable {
    name: String,
    #[serde(default)]
    servers: Vec<HostServer>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct HostServer {
    host: String,
    base_url: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct UploadServer {
    base: String,
    uploads: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct GraphQlEndpoint {
    base: String,
    url: String,
}

impl Facts {
    /// Parses the facts of a built-in profile.
    pub(crate) fn parse(text: &str, name: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            Diagnostic::new(
                format!("the profile is invalid: {}", describe(&error.message())),
                "this is a bug in tagsmith; please report it",
            )
            .at(name)
            .into()
        })
    }

    /// Checks that the client can use each fact.
    ///
    /// # Errors
    ///
    /// Fails if a value is unusable. The error names the key.
    pub fn check(&self) -> std::result::Result<(), Diagnostic> {
        let refused = |key: &str, value: &str, help: &str| {
            let what = format!(
                "`{key}` under [profile] has the invalid value {}",
                quoted(value)
            );
            Err(Diagnostic::new(what, help))
        };
        let variables = "give the name of an environment variable, such as `EXAMPLE_TOKEN`";
        if let Some(name) = set(self.base_url_variable.as_ref())
            && !is_variable(name)
        {
            return refused("base_url_variable", name, variables);
        }
        if let Some(host) = self.host_variable.as_ref().filter(|it| !it.name.is_empty()) {
            if !is_variable(&host.name) {
                return refused("host_variable.name", &host.name, variables);
            }
            let fits = |it: &&HostServer| match (stars(&it.host), stars(&it.base_url)) {
                (1, 0 | 1) | (0, 0) => it.base_url.starts_with("https://"),
                _ => false,
            };
            if let Some(server) = host.servers.iter().find(|it| !fits(it)) {
                let help = "give a host pattern and an https URL, such as `*` and `https://*/api/v3`; the URL may \
                            contain `*` only if the host does";
                let value = format!("{} for {}", server.base_url, server.host);
                return refused("host_variable.servers", &value, help);
            }
            if host.servers.is_empty() {
                let help = "list the base URLs by host, such as `{ host = \"*\", base_url = \"https://*/api/v3\" }`";
                return refused("host_variable.servers", "", help);
            }
        }
        for tokens in self.tokens.iter().flatten() {
            if tokens.named_server && !tokens.hosts.is_empty() {
                let help = "list hosts, or set `named_server = true` without hosts";
                return refused("tokens.hosts", &tokens.hosts.join(", "), help);
            }
            if tokens.variables.is_empty() {
                return refused("tokens.variables", "", variables);
            }
            if let Some(name) = tokens.variables.iter().find(|it| !is_variable(it)) {
                return refused("tokens.variables", name, variables);
            }
            if let Some(host) = tokens.hosts.iter().find(|it| !is_host(it)) {
                let help =
                    "give a host in lower case, such as `api.example.com` or `*.example.com`";
                return refused("tokens.hosts", host, help);
            }
        }
        if let Some(name) = set(self.media_type.as_ref())
            && (HeaderValue::from_str(name).is_err() || !name.contains('/'))
        {
            return refused(
                "media_type",
                name,
                "give a media type such as `application/json`",
            );
        }
        if let Some(name) = set(self.version_header.as_ref())
            && !is_free_header(name)
        {
            let help =
                "give the name of a header that only the API defines, such as `X-Api-Version`";
            return refused("version_header", name, help);
        }
        let mut paths = self.unlimited_paths.iter().flatten();
        if let Some(path) = paths.find(|it| !it.starts_with('/')) {
            let help = "give paths as in the description, such as `/rate_limit`";
            return refused("unlimited_paths", path, help);
        }
        let mut messages = self.limit_messages.iter().flatten();
        if let Some(message) = messages.find(|it| it.trim().is_empty()) {
            let help = "give a part of a message, such as `was submitted too quickly`";
            return refused("limit_messages", message, help);
        }
        for (key, pointers) in [
            ("error_message", &self.error_message),
            ("error_documentation_url", &self.error_documentation_url),
        ] {
            let mut pointers = pointers.iter().flatten();
            if let Some(pointer) = pointers.find(|it| !it.starts_with('/')) {
                return refused(key, pointer, "give JSON pointers, such as `/error/message`");
            }
        }
        let uploads = self.uploads.iter().flatten();
        let uploads = uploads.map(|it| ("uploads", [&it.base, &it.uploads]));
        let graphql = self.graphql.iter().flatten();
        let graphql = graphql.map(|it| ("graphql", [&it.base, &it.url]));
        for (key, forms) in uploads.chain(graphql) {
            if let Some(form) = forms.iter().find(|it| stars(it) != 1) {
                let help = "give a URL with one `*`, such as `https://api.*.example.com`";
                return refused(key, form, help);
            }
        }
        Ok(())
    }

    /// Returns whether any fact is set. The profile's name does not count.
    pub(crate) fn has_any(&self) -> bool {
        let nothing = Self {
            name: self.name,
            ..Self::default()
        };
        *self != nothing
    }

    /// Returns the profile `below` with these facts applied.
    pub(crate) fn over(self, below: Self, name: &str) -> Profile {
        let own = self.media_type.or(below.media_type);
        let media_type = set(own.as_ref()).map_or("application/json", String::as_str);
        Profile {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            base_url_variable: set(self.base_url_variable.or(below.base_url_variable)),
            host_variable: (self.host_variable.or(below.host_variable))
                .filter(|it| !it.name.is_empty())
                .map(|it| api::HostVariable {
                    name: it.name,
                    servers: (it.servers.into_iter())
                        .map(|it| api::HostServer {
                            host: it.host,
                            base_url: it.base_url,
                        })
                        .collect(),
                }),
            tokens: (self.tokens.or(below.tokens).unwrap_or_default())
                .into_iter()
                .map(|it| api::TokenVariables {
                    variables: it.variables,
                    hosts: it.hosts,
                    named_server: it.named_server,
                })
                .collect(),
            version_header: set(self.version_header.or(below.version_header)),
            redirect_writes: (self.redirect_writes.or(below.redirect_writes)).unwrap_or_default(),
            unlimited_paths: (self.unlimited_paths.or(below.unlimited_paths)).unwrap_or_default(),
            limit_messages: (self
                .limit_messages
                .or(below.limit_messages)
                .unwrap_or_default())
            .iter()
            .map(|it| it.to_ascii_lowercase())
            .collect(),
            result_cap: self.result_cap.or(below.result_cap).filter(|it| *it > 0),
            error_message: self
                .error_message
                .or(below.error_message)
                .unwrap_or_default(),
            error_documentation_url: self
                .error_documentation_url
                .or(below.error_documentation_url)
                .unwrap_or_default(),
            uploads: (self.uploads.or(below.uploads).unwrap_or_default())
                .into_iter()
                .map(|it| api::UploadServer {
                    base: it.base,
                    uploads: it.uploads,
                })
                .collect(),
            graphql: (self.graphql.or(below.graphql).unwrap_or_default())
                .into_iter()
                .map(|it| api::GraphQlEndpoint {
                    base: it.base,
                    url: it.url,
                })
                .collect(),
        }
    }
}

/// Returns a non-empty text. An empty text removes the fact of the overridden profile.
fn set<T: AsRef<str>>(text: Option<T>) -> Option<T> {
    text.filter(|it| !it.as_ref().is_empty())
}

fn stars(form: &str) -> usize {
    form.matches('*').count()
}

fn is_variable(name: &str) -> bool {
    let is_part = |it: char| it.is_ascii_alphanumeric() || it == '_';
    name.chars().all(is_part)
        && !name.is_empty()
        && !name.starts_with(|it: char| it.is_ascii_digit())
}

fn is_host(host: &str) -> bool {
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_part = |it: &str| {
        let is_valid = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        !it.is_empty() && it.chars().all(is_valid)
    };
    name.contains('.') && name.split('.').all(is_part)
}

/// Returns whether a profile may use a header, because the client does not set this header itself.
/// `tests/suite/profile.rs` compares this list with the runtime's list. The runtime also lets a parameter set
/// `User-Agent`.
fn is_free_header(name: &str) -> bool {
    const TAKEN: [HeaderName; 8] = [
        ACCEPT,
        AUTHORIZATION,
        CONNECTION,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        HOST,
        TRANSFER_ENCODING,
        USER_AGENT,
    ];
    HeaderName::from_bytes(name.as_bytes()).is_ok_and(|it| !TAKEN.contains(&it))
}
