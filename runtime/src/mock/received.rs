//! A call that the mock received.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value as Json;
use url::Url;

use super::route;
use crate::base::descriptor::Descriptor;

/// A call that the mock received. A retried call is received several times.
#[derive(Clone)]
pub struct Received {
    /// The operations that the request may call. There are several only if their paths are equal.
    pub(super) operations: Vec<&'static str>,
    pub(super) method: String,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) arguments: Vec<(String, String)>,
    pub(super) is_mocked: bool,
}

impl Received {
    /// Parses a request, and finds the operations whose path template matches best.
    pub(super) fn new(
        known: &[&'static Descriptor],
        method: &str,
        url: Url,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let fits = known.iter().filter(|it| it.method == method);
        let fits = fits.filter_map(|it| Some((it.id, route::path_match(it.path, url.path())?)));
        let fits: Vec<_> = fits.collect();
        let best = fits.iter().map(|(_, fit)| fit.looseness).min();
        let fits = fits.into_iter();
        let fits = fits.filter(|(_, fit)| Some(fit.looseness) == best);
        let (operations, mut fits): (Vec<_>, Vec<_>) = fits.unzip();
        let mut arguments = match fits.is_empty() {
            true => Vec::new(),
            false => fits.swap_remove(0).arguments,
        };
        let query = url.query_pairs();
        arguments.extend(query.map(|(name, value)| (name.into_owned(), value.into_owned())));
        Self {
            operations,
            method: method.to_owned(),
            url,
            headers,
            body,
            arguments,
            is_mocked: false,
        }
    }

    /// Returns the operationId, or `None` if the request matches no operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.operations.first().copied()
    }

    /// Returns the HTTP method, in capitals.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path as received, percent-encoded.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// Returns the decoded path parameters, followed by the decoded query parameters, by their wire names. A parameter
    /// with several values has several entries.
    pub fn arguments(&self) -> &[(String, String)] {
        &self.arguments
    }

    /// Returns the first value of a parameter, from the path, the query or the headers.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let argument = self.arguments.iter().find(|(it, _)| it == name);
        argument.map_or_else(|| self.header(name), |(_, value)| Some(value))
    }

    /// Returns a header, if it is present and valid text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the raw body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Returns the body, if it is JSON.
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Returns whether a rule matched.
    pub fn is_mocked(&self) -> bool {
        self.is_mocked
    }

    /// Returns all values of a parameter.
    pub(super) fn values(&self, name: &str) -> Vec<&str> {
        let arguments = self.arguments.iter().filter(|(it, _)| it == name);
        let values: Vec<_> = arguments.map(|(_, value)| value.as_str()).collect();
        match values.is_empty() {
            true => self.header(name).into_iter().collect(),
            false => values,
        }
    }
}

/// Prints `GET /orgs/octo-org/teams?page=2`.
impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url.path())?;
        match self.url.query() {
            Some(query) => write!(f, "?{query}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("operation", &self.operation())
            .field("request", &format_args!("{self}"))
            .field("body", &self.text())
            .field("is_mocked", &self.is_mocked)
            .finish_non_exhaustive()
    }
}
