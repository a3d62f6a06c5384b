//! Servers: the API's base URL, and the servers of operations that have their own.

use std::borrow::Cow;
use std::sync::Arc;

use url::Url;

use crate::base::build_error::BuildError;
use crate::base::defaults::Defaults;
use crate::http::origin;

/// An absolute URL to which the paths of calls are appended. The token is sent only to the URL's origin.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// Shared by all calls and their responses.
    pub(crate) url: Arc<Url>,
    /// The URL as text, without a trailing slash.
    pub(crate) prefix: String,
}

/// The servers of a client.
pub(crate) struct Endpoints {
    base: Endpoint,
    /// The URL that replaces the servers of operations with their own server, or `None` to use those servers.
    uploads: Option<Endpoint>,
}

impl Endpoints {
    /// Creates the servers of a client with this base URL.
    pub(crate) fn new(base: Endpoint, uploads: Option<Endpoint>, defaults: &Defaults) -> Self {
        let default = Endpoint::new("default", defaults.base_url);
        let is_default = default.is_ok_and(|it| it.url == base.url);
        let uploads = match uploads {
            None if is_default => None,
            None => {
                let uploads = base.derived(defaults.uploads);
                Some(uploads.unwrap_or_else(|| base.clone()))
            }
            given => given,
        };
        Self { base, uploads }
    }

    /// Returns the API's base URL.
    pub(crate) fn base(&self) -> &Endpoint {
        &self.base
    }

    /// Returns the server of a call whose operation has its own server.
    ///
    /// # Errors
    ///
    /// Fails if the server's URL is invalid.
    pub(crate) fn of(&self, server: Option<&str>) -> Result<Cow<'_, Endpoint>, BuildError> {
        match (server, &self.uploads) {
            (None, _) => Ok(Cow::Borrowed(&self.base)),
            (Some(_), Some(uploads)) => Ok(Cow::Borrowed(uploads)),
            (Some(server), None) => Endpoint::new("operation's server", server).map(Cow::Owned),
        }
    }

    /// Returns whether a token for a configured URL could be read in transit.
    pub(crate) fn is_exposed(&self) -> bool {
        self.given().any(|it| origin::is_exposed(&it.url))
    }

    /// Returns whether a proxy could read the requests.
    pub(crate) fn is_plain(&self) -> bool {
        self.given().any(|it| it.url.scheme() == "http")
    }

    /// Returns the base URL, and the uploads URL if the builder set one.
    pub(crate) fn given(&self) -> impl Iterator<Item = &Endpoint> {
        std::iter::once(&self.base).chain(&self.uploads)
    }
}

impl Endpoint {
    /// Parses a URL. `what` is its name in error messages. Errors omit the value, which may be a secret in the wrong
    /// setting.
    pub(crate) fn new(what: &str, text: &str) -> Result<Self, BuildError> {
        let url = Url::parse(text).map_err(|error| {
            BuildError::because(format!("the {what} is not an absolute URL"), error)
        })?;
        let refused = |problem: &str| Err(BuildError::new(format!("the {what} {problem}")));
        if !matches!(url.scheme(), "http" | "https") {
            return refused("is neither https nor http");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("contains a user name or a password: use a token instead");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refused("has a query or a fragment");
        }
        Ok(Self {
            prefix: url.as_str().trim_end_matches('/').to_owned(),
            url: Arc::new(url),
        })
    }

    /// Derives a related URL from the base URL, by the first matching pattern: `*` stands for the same text in both
    /// URLs.
    pub(crate) fn derived(&self, forms: &[(&str, &str)]) -> Option<Self> {
        let mut urls = forms.iter().filter_map(|(base, derived)| {
            let (before, after) = base.split_once('*')?;
            let same = self.prefix.strip_prefix(before)?.strip_suffix(after)?;
            // A `*` within a host name must not match a slash, which would change the host.
            let is_one = before.is_empty() || !same.contains('/');
            is_one.then(|| derived.replacen('*', same, 1))
        });
        Self::new("URL", &urls.next()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Endpoints};
    use crate::base::defaults::Defaults;

    const DEFAULT: &str = "https://api.example.org";

    static DEFAULTS: Defaults = Defaults::new(DEFAULT, "test/1").uploads(&[
        ("*/api/v3", "*/api/uploads"),
        ("https://api.*.ghe.com", "https://uploads.*.ghe.com"),
    ]);

    fn endpoints(base: &str, uploads: Option<&str>) -> Endpoints {
        let endpoint = |url: &str| Endpoint::new("URL", url).unwrap();
        Endpoints::new(endpoint(base), uploads.map(endpoint), &DEFAULTS)
    }

    fn server(base: &str, uploads: Option<&str>) -> String {
        let endpoints = endpoints(base, uploads);
        assert_eq!(
            endpoints.of(None).unwrap().url.as_str(),
            endpoints.base().url.as_str()
        );
        let server = endpoints
            .of(Some("https://uploads.example.org/x/"))
            .unwrap();
        server.prefix.clone()
    }

    #[test]
    fn an_operations_own_server_is_used_unless_the_base_url_is_changed() {
        for (base, expected) in [
            (DEFAULT, "https://uploads.example.org/x"),
            (
                "https://API.example.org:443/",
                "https://uploads.example.org/x",
            ),
            (
                "https://ghe.example/api/v3",
                "https://ghe.example/api/uploads",
            ),
            (
                "https://ghe.example:1/api/v3/",
                "https://ghe.example:1/api/uploads",
            ),
            (
                "https://api.octocorp.ghe.com/",
                "https://uploads.octocorp.ghe.com",
            ),
            (
                "https://api.octocorp.ghe.com/v3",
                "https://api.octocorp.ghe.com/v3",
            ),
            (
                "https://api.example.org/.ghe.com",
                "https://api.example.org/.ghe.com",
            ),
            ("https://api.example.org/v3", "https://api.example.org/v3"),
            ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ] {
            assert_eq!(server(base, None), expected);
        }
        for base in [DEFAULT, "https://ghe.example/api/v3", "http://127.0.0.1:1"] {
            assert_eq!(
                server(base, Some("https://up.example/")),
                "https://up.example"
            );
        }
    }

    #[test]
    fn one_exposed_url_is_enough() {
        assert!(!endpoints("http://127.0.0.1", None).is_exposed());
        assert!(endpoints("http://127.0.0.1", None).is_plain());
        assert!(!endpoints(DEFAULT, None).is_plain());
        assert!(endpoints(DEFAULT, Some("http://example.org")).is_exposed());
        assert!(endpoints("http://example.org", Some(DEFAULT)).is_exposed());
    }

    #[test]
    fn an_invalid_server_url_is_an_error() {
        let endpoints = endpoints(DEFAULT, None);
        for server in [
            "",
            "/x",
            "ftp://example.org",
            "https://a:canary@example.org",
        ] {
            let error = endpoints.of(Some(server)).err().unwrap();
            let expected = "the operation's server ";
            assert!(error.to_string().starts_with(expected), "{error}");
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        }
    }
}
