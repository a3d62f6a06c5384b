//! The environment variables of a client, and the servers that the token in one of them is for.

use std::ffi::OsString;

use super::Defaults;
use super::defaults::TokenVariables;
use crate::auth::{Credential, Credentials};
use crate::build_error::BuildError;
use crate::home::Home;
use crate::origin;

/// The values of the variables that a crate's defaults name.
#[derive(Default)]
pub(super) struct Environment {
    base_url: Option<Variable>,
    /// One token of each set of variables that has one.
    tokens: Vec<(Variable, &'static [&'static str])>,
}

/// A variable that is set.
struct Variable {
    name: &'static str,
    value: String,
}

impl Environment {
    /// Reads the variables that the defaults name, and no others.
    ///
    /// # Errors
    ///
    /// Fails for a variable that is not UTF-8.
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
        for TokenVariables { variables, hosts } in defaults.token_variables {
            for name in *variables {
                if let Some(token) = read(name)? {
                    environment.tokens.push((token, hosts));
                    break;
                }
            }
        }
        Ok(environment)
    }

    /// Returns the base URL of the environment.
    ///
    /// # Errors
    ///
    /// Fails if it is no base URL.
    pub(super) fn home(&self) -> Result<Option<Home>, BuildError> {
        let Some(Variable { name, value }) = &self.base_url else {
            return Ok(None);
        };
        Home::new(&format!("base URL in `{name}`"), value).map(Some)
    }

    /// Returns the first token that is for all servers of a client.
    ///
    /// # Errors
    ///
    /// Fails if no header can carry the token.
    pub(super) fn credentials(&self, servers: &Servers<'_>) -> Result<Credentials, BuildError> {
        let mut tokens = self.tokens.iter();
        let Some((first, _)) = self.tokens.first() else {
            return Ok(Credentials::None);
        };
        let Some((token, _)) = tokens.find(|(_, hosts)| servers.are_of(hosts)) else {
            tracing::warn!(
                target: "tagsmith_runtime::auth",
                variable = first.name,
                server = servers.called.first().and_then(|it| it.url.host_str()),
                "the token in `{}` is not used: it is for another server; to send a token to this \
                 one, give it to `ClientBuilder::token`",
                first.name,
            );
            return Ok(Credentials::Unused(first.name));
        };
        Credential::bearer(&token.value)
            .map(Credentials::Fixed)
            .map_err(|error| BuildError::new(format!("`{}`: {error}", token.name)))
    }
}

/// The servers that a client sends its credential to, and those that a token may be for.
pub(super) struct Servers<'a> {
    /// The base URL, and the URL of uploads if the client was given one.
    pub(super) called: &'a [&'a Home],
    /// The base URL of the environment: the tokens beside it are for this server alone.
    pub(super) named: Option<&'a Home>,
    pub(super) defaults: &'static Defaults,
}

impl Servers<'_> {
    /// Returns whether a token of these hosts is for all servers that are called.
    fn are_of(&self, hosts: &[&str]) -> bool {
        let preset = match hosts {
            [] => Home::new("default", self.defaults.base_url).ok(),
            _ => None,
        };
        let own = self.named.or(preset.as_ref());
        self.called.iter().all(|called| match own {
            Some(own) => {
                let uploads = own.uploads(self.defaults.uploads);
                let is_its = |it: &Home| origin::same(&it.url, &called.url);
                is_its(own)
                    || uploads.as_ref().is_some_and(is_its)
                    // Two hosts of one service, each by its full name.
                    || (is_listed(own, hosts) && is_listed(called, hosts))
            }
            None => hosts.iter().any(|host| match host.strip_prefix('*') {
                Some(domain) => usual_host(called).is_some_and(|it| it.ends_with(domain)),
                None => usual_host(called) == Some(host),
            }),
        })
    }
}

fn is_listed(home: &Home, hosts: &[&str]) -> bool {
    usual_host(home).is_some_and(|host| hosts.contains(&host))
}

/// Returns the host of a URL with the usual scheme and port.
fn usual_host(home: &Home) -> Option<&str> {
    let is_usual = home.url.scheme() == "https" && home.url.port().is_none();
    home.url.host_str().filter(|_| is_usual)
}
