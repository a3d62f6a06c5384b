//! Errors that the gateway itself returns, in the format of RFC 9457. PROBLEMS.md explains each problem type.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::accept::prefers_plain_json;

/// The response header that contains the problem's kind. The gateway removes this header from responses of the
/// upstream.
pub const PROBLEM: HeaderName = HeaderName::from_static("x-tagsmith-problem");

/// The prefix of every problem's `type`. No problem type of the upstream has this prefix.
pub const DOCS: &str = "https://github.com/tagsmith/tagsmith/blob/main/gateway/PROBLEMS.md";

/// An error that the gateway itself returns.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    detail: Cow<'static, str>,
    operation: Option<Box<str>>,
    retry_after: Option<u64>,
    allow: Option<HeaderValue>,
    location: Option<Box<str>>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $name:literal, $status:ident, $title:literal;)*) => {
        /// The kinds of problems.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Returns the kind's name: the fragment of the problem's `type`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Returns the response status.
            pub fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)* }
            }

            /// Returns the title for people.
            pub fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)* }
            }
        }
    };
}

kinds! {
    /// The request head is ambiguous, or is not HTTP.
    Head, "head", BAD_REQUEST, "the request head is ambiguous";
    /// The request head exceeds the limit.
    HeadTooLarge, "head-too-large", REQUEST_HEADER_FIELDS_TOO_LARGE, "the request head is too large";
    /// The request target is not a path.
    Target, "target", BAD_REQUEST, "the request target is not a path";
    /// Servers could read the path in different ways.
    Path, "path", BAD_REQUEST, "the path is ambiguous";
    /// Servers could read the query in different ways.
    Query, "query", BAD_REQUEST, "the query is ambiguous";
    /// The operation does not declare a query parameter of the request.
    UndeclaredParameter, "undeclared-parameter", BAD_REQUEST, "the operation does not declare this query parameter";
    /// The operation does not declare a request body.
    UndeclaredBody, "undeclared-body", BAD_REQUEST, "the operation does not accept a body";
    /// A header is repeated, or cannot be forwarded.
    Header, "header", BAD_REQUEST, "a header cannot be forwarded";
    /// The operation does not declare the body's media type.
    MediaType, "media-type", UNSUPPORTED_MEDIA_TYPE, "the operation does not accept this media type";
    /// No operation has this path.
    NoOperation, "no-operation", NOT_FOUND, "no operation has this path";
    /// Operations have this path, but none has this method.
    Method, "method", METHOD_NOT_ALLOWED, "no operation has this method and path";
    /// The operator does not allow the operation.
    NotAllowed, "not-allowed", FORBIDDEN, "the operation is not allowed";
    /// `Host` is not a host name of the gateway.
    Host, "host", MISDIRECTED_REQUEST, "Host is not a name of this gateway";
    /// The operator does not allow the page's origin.
    Origin, "origin", FORBIDDEN, "the origin is not allowed";
    /// A page's request lacks the required header.
    Mark, "mark", FORBIDDEN, "the header X-Tagsmith-Gateway is missing";
    /// The caller's token is missing or unknown.
    Caller, "caller", UNAUTHORIZED, "the caller's token is missing or unknown";
    /// The address sent too many wrong tokens.
    Attempts, "attempts", TOO_MANY_REQUESTS, "too many wrong tokens";
    /// The caller exceeded its rate limit.
    CallerLimit, "caller-limit", TOO_MANY_REQUESTS, "the caller exceeded its rate limit";
    /// The remaining upstream rate limit is reserved.
    Reserve, "reserve", TOO_MANY_REQUESTS, "the remaining rate limit is reserved";
    /// The request body exceeds the limit.
    RequestTooLarge, "request-too-large", PAYLOAD_TOO_LARGE, "the request body is too large";
    /// The request body did not arrive in time.
    RequestTimeout, "request-timeout", REQUEST_TIMEOUT, "the request did not arrive in time";
    /// No credential is configured for this account.
    NoCredential, "no-credential", FORBIDDEN, "no credential is configured for this account";
    /// The credential source failed.
    CredentialUnavailable, "credential-unavailable", BAD_GATEWAY, "the credential source failed";
    /// The upstream is unreachable, or closed the connection.
    Unreachable, "upstream-unreachable", BAD_GATEWAY, "the upstream is unreachable";
    /// The upstream did not respond in time.
    UpstreamTimeout, "upstream-timeout", GATEWAY_TIMEOUT, "the upstream did not respond in time";
    /// The upstream's response is invalid.
    Broken, "upstream-broken", BAD_GATEWAY, "the upstream's response is invalid";
    /// The upstream's response exceeds the limit.
    ResponseTooLarge, "response-too-large", BAD_GATEWAY, "the upstream's response is too large";
    /// The upstream redirects to an operation that is not allowed.
    Redirect, "redirect", BAD_GATEWAY, "the redirect target is not an allowed operation";
    /// The log consumer is behind.
    Log, "log", SERVICE_UNAVAILABLE, "the log consumer is behind";
    /// The response contained a credential.
    Leak, "leak", BAD_GATEWAY, "the response contained a credential";
}

