//! The URL of the upstream: validates the URL, and joins it with paths.

use std::net::IpAddr;
use std::path::PathBuf;

use http::Uri;
use http::uri::{Authority, Scheme};
use url::Url;

use super::resolve::is_localhost;
use crate::operations::path;
use crate::refused::{Refused, Result};

/// The upstream's base URL, which no request can change.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// The scheme: `https`, or `http` for this machine.
    pub scheme: Scheme,
    /// Host and port.
    pub authority: Authority,
    /// The path prefix, without a trailing slash.
    pub prefix: String,
    /// The trusted root certificates that replace the system's.
    pub ca: Option<PathBuf>,
}

impl Upstream {
    /// Parses the value of `--upstream`.
    ///
    /// # Errors
    ///
    /// Fails for a URL that is unsafe as an upstream.
    pub fn new(text: &str, ca: Option<PathBuf>) -> Result<Self> {
        // The error omits the text, which may contain a secret.
        let refused =
            |what: &str, help: &str| Err(Refused::new(format!("the upstream's URL {what}"), help));
        let help = "give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server on this machine";
        let Ok(uri) = text.parse::<Uri>() else {
            return refused("is not a URL", help);
        };
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return refused("is not absolute", help);
        };
        if authority.as_str().contains('@') {
            return refused(
                "has a user name or a password",
                "set the credential with --credential",
            );
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|it| it.query().is_some()) || text.contains('#') {
            return refused("has a query or a fragment", help);
        }
        let prefix = path
            .as_ref()
            .map_or("", |it| it.path())
            .trim_end_matches('/')
            .to_owned();
        let has_one_reading = |it: &str| path::read(it).is_ok_and(|it| !it.is_ambiguous());
        if !prefix.is_empty() && !has_one_reading(&prefix) {
            return refused("has an ambiguous path", help);
        }
        if scheme == Scheme::HTTP {
            let host = authority
                .host()
                .trim_start_matches('[')
                .trim_end_matches(']');
            let is_loopback = |it: &str| it.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            if !is_loopback(host) && !is_localhost(host) {
                return refused(
                    "is plain http to another machine, which would send the credential unencrypted",
                    "use https, or a loopback address such as http://127.0.0.1:3000",
                );
            }
            if ca.is_some() {
                return refused(
                    "is plain http, so --upstream-ca has no effect",
                    "remove --upstream-ca, or use https",
                );
            }
        } else if scheme != Scheme::HTTPS {
            return refused("is neither https nor http", help);
        }
        Ok(Self {
            scheme,
            authority,
            prefix,
            ca,
        })
    }

    /// Returns whether the upstream is github.com's API, or GitHub Enterprise Cloud with data residency.
    pub fn is_github(&self) -> bool {
        let host = self.authority.host().to_ascii_lowercase();
        let is_usual =
            self.scheme == Scheme::HTTPS && self.authority.port_u16().unwrap_or(443) == 443;
        is_usual && (host == "api.github.com" || host.ends_with(".ghe.com"))
    }

    /// Returns the URL of a request from its path and query. Relative URLs in the response are resolved against this
    /// URL.
    pub fn request_url(&self, sent: &str) -> Option<Url> {
        Url::parse(&format!("{}://{}{sent}", self.scheme, self.authority)).ok()
    }

    /// Returns the part of a path after the prefix, with the query if there is one. Returns `None` unless the prefix
    /// matches whole segments.
    pub fn without_prefix<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&self.prefix)?;
        (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
    }

    /// Returns the URL without a trailing slash.
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}
