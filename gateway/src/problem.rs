//! The gateway's own errors, as RFC 9457 has them. PROBLEMS.md explains each type.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::accept::prefers_plain_json;

/// Marks a refusal of the gateway's own, by its kind. No response of the upstream carries it.
pub const PROBLEM: HeaderName = HeaderName::from_static("x-tagsmith-problem");

/// What the type of every problem begins with; nothing of the upstream's does.
pub const DOCS: &str = "https://github.com/tagsmith/tagsmith/blob/main/gateway/PROBLEMS.md";

/// One error of the gateway's own.
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
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Returns the name, which ends the type.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Returns the status that it is answered with.
            pub fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)* }
            }

            /// Returns what it is, for people.
            pub fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)* }
            }
        }
    };
}

kinds! {
    /// The head can be read in two ways, or is not HTTP.
    Head, "head", BAD_REQUEST, "the head can be read in two ways";
    /// The head is too large.
    HeadTooLarge, "head-too-large", REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's head is too large";
    /// The target is not a path.
    Target, "target", BAD_REQUEST, "the target is not a path";
    /// The path can be read in two ways.
    Path, "path", BAD_REQUEST, "the path can be read in two ways";
    /// The query can be read in two ways.
    Query, "query", BAD_REQUEST, "the query can be read in two ways";
    /// The operation does not declare a query parameter.
    UndeclaredParameter, "undeclared-parameter", BAD_REQUEST, "the operation does not have this parameter";
    /// The operation takes no body.
    UndeclaredBody, "undeclared-body", BAD_REQUEST, "the operation takes no body";
    /// A header stands twice, or cannot be sent.
    Header, "header", BAD_REQUEST, "a header cannot be taken";
    /// The body's media type is not one that the operation takes.
    MediaType, "media-type", UNSUPPORTED_MEDIA_TYPE, "the operation does not take this media type";
    /// No operation has this path.
    NoOperation, "no-operation", NOT_FOUND, "no operation has this path";
    /// An operation has this path, by another method.
    Method, "method", METHOD_NOT_ALLOWED, "the path has no operation with this method";
    /// The operation is not allowed.
    NotAllowed, "not-allowed", FORBIDDEN, "this operation is not allowed";
    /// The host is not one of the gateway's names.
    Host, "host", MISDIRECTED_REQUEST, "this gateway does not answer to that host";
    /// The origin is not allowed.
    Origin, "origin", FORBIDDEN, "pages of this origin may not send requests";
    /// A page's request has no mark.
    Mark, "mark", FORBIDDEN, "the request lacks X-Tagsmith-Gateway";
    /// The caller is not known.
    Caller, "caller", UNAUTHORIZED, "the caller is not known";
    /// Too many attempts of unknown callers.
    Attempts, "attempts", TOO_MANY_REQUESTS, "too many attempts with wrong tokens";
    /// The caller sends too many requests.
    CallerLimit, "caller-limit", TOO_MANY_REQUESTS, "the caller sends too many requests";
    /// The rest of the upstream's rate limit is reserved.
    Reserve, "reserve", TOO_MANY_REQUESTS, "what is left of the rate limit is reserved";
    /// The request's body is too large.
    RequestTooLarge, "request-too-large", PAYLOAD_TOO_LARGE, "the request's body is too large";
    /// The request did not come whole in time.
    RequestTimeout, "request-timeout", REQUEST_TIMEOUT, "the request took too long to arrive";
    /// No credential is for this account.
    NoCredential, "no-credential", FORBIDDEN, "no credential is for this account";
    /// The source gives no credential.
    CredentialUnavailable, "credential-unavailable", BAD_GATEWAY, "there is no credential at the moment";
    /// The upstream cannot be reached, or broke off.
    Unreachable, "upstream-unreachable", BAD_GATEWAY, "the upstream cannot be reached";
    /// The upstream took too long.
    UpstreamTimeout, "upstream-timeout", GATEWAY_TIMEOUT, "the upstream took too long";
    /// The upstream's answer is broken.
    Broken, "upstream-broken", BAD_GATEWAY, "the upstream's answer is broken";
    /// The upstream's answer is too large.
    AnswerTooLarge, "answer-too-large", BAD_GATEWAY, "the upstream's answer is too large";
    /// The upstream redirects to what is not allowed.
    Redirect, "redirect", BAD_GATEWAY, "the upstream redirects to what is not allowed";
    /// Whoever reads the log has fallen behind.
    Log, "log", SERVICE_UNAVAILABLE, "requests cannot be written down";
    /// The answer held the credential.
    Leak, "leak", BAD_GATEWAY, "the answer held a credential";
}

impl Problem {
    /// Says what happened; the text is shown to the caller.
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

    /// Says which operation it is about.
    #[must_use]
    pub fn of(self, operation: &str) -> Self {
        Self {
            operation: Some(operation.into()),
            ..self
        }
    }

    /// Says after how many seconds it may be tried again.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds.max(1)),
            ..self
        }
    }

    /// Says which methods there are.
    #[must_use]
    pub fn allow(self, methods: &str) -> Self {
        Self {
            allow: HeaderValue::from_str(methods).ok(),
            ..self
        }
    }

    /// Says where the upstream redirects to.
    #[must_use]
    pub fn location(self, url: &str) -> Self {
        Self {
            location: Some(url.into()),
            ..self
        }
    }

    /// Returns what kind it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns headers and body of the answer to a request with headers. `message` and `documentation_url` are where
    /// clients of GitHub look for the reason.
    pub fn answer(&self, asked: &HeaderMap) -> (HeaderMap, Bytes) {
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
    fn every_type_is_explained() {
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
