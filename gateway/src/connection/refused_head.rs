//! Replacements for refused request heads. Hyper parses the replacement, and the gateway responds to it with a problem.
//! A replacement is recognized by its `Content-Length`, a number that the guard accepts in no other head.

use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Version};

use crate::connection::guard::KEPT;
use crate::problem::Kind;

macro_rules! refused {
    ($target:literal) => {
        concat!(
            "- ",
            $target,
            " HTTP/1.1\r\nconnection: close\r\ncontent-length: ",
            "0000000000000000000000000000000000000000000000000000000000000000\r\n\r\n"
        )
        .as_bytes()
    };
}

/// Replaces an ambiguous head.
pub const UNREADABLE: &[u8] = refused!("/unreadable");
/// Replaces a head that is too large.
pub const TOO_LARGE: &[u8] = refused!("/too-large");

/// Returns why a head was or must be refused. HTTP/2 heads do not pass the guard, so this function checks their size
/// and number of headers.
pub fn refusal(parts: &Parts, largest: u64) -> Option<Kind> {
    if parts.version == Version::HTTP_2 {
        // The size as RFC 9113 defines it, plus the request target.
        let size =
            |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 32;
        let size: usize = parts.headers.iter().map(size).sum();
        let target = parts.uri.path_and_query().map_or(0, |it| it.as_str().len());
        let is_too_large = (size + target) as u64 > largest || parts.headers.len() > 100;
        return is_too_large.then_some(Kind::HeadTooLarge);
    }
    let length = parts.headers.get(CONTENT_LENGTH);
    length.filter(|it| it.len() >= KEPT)?;
    Some(match parts.uri.path() {
        "/too-large" => Kind::HeadTooLarge,
        _ => Kind::Head,
    })
}
