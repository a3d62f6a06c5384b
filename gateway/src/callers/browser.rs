//! Browser protections: Host allow-list (DNS rebinding), Origin checks (CORS, CSRF), and CORS headers.

use std::net::SocketAddr;

use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HOST,
    ORIGIN, VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};

use crate::operations::table::Table;
use crate::problem::{Kind, PROBLEM, Problem};
use crate::refused::{Refused, Result, quoted};

/// The header that a script must set on each request. This header is not CORS-safelisted, so browsers send a preflight
/// before the request.
pub const MARK: HeaderName = HeaderName::from_static("x-tagsmith-gateway");

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const ASKS_FOR_PRIVATE: HeaderName =
    HeaderName::from_static("access-control-request-private-network");
const ALLOWS_PRIVATE: HeaderName = HeaderName::from_static("access-control-allow-private-network");

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
const SENT: [&str; 7] = [
    "accept",
    "content-type",
    "if-modified-since",
    "if-none-match",
    "x-github-api-version",
    "x-tagsmith-gateway",
    "x-tagsmith-token",
];
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "etag, last-modified, link, location, retry-after, x-github-request-id, x-ratelimit-limit, x-ratelimit-remaining, \
     x-ratelimit-reset, x-ratelimit-resource, x-ratelimit-used, x-tagsmith-problem",
);

/// The allowed values of `Host`, which prevent DNS rebinding. A page cannot send requests to this machine under the
/// page's own host name.
#[derive(Clone, Debug)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Parses the operator's host names. A Unix socket has no address, so loopback names are allowed too.
    pub(crate) fn new(names: &[String], listen: Option<SocketAddr>) -> Result<Self> {
        let mut all = Vec::new();
        for name in names {
            let is_name = name
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"-._:[]".contains(&it));
            if name.is_empty() || !is_name || host_of(name) != Some(name) {
                return Err(Refused::new(
                    format!("{} is not a host name", quoted(name)),
                    "give a host name without scheme and port, such as gateway.example.org",
                ));
            }
            all.push(name.to_ascii_lowercase());
        }
        if let Some(listen) = listen.filter(|it| !it.ip().is_unspecified()) {
            let ip = SocketAddr::new(listen.ip(), 1).to_string();
            all.extend(host_of(&ip).map(str::to_owned));
        }
        if listen.is_none_or(|it| it.ip().is_loopback()) {
            all.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        }
        Ok(Self(all))
    }

    /// Returns the host name for URLs: the operator's first one, if there is any.
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    fn has(&self, host: &str) -> bool {
        host_of(host).is_some_and(|name| self.0.iter().any(|it| it.eq_ignore_ascii_case(name)))
    }
}

/// Returns the host of `host[:port]`, if it is valid.
fn host_of(host: &str) -> Option<&str> {
    let end = match host.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, port) = host.split_at_checked(end)?;
    let is_port = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|it| it.parse::<u16>().is_ok());
    is_port.then_some(name)
}

/// The origins whose pages may send requests.
#[derive(Clone, Debug)]
pub struct Origins {
    names: Vec<String>,
    own_scheme: &'static str,
}

/// An allowed origin.
#[derive(Clone, Debug)]
pub struct Origin(HeaderValue);

impl Origins {
    pub(crate) fn new(names: &[String], is_secure: bool) -> Result<Self> {
        for name in names {
            let uri = name.parse::<Uri>().ok();
            let is_one = uri.as_ref().is_some_and(|uri| {
                let scheme = uri.scheme_str().unwrap_or_default();
                let authority = uri.authority().map_or("", |it| it.as_str());
                matches!(scheme, "http" | "https")
                    && !authority.contains('@')
                    && *name == format!("{scheme}://{authority}")
                    && *name == name.to_ascii_lowercase()
            });
            if !is_one {
                return Err(Refused::new(
                    format!("{} is not an origin", quoted(name)),
                    "give scheme, host and port as browsers send them, in lower case and without a trailing slash, \
                     such as https://docs.example.org; `*` and `null` are not allowed",
                ));
            }
        }
        Ok(Self {
            names: names.to_vec(),
            own_scheme: if is_secure { "https://" } else { "http://" },
        })
    }

    /// Returns a host without the scheme's default port, because browsers omit that port in origins.
    fn without_usual_port<'a>(&self, host: &'a str) -> &'a str {
        let port = match self.own_scheme {
            "https://" => ":443",
            _ => ":80",
        };
        host.strip_suffix(port).unwrap_or(host)
    }

    fn has(&self, origin: &str, host: &str) -> bool {
        self.names.iter().any(|it| it == origin)
            || origin.strip_prefix(self.own_scheme) == Some(self.without_usual_port(host))
    }
}

/// Checks `Host`, and returns the host name.
///
/// # Errors
///
/// Fails unless the request has exactly one host, and that host is a name of the gateway.
pub fn host<'a>(parts: &'a Parts, hosts: &Hosts) -> std::result::Result<&'a str, Problem> {
    let refused = || {
        Problem::new(
            Kind::Host,
            "the request's Host is not a name of this gateway; the operator adds names with --allow-host",
        )
    };
    let mut named = parts.headers.get_all(HOST).iter();
    let (first, second) = (named.next(), named.next());
    let header = match first {
        Some(value) => Some(value.to_str().map_err(|_| refused())?),
        None => None,
    };
    let authority = match parts.version {
        Version::HTTP_2 => parts.uri.authority().map(http::uri::Authority::as_str),
        _ => None,
    };
    let name = match (authority, header) {
        (Some(authority), Some(header)) if authority != header => return Err(refused()),
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => return Err(refused()),
    };
    if second.is_some() || !hosts.has(name) {
        return Err(refused());
    }
    Ok(name)
}

