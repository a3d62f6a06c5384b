//! The header allow-lists, for requests and responses.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, USER_AGENT, X_CONTENT_TYPE_OPTIONS,
};

use crate::operations::table::Body;
use crate::problem::{Kind, Problem};
use crate::upstream::client::{AGENT, AS_IT_IS};

const API_VERSION: HeaderName = HeaderName::from_static("x-github-api-version");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const DEFAULT_ACCEPT: HeaderValue = HeaderValue::from_static("application/vnd.github+json");

/// The request headers that are always forwarded.
const PASSED: [HeaderName; 3] = [ACCEPT, IF_NONE_MATCH, IF_MODIFIED_SINCE];

/// The headers that contain lists. Repeated values are joined by commas.
const LISTS: [HeaderName; 2] = [ACCEPT, IF_NONE_MATCH];

/// Returns the headers of the upstream request, including those that the operation declares.
///
/// # Errors
///
/// Fails for repeated headers, for a different API version, and for a media type that the operation does not accept.
pub fn sent(
    asked: &HeaderMap,
    authorization: HeaderValue,
    api_version: Option<&HeaderValue>,
    declared: &[HeaderName],
    body: Option<&Body>,
) -> Result<HeaderMap, Problem> {
    let mut headers = HeaderMap::with_capacity(12);
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(USER_AGENT, AGENT);
    headers.insert(ACCEPT_ENCODING, AS_IT_IS);
    headers.insert(ACCEPT, DEFAULT_ACCEPT);
    for name in PASSED {
        let value = match LISTS.contains(&name) {
            true => joined(asked, &name)?,
            false => single(asked, &name)?.cloned(),
        };
        if let Some(value) = value.filter(|it| it != "*/*") {
            headers.insert(name, value);
        }
    }
    for name in declared.iter().filter(|it| !PASSED.contains(it)) {
        if let Some(value) = single(asked, name)? {
            headers.insert(name, value.clone());
        }
    }
    if let Some(version) = api_version {
        if single(asked, &API_VERSION)?.is_some_and(|it| it != version) {
            let detail =
                "X-GitHub-Api-Version differs from the gateway's API version; omit the header";
            return Err(Problem::new(Kind::Header, detail));
        }
        headers.insert(API_VERSION, version.clone());
    }
    if let Some(body) = body {
        let encoding = single(asked, &CONTENT_ENCODING)?;
        if !encoding.is_none_or(|it| it.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity")) {
            let detail = "compressed request bodies are not supported; send the body without Content-Encoding";
            return Err(Problem::new(Kind::MediaType, detail));
        }
        headers.insert(
            CONTENT_TYPE,
            media_type(single(asked, &CONTENT_TYPE)?, body)?,
        );
    }
    Ok(headers)
}

fn single<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> Result<Option<&'a HeaderValue>, Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        (_, Some(_)) => Err(Problem::new(
            Kind::Header,
            format!("the header `{name}` is repeated"),
        )),
    }
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Result<Option<HeaderValue>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else {
        return Ok(None);
    };
    let mut all = first.as_bytes().to_vec();
    for value in values {
        all.extend_from_slice(b", ");
        all.extend_from_slice(value.as_bytes());
    }
    let all = HeaderValue::from_bytes(&all);
    all.map(Some).map_err(|_| {
        Problem::new(
            Kind::Header,
            format!("the header `{name}` cannot be forwarded"),
        )
    })
}

fn media_type(given: Option<&HeaderValue>, body: &Body) -> Result<HeaderValue, Problem> {
    let types = match body {
        Body::Of(types) => types.as_slice(),
        Body::Any | Body::None => &[],
    };
    let Some(given) = given else {
        let default = types
            .first()
            .map_or("application/octet-stream", String::as_str);
        return HeaderValue::from_str(default).map_err(|_| {
            Problem::new(
                Kind::MediaType,
                "the request has a body but no Content-Type",
            )
        });
    };
    let essence = given
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    let is_taken = types.is_empty() || types.iter().any(|it| it.eq_ignore_ascii_case(essence));
    match is_taken && given.to_str().is_ok() {
        true => Ok(given.clone()),
        false => Err(Problem::new(
            Kind::MediaType,
            format!("the operation accepts {}", types.join(", ")),
        )),
    }
}

