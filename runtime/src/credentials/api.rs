//! The client's way to the API, for sources that ask it for their credentials.

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
use crate::http::home::Home;
use crate::http::origin;
use crate::http::transport::{Body, Request, Transport};

/// The client's way to the API, for sources that ask it for their credentials: with its
/// connections, its base URL and its clock, and without a credential of its own.
pub struct Api<'a> {
    pub(crate) clock: &'a Time,
    pub(crate) home: &'a Home,
    /// Those that all requests have.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) transport: &'a Arc<dyn Transport>,
    /// Whether a proxy is between, which can read what is sent over http.
    #[cfg(feature = "device")]
    pub(crate) has_proxies: bool,
}

/// What the API says to a source. `Debug` does not show the body: it may be a token.
#[non_exhaustive]
pub struct ApiReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; `null` if it is not JSON.
    pub body: serde_json::Value,
}

impl Api<'_> {
    /// Returns what time it is for the client.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the API's base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.home.prefix
    }

    /// Returns what sends requests for tokens to a host of logins; none if a proxy could read the tokens.
    #[cfg(feature = "device")]
    pub(crate) fn login_transport(&self, host: &Home) -> Option<Arc<dyn Transport>> {
        let is_readable = self.has_proxies && host.url.scheme() == "http";
        (!is_readable).then(|| Arc::clone(self.transport))
    }

    /// Sends one request, and takes its JSON answer. It neither follows redirects nor tries again.
    ///
    /// # Errors
    ///
    /// Fails if it does not get through, which is temporary, if the answer is too large, or if the path
    /// leads to another host.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        credential: &Credential,
        body: Option<&serde_json::Value>,
    ) -> Result<ApiReply, CredentialError> {
        let url = format!("{}{path}", self.base_url());
        let url: Url = url
            .parse()
            .map_err(|error| CredentialError::new("the path is no URL").because(error))?;
        if !origin::same(&url, &self.home.url) {
            return Err(CredentialError::new("the path leads away from the API"));
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
        let mut request = Request::new(method, url, headers, body);
        if is_empty {
            Content::put_none(&mut request);
        }
        let unreachable = |fault| {
            CredentialError::new("the API cannot be asked for one")
                .because(fault)
                .temporary()
        };
        let response = self.transport.send(request).await;
        let (parts, mut body) = response.map_err(unreachable)?.into_parts();
        /// Bytes. A token's answer has some thousands.
        const LARGEST: u64 = 1 << 20;
        let bytes = receive(&mut body, LARGEST)
            .await
            .map_err(|error| match error {
                Some(fault) => unreachable(fault),
                None => CredentialError::new("the API's answer is too large"),
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
