//! Which answers lead elsewhere, and where.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::error::Refusal;

/// So many redirects are followed in a row.
pub(crate) const MOST: usize = 10;

/// Returns where an answer leads, if it does: only calls that change nothing are led.
pub(crate) fn target(
    method: &Method,
    status: StatusCode,
    headers: &HeaderMap,
    from: &Url,
) -> Result<Option<Url>, Refusal> {
    let leads = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if !leads || !matches!(*method, Method::GET | Method::HEAD) {
        return Ok(None);
    }
    location(headers, from).transpose()
}

/// Returns what the header `location` says.
pub(crate) fn location(headers: &HeaderMap, from: &Url) -> Option<Result<Url, Refusal>> {
    let location = headers.get(LOCATION)?;
    let url = std::str::from_utf8(location.as_bytes())
        .ok()
        .and_then(|location| from.join(location).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    Some(url.ok_or(Refusal::BadRedirect))
}

#[cfg(test)]
mod tests {
    use http::header::LOCATION;
    use http::{HeaderMap, HeaderValue, Method, StatusCode};

    use super::target;

    fn from(method: Method, status: u16, location: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
        let status = StatusCode::from_u16(status).unwrap();
        let from = "https://example.org/a/b?c".parse().unwrap();
        target(&method, status, &headers, &from)
            .unwrap()
            .map(String::from)
    }

    #[test]
    fn only_get_and_head_follow() {
        for status in [301, 302, 303, 307, 308] {
            let to = from(Method::GET, status, "d").unwrap();
            assert_eq!(to, "https://example.org/a/d");
            assert!(from(Method::HEAD, status, "/d").is_some());
            assert!(from(Method::POST, status, "/d").is_none());
            assert!(from(Method::DELETE, status, "/d").is_none());
        }
        assert!(from(Method::GET, 304, "/d").is_none());
        assert!(from(Method::GET, 200, "/d").is_none());
    }

    #[test]
    fn what_is_no_http_url_is_refused() {
        for location in [
            "ftp://example.org",
            "file:///etc/passwd",
            "https://",
            "data:,x",
        ] {
            let headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
            let from = "https://example.org".parse().unwrap();
            let to = target(&Method::GET, StatusCode::FOUND, &headers, &from);
            assert!(to.is_err(), "{location}: {to:?}");
        }
    }
}
