//! API access for credential sources.

use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use url::Url;

use super::credential::Credential;
use crate::base::clock::Time;
use crate::body::content::Content;
use crate::body::receive::receive;
use crate::error::CredentialError;
use crate::http::endpoint::Endpoint;
use crate::http::origin;
use crate::http::transport::{Body, HttpRequest, Transport};

/// API access for credential sources: the client's connections, base URL and clock, without a credential.
pub struct Api<'a> {
    pub(crate) clock: &'a Time,
    pub(crate) endpoint: &'a Endpoint,
    /// The headers of all requests.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) transport: &'a Arc<dyn Transport>,
    /// Whether a proxy can read http requests.
    #[cfg(feature = "device")]
    pub(crate) has_proxies: bool,
}

/// The API's response to a credential source. `Debug` does not print the body, which may contain a token.
#[non_exhaustive]
pub struct ApiReply {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The parsed body, or `null` if the body is not JSON.
    pub body: serde_json::Value,
}

impl Api<'_> {
    /// Returns the current time by the client's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the API's base URL, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.endpoint.prefix
    }

    /// Returns the transport for token requests to a login host. Returns `None` if a proxy could read the tokens.
    #[cfg(feature = "device")]
    pub(crate) fn login_transport(&self, host: &Endpoint) -> Option<Arc<dyn Transport>> {
        let is_readable = self.has_proxies && host.url.scheme() == "http";
        (!is_readable).then(|| Arc::clone(self.transport))
    }

    /// Sends one request and parses its JSON response. Redirects are not followed, and nothing is retried.
    ///
    /// # Errors
    ///
    /// Fails if the connection fails (a temporary error), if the response is too large, or if the path leads to another
    /// host.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        credential: &Credential,
        body: Option<&serde_json::Value>,
    ) -> Result<ApiReply, CredentialError> {
        let url = format!("{}{path}", self.base_url());
        let url: Url = url.parse().map_err(|error| {
            CredentialError::new("the path does not form a valid URL").because(error)
        })?;
        if !origin::same(&url, &self.endpoint.url) {
            return Err(CredentialError::new(
                "the path leads to another host than the API's",
            ));
        }
        let mut headers = self.headers.clone();
        headers.insert(AUTHORIZATION, credential.authorization().clone());
        let body = match body {
            Some(body) => {
                let bytes = body.to_string().into_bytes();
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                headers.insert(CONTENT_LENGTH, (bytes.len() as u64).into());
                Body::from(bytes)
            }
            None => Body::empty(),
        };
        let is_empty = body.length() == Some(0);
        let mut request = HttpRequest::new(method, url, headers, body);
        if is_empty {
            Content::put_none(&mut request);
        }
        let unreachable = |fault| {
            CredentialError::new("the API cannot be reached for a credential")
                .because(fault)
                .temporary()
        };
        let response = self.transport.send(request).await;
        let (parts, mut body) = response.map_err(unreachable)?.into_parts();
        /// The maximum size of a response in bytes. A token response has a few thousand bytes.
        const LARGEST: u64 = 1 << 20;
        let bytes = receive(&mut body, LARGEST)
            .await
            .map_err(|error| match error {
                Some(fault) => unreachable(fault),
                None => CredentialError::new("the API's response is too large"),
            })?;
        Ok(ApiReply {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        })
    }
}

impl fmt::Debug for ApiReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiReply")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Api<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}
