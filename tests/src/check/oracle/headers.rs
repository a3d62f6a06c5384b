//! A transport that sends the headers of 2017, when the fixtures were recorded.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
};
use tagsmith_runtime::transport::{
    Body, BoxFuture, Fault, HttpRequest, HttpResponse, Stage, Transport,
};

/// Sends requests by `reqwest`, with the headers of a client in 2017. The fixtures server compares these headers.
#[derive(Clone, Debug)]
pub struct Headers2017(reqwest::Client);

/// Each header, with its current value and its value in 2017.
const VALUES: &[(HeaderName, &str, &str)] = &[
    (
        ACCEPT,
        "application/vnd.github+json",
        "application/vnd.github.v3+json",
    ),
    (
        ACCEPT,
        "application/vnd.github.raw+json",
        "application/vnd.github.v3.raw",
    ),
    (
        CONTENT_TYPE,
        "application/json",
        "application/json; charset=utf-8",
    ),
    (CONTENT_TYPE, "text/plain", "text/plain; charset=utf-8"),
    // The operation entry of an upload sets no media type.
    (CONTENT_TYPE, "application/octet-stream", "text/plain"),
];

impl Headers2017 {
    /// Creates the transport.
    ///
    /// # Errors
    ///
    /// Fails if `reqwest` fails.
    pub fn new() -> Result<Self, String> {
        // Installing the provider fails harmlessly if the program already has a provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        let client = client.build().map_err(|error| error.to_string())?;
        Ok(Self(client))
    }

    /// Returns the underlying client.
    pub(super) fn client(&self) -> &reqwest::Client {
        &self.0
    }
}

impl Transport for Headers2017 {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        Box::pin(async move {
            let mut body = Vec::new();
            while let Some(piece) = request.body.piece().await? {
                body.extend_from_slice(&piece);
            }
            rewrite(&mut request.headers);
            let sent = self.0.request(request.method, request.url);
            let sent = sent.headers(request.headers).body(body);
            let mut came = sent.send().await?;
            let mut response = HttpResponse::new(Body::empty());
            *response.status_mut() = came.status();
            *response.headers_mut() = std::mem::take(came.headers_mut());
            let body = came.bytes().await;
            *response.body_mut() = body
                .map_err(|error| Fault::new(Stage::Receive, error))?
                .into();
            Ok(response)
        })
    }
}

fn rewrite(headers: &mut HeaderMap) {
    for (name, today, then) in VALUES {
        if let Some(value) = headers.get_mut(name)
            && value == today
        {
            *value = HeaderValue::from_static(then);
            // Each value is rewritten at most once, because the new value of one row may be the old value of another.
            if *name == CONTENT_TYPE {
                break;
            }
        }
    }
    let token = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
    let token = token.and_then(|it| it.strip_prefix("Bearer "));
    if let Some(Ok(value)) = token.map(|it| format!("token {it}").try_into()) {
        headers.insert(AUTHORIZATION, value);
    }
    headers.insert(
        ACCEPT_ENCODING,
        HeaderValue::from_static("gzip, compress, deflate, br"),
    );
}

#[cfg(test)]
mod tests {
    use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};

    use super::rewrite;

    #[test]
    fn each_header_is_written_as_in_2017() {
        for (media, then) in [
            ("application/json", "application/json; charset=utf-8"),
            ("text/plain", "text/plain; charset=utf-8"),
            ("application/octet-stream", "text/plain"),
            ("image/png", "image/png"),
        ] {
            let mut headers = HeaderMap::from_iter([
                (
                    ACCEPT,
                    HeaderValue::from_static("application/vnd.github.raw+json"),
                ),
                (AUTHORIZATION, HeaderValue::from_static("Bearer t")),
                (CONTENT_TYPE, HeaderValue::from_static(media)),
            ]);
            rewrite(&mut headers);
            assert_eq!(headers[ACCEPT], "application/vnd.github.v3.raw");
            assert_eq!(headers[AUTHORIZATION], "token t");
            assert_eq!(headers[CONTENT_TYPE], then);
        }
    }
}
