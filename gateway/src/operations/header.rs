//! Decides which header parameters of an operation may be forwarded.

use http::HeaderName;

/// Returns whether a declared header parameter may be forwarded.
pub fn may_pass(name: &HeaderName) -> bool {
    const BEGINS: [&str; 10] = [
        "access-control-",
        "proxy-",
        "sec-",
        "x-forwarded",
        "x-http-method",
        "x-method-override",
        "x-original-",
        "x-real-ip",
        "x-rewrite-",
        "x-tagsmith-",
    ];
    let name = name.as_str();
    !OWN.contains(&name) && !BEGINS.iter().any(|it| name.starts_with(it))
}

/// Headers that are never forwarded, even if declared: those of the gateway, of HTTP, and of proxies. `Range` is among
/// them, because the search would not find a credential in a part of a response.
const OWN: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "cf-connecting-ip",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "fastly-client-ip",
    "forwarded",
    "host",
    "if-range",
    "keep-alive",
    "origin",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "true-client-ip",
    "upgrade",
    "user-agent",
    "via",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-host",
];
