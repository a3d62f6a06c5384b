//! The client's environment variables, and the servers that their tokens may be sent to.

use std::ffi::OsString;

use crate::base::build_error::BuildError;
use crate::base::defaults::{Defaults, TokenVariables};
use crate::credentials::credential::Credential;
use crate::credentials::named::{Audience, NamedToken, is_listed};
use crate::credentials::way::Credentials;
use crate::http::endpoint::Endpoint;
use crate::http::host::host_url;
use crate::http::origin;

/// The values of the environment variables that the crate's defaults list.
#[derive(Default)]
pub(super) struct Environment {
    base_url: Option<Variable>,
    host: Option<Variable>,
    /// The first token of each set of variables, for the sets that have a token.
    tokens: Vec<Token>,
}

/// A token, with the set of variables that it was read from.
struct Token {
    variable: Variable,
    set: &'static TokenVariables,
}

/// An environment variable and its value.
struct Variable {
    name: &'static str,
    value: String,
}

impl Environment {
    /// Reads only the variables that the crate's defaults list.
    ///
    /// # Errors
    ///
    /// Fails if a variable is not UTF-8.
    pub(super) fn read(
        defaults: &Defaults,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, BuildError> {
        let read = |name: &'static str| {
            let Some(value) = variable(name).filter(|value| !value.is_empty()) else {
                return Ok(None);
            };
            match value.into_string() {
                Ok(value) => Ok(Some(Variable { name, value })),
                Err(_) => Err(BuildError::new(format!("`{name}` is not UTF-8"))),
            }
        };
        let mut environment = Self::default();
        if let Some(name) = defaults.base_url_variable {
            environment.base_url = read(name)?;
        }
        if let Some(host) = defaults.host_variable {
            environment.host = read(host.name)?;
        }
        for set in defaults.token_variables {
            for name in set.variables {
                if let Some(variable) = read(name)? {
                    environment.tokens.push(Token { variable, set });
                    break;
                }
            }
        }
        Ok(environment)
    }

    /// Returns the base URL that the environment sets.
    ///
    /// # Errors
    ///
    /// Fails if the value is not a valid base URL.
    pub(super) fn endpoint(&self) -> Result<Option<Endpoint>, BuildError> {
        let Some(Variable { name, value }) = &self.base_url else {
            return Ok(None);
        };
        Endpoint::new(&format!("base URL in `{name}`"), value).map(Some)
    }

    /// Returns the base URL of the host that the environment sets.
    ///
    /// # Errors
    ///
    /// Fails if the value is not a host name.
    pub(super) fn host(&self, defaults: &Defaults) -> Result<Option<Endpoint>, BuildError> {
        let (Some(Variable { name, value }), Some(variable)) = (&self.host, defaults.host_variable)
        else {
            return Ok(None);
        };
        // The message omits the value, which may be a secret in the wrong variable.
        let url = base_url(value, variable.servers).ok_or_else(|| {
            BuildError::new(format!(
                "`{name}` is not the name of a host, such as `github.example.com`, without a scheme and a path"
            ))
        })?;
        Endpoint::new(&format!("base URL of the host in `{name}`"), &url).map(Some)
    }

    /// Checks that the variables of the base URL and of the host select the same server. Otherwise the token for one
    /// server could be sent to the other.
    ///
    /// # Errors
    ///
    /// Fails if the servers differ.
    pub(super) fn agrees(
        &self,
        named: Option<&Endpoint>,
        host: Option<&Endpoint>,
    ) -> Result<(), BuildError> {
        let (Some(named), Some(host)) = (named, host) else {
            return Ok(());
        };
        let (Some(url), Some(name)) = (&self.base_url, &self.host) else {
            return Ok(());
        };
        if origin::same(&named.url, &host.url) {
            return Ok(());
        }
        // The message omits the values, which may be secrets in the wrong variables.
        Err(BuildError::new(format!(
            "`{}` and `{}` name different servers: unset the one that the program is not meant for, or \
             give the base URL to `ClientBuilder::base_url`",
            url.name, name.name
        )))
    }