/// Checks the origin of a request, and returns it if the request has one.
///
/// # Errors
///
/// Fails for an origin that is not allowed, and for a cross-site request without an origin.
pub fn origin(
    parts: &Parts,
    host: &str,
    origins: &Origins,
) -> std::result::Result<Option<Origin>, Problem> {
    let mut named = parts.headers.get_all(ORIGIN).iter();
    let Some(value) = named.next() else {
        let mut sites = parts.headers.get_all(SEC_FETCH_SITE).iter();
        return match sites.all(|it| it == "same-origin" || it == "none") {
            true => Ok(None),
            false => Err(Problem::new(
                Kind::Origin,
                "the request is cross-site and has no Origin",
            )),
        };
    };
    let is_allowed = value.to_str().is_ok_and(|it| origins.has(it, host));
    if !is_allowed || named.next().is_some() {
        return Err(Problem::new(
            Kind::Origin,
            "the origin is not allowed; the operator adds origins with --allow-origin",
        ));
    }
    Ok(Some(Origin(value.clone())))
}

/// Checks that a page's request has the header that forces a CORS preflight.
///
/// # Errors
///
/// Fails if the header is missing.
pub fn mark(parts: &Parts) -> std::result::Result<(), Problem> {
    let mut marks = parts.headers.get_all(MARK).iter();
    if marks.next().is_some_and(|it| it == "1") && marks.next().is_none() {
        return Ok(());
    }
    Err(Problem::new(
        Kind::Mark,
        "requests from pages must have the header `X-Tagsmith-Gateway: 1`",
    ))
}

/// Returns whether a request is a CORS preflight.
pub fn is_preflight(parts: &Parts) -> bool {
    parts.method == Method::OPTIONS && parts.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Returns the request headers that pages may send, including those that allowed operations declare.
pub fn sendable(table: &Table) -> HeaderValue {
    let declared = table.allowed().flat_map(|it| &it.headers);
    let mut names: Vec<&str> = declared.map(HeaderName::as_str).collect();
    names.extend(SENT);
    names.sort_unstable();
    names.dedup();
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("accept"))
}

/// Adds the response headers of a preflight.
pub fn allow_sending(asked: &HeaderMap, sendable: &HeaderValue, headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, sendable.clone());
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if asked.get(ASKS_FOR_PRIVATE).is_some_and(|it| it == "true") {
        headers.insert(ALLOWS_PRIVATE, HeaderValue::from_static("true"));
    }
}

/// Adds the CORS headers that allow an origin to read a response.
pub fn allow_reading(origin: Option<&Origin>, headers: &mut HeaderMap) {
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(Origin(origin)) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}

/// Allows pages of any origin to read a refusal. Without these headers, a page could not distinguish a refusal from a
/// gateway that is not running.
pub fn let_all_read(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from(PROBLEM));
}

#[cfg(test)]
mod tests {
    use super::{Hosts, Origins, host_of};

    #[test]
    fn parses_a_host_with_an_optional_port() {
        for (host, expected) in [
            ("a", Some("a")),
            ("a:1", Some("a")),
            ("[::1]", Some("[::1]")),
            ("[::1]:8", Some("[::1]")),
            ("a:", None),
            ("a:b", None),
            ("a:1:2", None),
            ("[::1", None),
            ("[::1]x", None),
            ("a:99999", None),
        ] {
            assert_eq!(host_of(host), expected, "{host}");
        }
    }

    #[test]
    fn compares_whole_host_names() {
        let hosts =
            Hosts::new(&["Gateway.example".to_owned()], "127.0.0.1:1".parse().ok()).unwrap();
        for (host, expected) in [
            ("gateway.example", true),
            ("gateway.example:443", true),
            ("localhost:1", true),
            ("127.0.0.1", true),
            ("gateway.example.", false),
            ("a.gateway.example", false),
            ("user@localhost", false),
            ("", false),
            ("127.0.0.2", false),
            ("localhost.evil.example", false),
            ("localhost/", false),
        ] {
            assert_eq!(hosts.has(host), expected, "{host}");
        }
    }

    #[test]
    fn compares_origins_exactly() {
        let origins = Origins::new(&["https://docs.example".to_owned()], false).unwrap();
        for (origin, expected) in [
            ("https://docs.example", true),
            ("http://docs.example", false),
            ("https://docs.example:8443", false),
            ("https://docs.example.evil", false),
            ("null", false),
            ("https://DOCS.example", false),
            ("http://localhost:1", true),
            ("https://localhost:1", false),
            ("http://localhost:2", false),
            ("http://localhost", false),
        ] {
            assert_eq!(origins.has(origin, "localhost:1"), expected, "{origin}");
        }
        assert!(origins.has("http://localhost", "localhost:80"));
        assert!(!origins.has("http://localhost", "localhost:443"));
        for origin in [
            "*",
            "null",
            "https://a/",
            "https://a/b",
            "a",
            "ftp://a",
            "https://A",
            "https://u@a",
            "",
        ] {
            assert!(
                Origins::new(&[origin.to_owned()], false).is_err(),
                "{origin}"
            );
        }
    }
}
