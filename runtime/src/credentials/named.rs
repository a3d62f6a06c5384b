//! A token from an environment variable, and the servers that it may be sent to.

use url::Url;

use super::credential::Credential;
use crate::http::origin;

/// A token from an environment variable. Its audience restricts the servers, because the program's code chose neither
/// the token nor its servers.
#[derive(Clone)]
pub(crate) struct NamedToken {
    pub(crate) variable: &'static str,
    pub(crate) credential: Credential,
    pub(crate) audience: Audience,
}

/// The servers that a token may be sent to.
#[derive(Clone)]
pub(crate) enum Audience {
    /// Hosts, such as `api.example.com` or `*.example.com`, over https and the default port.
    Hosts(&'static [&'static str]),
    /// One server with any scheme and port, and the servers that belong to it.
    Server {
        url: Url,
        /// The server for uploads.
        uploads: Option<Url>,
        /// The hosts of one service. If the server is one of these hosts, the token may be sent to all of them.
        hosts: &'static [&'static str],
    },
}

impl Audience {
    /// Returns whether the token may be sent to a URL.
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

/// Returns whether a list of hosts contains the host of a URL; `*.example.com` matches all subdomains of `example.com`.
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

/// Returns the host of an https URL with the default port. Returns `None` for any other URL.
fn usual_host(url: &Url) -> Option<&str> {
    let is_usual = url.scheme() == "https" && url.port().is_none();
    url.host_str().filter(|_| is_usual)
}