    /// Returns the first token that may be sent to all servers of a client.
    ///
    /// # Errors
    ///
    /// Fails if the token is not a valid header value.
    pub(super) fn credentials(self, servers: &Servers<'_>) -> Result<Credentials, BuildError> {
        let Some(Token { variable, .. }) = self.tokens.first() else {
            return Ok(Credentials::None);
        };
        let first = variable.name;
        let (of_named, others): (Vec<_>, Vec<_>) =
            (self.tokens.into_iter()).partition(|it| it.set.named_server);
        for Token { variable, set } in of_named.into_iter().chain(others) {
            let audience = servers.audience(set);
            if servers.called.iter().all(|it| audience.has(&it.url)) {
                let credential = Credential::bearer(&variable.value)
                    .map_err(|error| BuildError::new(format!("`{}`: {error}", variable.name)))?;
                return Ok(Credentials::Named(Box::new(NamedToken {
                    variable: variable.name,
                    credential,
                    audience,
                })));
            }
        }
        tracing::warn!(
            target: "tagsmith_runtime::auth",
            variable = first,
            server = servers.called.first().and_then(|it| it.url.host_str()),
            "the token in `{first}` is not used: it is for another server; to send a token to this \
             one, give it to `ClientBuilder::token`",
        );
        Ok(Credentials::Unused(first))
    }
}

/// Returns the base URL of a host. The first pattern that matches the host wins.
fn base_url(host: &str, servers: &[(&str, &str)]) -> Option<String> {
    let url = host_url(host)?;
    let host = url.strip_prefix("https://")?.strip_suffix('/')?;
    servers.iter().find_map(|(form, url)| {
        let same = match form.split_once('*') {
            Some((before, after)) => host.strip_prefix(before)?.strip_suffix(after)?,
            None => return (*form == host).then(|| (*url).to_owned()),
        };
        (!same.is_empty()).then(|| url.replacen('*', same, 1))
    })
}

/// The servers that a client sends its credential to, and the servers that environment variables select.
pub(super) struct Servers<'a> {
    /// The base URL, and the uploads URL if the builder sets one.
    pub(super) called: &'a [&'a Endpoint],
    /// The base URL that the environment sets.
    pub(super) named: Option<&'a Endpoint>,
    /// The base URL of the host that the environment sets.
    pub(super) host: Option<&'a Endpoint>,
    pub(super) defaults: &'static Defaults,
}

impl Servers<'_> {
    /// Returns the servers that the tokens of a set may be sent to.
    fn audience(&self, set: &'static TokenVariables) -> Audience {
        if set.named_server {
            // The host takes precedence: the variable with the base URL may be set for a different program.
            let mut sets = self.defaults.token_variables.iter();
            let named = self.host.or(self.named);
            let named = named.filter(|it| !sets.any(|set| is_listed(&it.url, set.hosts)));
            return named.map_or(Audience::Hosts(&[]), |it| self.server(it, &[]));
        }
        match self.named.filter(|it| self.is_named_for(set, it)) {
            Some(named) => self.server(named, set.hosts),
            None if set.hosts.is_empty() => {
                match Endpoint::new("default", self.defaults.base_url) {
                    Ok(preset) => self.server(&preset, &[]),
                    Err(_) => Audience::Hosts(&[]),
                }
            }
            None => Audience::Hosts(set.hosts),
        }
    }

    /// Returns whether the tokens of a set are for the environment's base URL. The base URL belongs to the first set,
    /// unless a different set lists its host.
    fn is_named_for(&self, set: &TokenVariables, named: &Endpoint) -> bool {
        let mut sets = self.defaults.token_variables.iter();
        let is_first = sets.next().is_some_and(|first| std::ptr::eq(first, set));
        let is_listed = |it: &TokenVariables| is_listed(&named.url, it.hosts);
        is_first && (is_listed(set) || !sets.any(is_listed))
    }

    fn server(&self, endpoint: &Endpoint, hosts: &'static [&'static str]) -> Audience {
        Audience::Server {
            url: (*endpoint.url).clone(),
            uploads: endpoint
                .derived(self.defaults.uploads)
                .map(|it| (*it.url).clone()),
            hosts,
        }
    }
}
