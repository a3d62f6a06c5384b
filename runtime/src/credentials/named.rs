//! A token of an environment variable, and the servers that it is for.

use url::Url;

use super::credential::Credential;
use crate::http::origin;

/// A token of an environment variable: no program chose the server that it goes to.
#[derive(Clone)]
pub(crate) struct NamedToken {
    pub(crate) variable: &'static str,
    pub(crate) credential: Credential,
    pub(crate) audience: Audience,
}

/// The servers that a token is for.
#[derive(Clone)]
pub(crate) enum Audience {
    /// These hosts, such as `api.example.com` or `*.example.com`, over https and its usual port.
    Hosts(&'static [&'static str]),
    /// One server, whatever its scheme and port, and what belongs to it.
    Server {
        url: Url,
        /// The server of its uploads.
        uploads: Option<Url>,
        /// Full names of hosts: if one is the server's, the others are of the same service.
        hosts: &'static [&'static str],
    },
}

impl Audience {
    /// Returns whether the token may go to the server of a URL.
    pub(crate) fn has(&self, called: &Url) -> bool {
        match self {
            Self::Hosts(hosts) => is_listed(called, hosts),
            Self::Server {
                url,
                uploads,
                hosts,
            } => {
                origin::same(url, called)
                    || uploads.as_ref().is_some_and(|it| origin::same(it, called))
                    || (is_by_full_name(url, hosts) && is_by_full_name(called, hosts))
            }
        }
    }
}

/// Returns whether hosts have that of a URL; `*.example.com` stands for all below `example.com`.
pub(crate) fn is_listed(url: &Url, hosts: &[&str]) -> bool {
    usual_host(url).is_some_and(|own| {
        hosts.iter().any(|host| match host.strip_prefix('*') {
            Some(domain) => own.ends_with(domain),
            None => own == *host,
        })
    })
}

fn is_by_full_name(url: &Url, hosts: &[&str]) -> bool {
    usual_host(url).is_some_and(|own| hosts.contains(&own))
}

/// Returns the host of a URL with the usual scheme and port.
fn usual_host(url: &Url) -> Option<&str> {
    let is_usual = url.scheme() == "https" && url.port().is_none();
    url.host_str().filter(|_| is_usual)
}
