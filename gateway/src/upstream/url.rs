//! The URL of the upstream: checked, and joined with paths.

use std::net::IpAddr;
use std::path::PathBuf;

use http::Uri;
use http::uri::{Authority, Scheme};
use url::Url;

use super::resolve::is_localhost;
use crate::operations::path;
use crate::refused::{Refused, Result};

/// Where requests go: nothing in a request changes it.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// `https`, or `http` on this machine.
    pub scheme: Scheme,
    /// Host and port.
    pub authority: Authority,
    /// What precedes every path, without a slash at its end.
    pub prefix: String,
    /// The certificates to trust in place of the system's.
    pub ca: Option<PathBuf>,
}

impl Upstream {
    /// Reads the URL of `--upstream`.
    ///
    /// # Errors
    ///
    /// Fails for a URL that a request cannot be sent to safely.
    pub fn new(text: &str, ca: Option<PathBuf>) -> Result<Self> {
        // Not the text itself: someone may have put a secret there.
        let refused =
            |what: &str, help: &str| Err(Refused::new(format!("the upstream's URL {what}"), help));
        let help = "give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server of this machine";
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
                "give the credential with --credential",
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
            return refused("has a path that can be read in two ways", help);
        }
        if scheme == Scheme::HTTP {
            let host = authority
                .host()
                .trim_start_matches('[')
                .trim_end_matches(']');
            let is_loopback = |it: &str| it.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
            if !is_loopback(host) && !is_localhost(host) {
                return refused(
                    "is plain http to another machine, where the credential could be read",
                    "use https, or an address of this machine such as http://127.0.0.1:3000",
                );
            }
            if ca.is_some() {
                return refused(
                    "is plain http, which has no certificates",
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

    /// Returns whether it is github.com's API, or on GitHub Enterprise Cloud with data residency.
    pub fn is_github(&self) -> bool {
        let host = self.authority.host().to_ascii_lowercase();
        let is_usual =
            self.scheme == Scheme::HTTPS && self.authority.port_u16().unwrap_or(443) == 443;
        is_usual && (host == "api.github.com" || host.ends_with(".ghe.com"))
    }

    /// Returns the URL of a request from its path and query, to which URLs of the response are relative.
    pub fn request_url(&self, sent: &str) -> Option<Url> {
        Url::parse(&format!("{}://{}{sent}", self.scheme, self.authority)).ok()
    }

    /// Returns what of a path, or of a path and a query, follows the prefix; none if the prefix is not all of the first segments.
    pub fn without_prefix<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(&self.prefix)?;
        (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
    }

    /// Returns it as a URL without a slash at its end.
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}