/// Returns whether a response header is forwarded. The gateway forwards the headers that the description or the API's
/// documentation mentions.
pub fn passes_back(name: &HeaderName) -> bool {
    matches!(
        name.as_str(),
        "content-disposition"
            | "content-language"
            | "content-type"
            | "deprecation"
            | "etag"
            | "last-modified"
            | "link"
            | "location"
            | "retry-after"
            | "sunset"
            | "x-accepted-github-permissions"
            | "x-accepted-oauth-scopes"
            | "x-commonmarker-version"
            | "x-github-api-version-selected"
            | "x-github-media-type"
            | "x-github-request-id"
            | "x-poll-interval"
            | "x-ratelimit-limit"
            | "x-ratelimit-remaining"
            | "x-ratelimit-reset"
            | "x-ratelimit-resource"
            | "x-ratelimit-used"
    )
}

/// Marks a response as data that browsers must not render, and as private to the caller.
pub fn protect(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    );
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::{passes_back, sent};
    use crate::operations::table::Body;

    const BEARER: HeaderValue = HeaderValue::from_static("Bearer own");
    const VERSION: HeaderValue = HeaderValue::from_static("2022-11-28");

    fn map(pairs: &[(&str, &str)]) -> HeaderMap {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(name, value);
        }
        map
    }

    #[test]
    fn forwards_only_allowed_request_headers() {
        let asked = map(&[
            ("authorization", "Bearer caller"),
            ("cookie", "a"),
            ("proxy-authorization", "b"),
            ("connection", "authorization"),
            ("te", "trailers"),
            ("upgrade", "websocket"),
            ("x-http-method-override", "DELETE"),
            ("x-forwarded-host", "c"),
            ("forwarded", "host=d"),
            ("range", "bytes=0-1"),
            ("expect", "x"),
            ("trailer", "y"),
            ("accept", "application/json"),
            ("if-none-match", "\"e\""),
            ("x-tagsmith-token", "t"),
            ("accept-encoding", "gzip"),
            ("user-agent", "u"),
        ]);
        let headers = sent(&asked, BEARER, Some(&VERSION), &[], None).unwrap();
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "accept",
                "accept-encoding",
                "authorization",
                "if-none-match",
                "user-agent",
                "x-github-api-version"
            ]
        );
        assert_eq!(headers["authorization"], "Bearer own");
        assert_eq!(headers["accept-encoding"], "identity");
    }

    #[test]
    fn refuses_repeated_or_contradictory_headers() {
        for asked in [
            map(&[
                ("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ("if-modified-since", "Sun, 06 Nov 1994 08:49:38 GMT"),
            ]),
            map(&[("content-encoding", "gzip")]),
            map(&[("x-github-api-version", "2026-03-10")]),
            map(&[("content-type", "text/plain")]),
            map(&[
                ("content-type", "application/json"),
                ("content-type", "application/json"),
            ]),
        ] {
            let json = Body::Of(vec!["application/json".to_owned()]);
            assert!(
                sent(&asked, BEARER, Some(&VERSION), &[], Some(&json)).is_err(),
                "{asked:?}"
            );
        }
    }

    #[test]
    fn removes_cookies_and_scopes_from_responses() {
        for name in [
            "set-cookie",
            "x-oauth-scopes",
            "x-oauth-client-id",
            "server",
            "cache-control",
            "transfer-encoding",
            "content-length",
            "connection",
            "content-security-policy",
            "access-control-allow-origin",
            "vary",
            "trailer",
            "content-encoding",
            "alt-svc",
            "strict-transport-security",
            "refresh",
            "x-leak",
        ] {
            assert!(!passes_back(&name.parse().unwrap()), "{name}");
        }
        assert!(passes_back(&"x-github-request-id".parse().unwrap()));
    }
}
