//! Classifies errors of `reqwest` by how far the request got.

#[cfg(not(target_family = "wasm"))]
use std::error::Error as _;

/// Returns whether the connection failed, so that the server cannot have received the request.
#[cfg(not(target_family = "wasm"))]
pub(super) fn never_connected(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// Returns whether the server did not process the request, although the server may have received a part of it.
#[cfg(not(target_family = "wasm"))]
pub(super) fn was_refused(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        // Hyper queued the request, and had not started to send it.
        let was_queued = error.downcast_ref().is_some_and(hyper::Error::is_canceled);
        if was_queued || error.downcast_ref().is_some_and(is_refusal) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Returns whether HTTP/2 reports that the server did not process a stream (RFC 9113, section 8.7). `h2` reports a
/// remote `GOAWAY` only to streams above the last one that the server processes.
#[cfg(not(target_family = "wasm"))]
fn is_refusal(error: &h2::Error) -> bool {
    let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
    error.is_remote() && (error.is_go_away() || is_refused)
}

/// Always `false`: a browser does not report connection failures.
#[cfg(target_family = "wasm")]
pub(super) fn never_connected(_: &reqwest::Error) -> bool {
    false
}

/// Always `false`: a browser does not report whether a request was processed.
#[cfg(target_family = "wasm")]
pub(super) fn was_refused(_: &reqwest::Error) -> bool {
    false
}
