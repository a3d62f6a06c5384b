//! The reference site under `/reference/`, which no path of the API begins with. It is public: no token is asked for.

use std::path::Path;

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::Empty;
use tower_http::services::ServeDir;
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_service::Service as _;

use crate::problem::{Kind, Problem};

/// The body of a page or of a file.
pub type SiteBody = ServeFileSystemResponseBody;

/// The reference site.
#[derive(Clone, Debug)]
pub struct Site(ServeDir);

const ROOT: &str = "/reference";

/// Pages may load what is theirs, and ask this gateway, or another one on this machine or behind TLS.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self' https: http://127.0.0.1:* http://localhost:*; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// Returns what serves the site of a folder. The site that is built from the pin comes in by this function.
pub fn files(folder: &Path) -> Site {
    Site(ServeDir::new(folder).append_index_html_on_directories(true))
}

impl Site {
    /// Returns whether a path is one of the site's.
    pub fn is_meant(path: &str) -> bool {
        path.strip_prefix(ROOT)
            .is_some_and(|it| it.is_empty() || it.starts_with('/'))
    }

    /// Answers with a file.
    ///
    /// # Errors
    ///
    /// Fails for methods that do not read.
    pub async fn answer(&self, parts: &Parts) -> Result<Response<SiteBody>, Problem> {
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            return Err(
                Problem::new(Kind::Method, "the reference site is only read").allow("GET, HEAD"),
            );
        }
        let inner = parts.uri.path().strip_prefix(ROOT).unwrap_or_default();
        let mut request = Request::new(Empty::<bytes::Bytes>::new());
        *request.method_mut() = parts.method.clone();
        *request.headers_mut() = parts.headers.clone();
        *request.uri_mut() = if inner.is_empty() { "/" } else { inner }
            .parse()
            .map_err(|_| Problem::new(Kind::Path, "this is no file's path"))?;
        let mut answer = match self.0.clone().call(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        // Folders are named with a slash behind them, so that links within a page lead on.
        let own = answer
            .headers()
            .get(LOCATION)
            .and_then(|it| it.to_str().ok())
            .map(|it| format!("{ROOT}{it}"));
        let own = if inner.is_empty() {
            Some(format!("{ROOT}/"))
        } else {
            own
        };
        if let Some(location) = own.and_then(|it| HeaderValue::try_from(it).ok()) {
            *answer.status_mut() = StatusCode::PERMANENT_REDIRECT;
            answer.headers_mut().insert(LOCATION, location);
        }
        let headers = answer.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(answer)
    }
}
