//! The reference site under `/reference/`, where no API operation has its path. The site is public and requires no
//! caller token.

mod built;
mod compressed;

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION, RANGE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{Either, Empty, Full};
use tagsmith::api::Api;
use tower_http::compression::{Compression, CompressionBody};
use tower_http::services::ServeDir;
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_service::Service as _;

use self::built::Built;
use crate::problem::{Kind, Problem};

/// The body of a page or of another file.
pub type SiteBody =
    Either<Pin<Box<CompressionBody<ServeFileSystemResponseBody>>>, Full<bytes::Bytes>>;

/// The source of the reference site's pages.
#[derive(Clone, Debug)]
pub enum Pages {
    /// Generated from the description at startup.
    Built,
    /// Files in a folder.
    Folder(PathBuf),
}

/// The reference site.
#[derive(Clone)]
pub struct Site {
    source: Source,
    policy: HeaderValue,
}

#[derive(Clone)]
enum Source {
    Built(Arc<Built>),
    /// Files are compressed when they are read, because they may change.
    Folder(Box<Compression<ServeDir>>),
}

const ROOT: &str = "/reference";

impl Site {
    /// Prepares the pages. A generated site is built from `api`.
    pub fn new(pages: &Pages, api: &Api) -> Self {
        let source = match pages {
            Pages::Built => Source::Built(Arc::new(Built::new(api, ROOT))),
            Pages::Folder(folder) => {
                let files = ServeDir::new(folder).append_index_html_on_directories(true);
                Source::Folder(Box::new(Compression::new(files)))
            }
        };
        // The pages contain the same policy, except for directives that only a header can set.
        let policy = format!(
            "{}; frame-ancestors 'none'",
            tagsmith::emit::site::content_policy()
        );
        let policy = HeaderValue::try_from(policy);
        Self {
            source,
            policy: policy.unwrap_or(HeaderValue::from_static("default-src 'none'")),
        }
    }

    /// Returns whether a request is for the site. This is the case for paths below `/reference/`, and for `/` if a
    /// browser sent the request. The API's operation at `/` does not return HTML.
    pub fn is_meant(parts: &Parts) -> bool {
        let is_own = parts.uri.path().strip_prefix(ROOT);
        is_own.is_some_and(|it| it.is_empty() || it.starts_with('/')) || is_at_the_door(parts)
    }

    /// Responds with a file of the site.
    ///
    /// # Errors
    ///
    /// Fails for methods other than `GET` and `HEAD`.
    pub async fn respond(&self, parts: &Parts) -> Result<Response<SiteBody>, Problem> {
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            return Err(Problem::new(
                Kind::Method,
                "the reference site supports only GET and HEAD",
            )
            .allow("GET, HEAD"));
        }
        if is_at_the_door(parts) {
            let mut response = Response::new(Either::Right(Full::default()));
            *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            let pages = HeaderValue::from_static("/reference/");
            response.headers_mut().insert(LOCATION, pages);
            return Ok(self.protected(response));
        }
        let inner = parts.uri.path().strip_prefix(ROOT).unwrap_or_default();
        let inner = if inner.is_empty() { "/" } else { inner };
        let mut response = match &self.source {
            Source::Built(built) => built.respond(inner, &parts.headers).map(Either::Right),
            Source::Folder(folder) => {
                let response = file(folder, inner, parts).await?;
                response.map(|body| Either::Left(Box::pin(body)))
            }
        };
        // A folder name is redirected to the same path with a trailing slash, so that relative links in pages work.
        let own = response.headers().get(LOCATION);
        let own = own.and_then(|it| it.to_str().ok()).map(str::to_owned);
        let own = match parts.uri.path() {
            ROOT => Some("/".to_owned()),
            _ => own,
        };
        if let Some(location) = own.and_then(|it| HeaderValue::try_from(format!("{ROOT}{it}")).ok())
        {
            response = Response::new(Either::Right(Full::default()));
            *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
            response.headers_mut().insert(LOCATION, location);
        }
        // The names of assets contain a digest of their content, so an asset with a given name never changes.
        let is_kept = inner.starts_with("/assets/") && response.status().is_success();
        let mut response = self.protected(response);
        if is_kept {
            let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
            response.headers_mut().insert(CACHE_CONTROL, kept);
        }
        Ok(response)
    }

    fn protected(&self, mut response: Response<SiteBody>) -> Response<SiteBody> {
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }
}

fn is_at_the_door(parts: &Parts) -> bool {
    let accepted = parts.headers.get_all(ACCEPT).iter();
    let mut accepted = accepted.filter_map(|it| it.to_str().ok());
    parts.uri.path() == "/"
        && matches!(parts.method, Method::GET | Method::HEAD)
        && accepted.any(|it| it.contains("text/html"))
}

/// Responds with a file, or with the folder's 404 page.
async fn file(
    folder: &Compression<ServeDir>,
    path: &str,
    parts: &Parts,
) -> Result<Response<CompressionBody<ServeFileSystemResponseBody>>, Problem> {
    let response = read(folder, path, &parts.method, parts.headers.clone()).await?;
    if response.status() != StatusCode::NOT_FOUND {
        return Ok(response);
    }
    let mut asked = parts.headers.clone();
    for name in [IF_NONE_MATCH, IF_MODIFIED_SINCE, RANGE] {
        asked.remove(name);
    }
    let mut missing = read(folder, "/404.html", &parts.method, asked).await?;
    *missing.status_mut() = StatusCode::NOT_FOUND;
    Ok(missing)
}

async fn read(
    folder: &Compression<ServeDir>,
    path: &str,
    method: &Method,
    headers: HeaderMap,
) -> Result<Response<CompressionBody<ServeFileSystemResponseBody>>, Problem> {
    let mut request = Request::new(Empty::<bytes::Bytes>::new());
    *request.method_mut() = method.clone();
    *request.headers_mut() = headers;
    *request.uri_mut() = path
        .parse()
        .map_err(|_| Problem::new(Kind::Path, "the path is not a file of the reference site"))?;
    match folder.clone().call(request).await {
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}
