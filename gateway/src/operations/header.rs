//! Header parameters that may pass to the upstream, if an operation declares them.

use http::HeaderName;

/// Returns whether a header may pass if an operation declares it as a parameter.
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

/// Headers that are the gateway's, HTTP's own, or a proxy's word about the request, whatever a description declares. A `Range`
/// could hide a credential: its parts would not be found.
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