impl Problem {
    /// Creates a problem. The caller sees the detail.
    pub fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            operation: None,
            retry_after: None,
            allow: None,
            location: None,
        }
    }

    /// Sets the operation.
    #[must_use]
    pub fn of(self, operation: &str) -> Self {
        Self {
            operation: Some(operation.into()),
            ..self
        }
    }

    /// Sets `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds.max(1)),
            ..self
        }
    }

    /// Sets `Allow`, the methods that the path has.
    #[must_use]
    pub fn allow(self, methods: &str) -> Self {
        Self {
            allow: HeaderValue::from_str(methods).ok(),
            ..self
        }
    }

    /// Sets the target of the upstream's redirect.
    #[must_use]
    pub fn location(self, url: &str) -> Self {
        Self {
            location: Some(url.into()),
            ..self
        }
    }

    /// Returns the kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns headers and body of the response, in the format that the request headers `asked` prefer. Clients of
    /// GitHub print `message` and `documentation_url`.
    pub fn response(&self, asked: &HeaderMap) -> (HeaderMap, Bytes) {
        let url = format!("{DOCS}#{}", self.kind.name());
        let mut members = serde_json::json!({
            "type": url,
            "title": self.kind.title(),
            "status": self.kind.status().as_u16(),
            "detail": self.detail,
            "message": format!("{}: {}", env!("CARGO_PKG_NAME"), self.detail),
            "documentation_url": url,
        });
        for (name, value) in [("operation", &self.operation), ("location", &self.location)] {
            if let (Some(value), Some(members)) = (value, members.as_object_mut()) {
                members.insert(name.to_owned(), (&**value).into());
            }
        }
        let mut headers = HeaderMap::with_capacity(12);
        let media_type = match prefers_plain_json(asked) {
            true => "application/json; charset=utf-8",
            false => "application/problem+json",
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(PROBLEM, HeaderValue::from_static(self.kind.name()));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        if let Some(methods) = &self.allow {
            headers.insert(ALLOW, methods.clone());
        }
        (headers, Bytes::from(members.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn problems_md_explains_every_problem_type() {
        let page = include_str!("../PROBLEMS.md");
        let headings = page.lines().filter_map(|it| it.strip_prefix("## "));
        let names: Vec<&str> = Kind::ALL.iter().map(|it| it.name()).collect();
        assert_eq!(headings.collect::<Vec<_>>(), names);
        for kind in Kind::ALL {
            let row = format!(
                "| [`{0}`](#{0}) | {1} | {2} |",
                kind.name(),
                kind.status().as_u16(),
                kind.title()
            );
            assert!(page.contains(&row), "{row}");
        }
    }
}
