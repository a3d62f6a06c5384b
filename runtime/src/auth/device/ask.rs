//! Sends one request of a device flow.

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value as Json;
use url::form_urlencoded;

use super::error::DeviceError;
use crate::body::receive::receive;
use crate::http::endpoint::Endpoint;
use crate::http::transport::{Body, HttpRequest, Transport};

const AGENT: &str = concat!("tagsmith-runtime/", env!("CARGO_PKG_VERSION"));

/// GitHub's response.
pub(super) struct Response {
    pub(super) status: StatusCode,
    /// The parsed body, or `null` if the body is not JSON.
    pub(super) body: Json,
}

/// Posts a form. Secrets are in the body, never in the URL.
pub(super) async fn ask(
    transport: &dyn Transport,
    host: &Endpoint,
    path: &str,
    form: &[(&str, &str)],
) -> Result<Response, DeviceError> {
    let mut url = (*host.url).clone();
    url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
    let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(CONTENT_LENGTH, (form.len() as u64).into());
    let request = HttpRequest::new(Method::POST, url, headers, Body::from(form));
    let response = transport.send(request).await;
    let (parts, mut body) = response.map_err(DeviceError::Transport)?.into_parts();
    let status = parts.status;
    /// The maximum size of a response in bytes. A token response has a few hundred bytes.
    const LARGEST: u64 = 1 << 20;
    let bytes = receive(&mut body, LARGEST)
        .await
        .map_err(|fault| match fault {
            Some(fault) => DeviceError::Transport(fault),
            None => DeviceError::Unreadable { status },
        })?;
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    Ok(Response { status, body })
}

impl Response {
    /// Returns GitHub's error code, if there is no token.
    pub(super) fn code(&self) -> Option<&str> {
        self.body.get("error")?.as_str()
    }

    /// Returns the error of this response.
    pub(super) fn into_error(self) -> DeviceError {
        let text = |name: &str| self.body.get(name).and_then(Json::as_str);
        match self.code() {
            Some("access_denied") => DeviceError::Denied,
            Some("expired_token") => DeviceError::Expired,
            Some(code) => DeviceError::Refused {
                code: code.to_owned(),
                description: text("error_description").map(str::to_owned),
            },
            None => DeviceError::Unreadable {
                status: self.status,
            },
        }
    }
}
