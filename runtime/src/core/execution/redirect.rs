//! Decides which redirects to follow, and builds the next request.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::error::Refusal;
use crate::http::origin;

/// The maximum number of redirects.
pub(crate) const MOST: usize = 10;

/// A request that is redirected.
pub(crate) struct Redirected<'a> {
    pub(crate) method: &'a Method,
    pub(crate) url: &'a Url,
    /// The URL of the API. A write is redirected only within the origin of this URL.
    pub(crate) endpoint: &'a Url,
    /// Whether the body, if there is one, can be sent more than once.
    pub(crate) can_repeat: bool,
    /// Whether a write keeps its method after 301 and 302.
    pub(crate) redirects_writes: bool,
}

/// The request that follows a redirect.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RedirectRequest {
    pub(crate) url: Url,
    pub(crate) method: Method,
    /// Whether the request contains the body of the redirected request.
    pub(crate) has_body: bool,
}

/// Returns the request that follows a redirect. Returns `None` if the response is not a redirect to follow.
///
/// # Errors
///
/// Fails for a redirect that must be followed but cannot be.
pub(crate) fn next_request(
    request: &Redirected<'_>,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<RedirectRequest>, Refusal> {
    let is_write = !matches!(*request.method, Method::GET | Method::HEAD);
    let keeps_method = match status.as_u16() {
        303 => !is_write,
        307 | 308 => true,
        301 | 302 if !is_write || request.redirects_writes => true,
        _ => return Ok(None),
    };
    let Some(url) = location(headers, request.url).transpose()? else {
        return Ok(None);
    };
    let has_body = is_write && keeps_method;
    if has_body && !origin::same(&url, request.endpoint) {
        return Err(Refusal::write_elsewhere(&url));
    }
    if has_body && !request.can_repeat {
        return Err(Refusal::BodySentOnce);
    }
    let method = match keeps_method {
        true => request.method.clone(),
        false => Method::GET,
    };
    Ok(Some(RedirectRequest {
        url,
        method,
        has_body,
    }))
}

/// Returns the URL in the header `location`.
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
    use url::Url;

    use super::{RedirectRequest, Redirected, next_request};
    use crate::error::Refusal;

    const WRITES: [Method; 4] = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

    /// Returns a request whose body can be sent again, to an API that changes a write to `GET` after 301 and 302.
    fn request<'a>(method: &'a Method, url: &'a Url) -> Redirected<'a> {
        Redirected {
            method,
            url,
            endpoint: url,
            can_repeat: true,
            redirects_writes: false,
        }
    }

    fn url() -> Url {
        "https://example.org/a/b?c".parse().unwrap()
    }

    fn follow(
        request: &Redirected<'_>,
        status: u16,
        location: &'static str,
    ) -> Result<Option<RedirectRequest>, Refusal> {
        let headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
        next_request(request, StatusCode::from_u16(status).unwrap(), &headers)
    }

    fn followed(
        url: &str,
        method: &Method,
        has_body: bool,
    ) -> Result<Option<RedirectRequest>, Refusal> {
        Ok(Some(RedirectRequest {
            url: url.parse().unwrap(),
            method: method.clone(),
            has_body,
        }))
    }

    #[test]
    fn get_and_head_follow_anywhere_without_a_body() {
        let url = url();
        for method in [Method::GET, Method::HEAD] {
            for can_repeat in [true, false] {
                let request = Redirected {
                    can_repeat,
                    ..request(&method, &url)
                };
                for status in [301, 302, 303, 307, 308] {
                    let near = follow(&request, status, "d");
                    assert_eq!(near, followed("https://example.org/a/d", &method, false));
                    let far = follow(&request, status, "http://x.org/d");
                    assert_eq!(far, followed("http://x.org/d", &method, false));
                }
                for status in [200, 201, 300, 304, 305, 306, 404] {
                    assert_eq!(follow(&request, status, "/d"), Ok(None), "{status}");
                }
            }
        }
    }

    #[test]
    fn a_write_keeps_method_and_body_after_307_and_308_and_if_the_profile_says_so() {
        let url = url();
        for method in WRITES {
            for redirects_writes in [true, false] {
                let request = Redirected {
                    redirects_writes,
                    ..request(&method, &url)
                };
                for status in [301, 302, 307, 308] {
                    let keeps = redirects_writes || status > 303;
                    let expected = match keeps {
                        true => followed("https://example.org/d", &method, true),
                        false => Ok(None),
                    };
                    assert_eq!(follow(&request, status, "/d"), expected, "{status}");
                }
                for status in [200, 201, 300, 304, 305, 306, 404] {
                    assert_eq!(follow(&request, status, "/d"), Ok(None), "{status}");
                }
            }
        }
    }

    #[test]
    fn a_write_becomes_get_after_303() {
        let url = url();
        for method in WRITES {
            for can_repeat in [true, false] {
                let request = Redirected {
                    can_repeat,
                    ..request(&method, &url)
                };
                for to in ["https://example.org/d", "https://x.org/d"] {
                    assert_eq!(follow(&request, 303, to), followed(to, &Method::GET, false));
                }
            }
        }
    }

    #[test]
    fn a_write_goes_to_no_other_origin() {
        let url = url();
        for to in [
            "http://example.org/d?canary",
            "https://example.org:8443/d?canary",
            "https://example.org.x.org/d?canary",
            "//x.org/d?canary",
        ] {
            for method in WRITES {
                let request = Redirected {
                    redirects_writes: true,
                    ..request(&method, &url)
                };
                for status in [301, 302, 307, 308] {
                    let reason = follow(&request, status, to).unwrap_err();
                    let Refusal::WriteElsewhere { url } = reason else {
                        panic!("{to}: {reason:?}")
                    };
                    assert!(url.ends_with("/d"), "{url}");
                }
            }
        }
    }

    #[test]
    fn a_body_that_cannot_be_sent_again_is_not_redirected() {
        let url = url();
        let request = Redirected {
            can_repeat: false,
            ..request(&Method::POST, &url)
        };
        for status in [307, 308] {
            assert_eq!(follow(&request, status, "/d"), Err(Refusal::BodySentOnce));
        }
        assert_eq!(follow(&request, 302, "/d"), Ok(None));
    }

    #[test]
    fn a_target_that_is_not_an_http_url_is_refused() {
        let url = url();
        for method in [Method::GET, Method::POST] {
            for location in [
                "ftp://example.org",
                "file:///etc/passwd",
                "https://",
                "data:,x",
            ] {
                let to = follow(&request(&method, &url), 307, location);
                assert_eq!(to, Err(Refusal::BadRedirect), "{location}");
            }
        }
    }
}
