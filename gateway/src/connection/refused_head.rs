//! What stands for a head that the guard refuses, so that hyper reads it and the gateway answers it as any other
//! request. Its length is one that no head has which the guard lets in.

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

/// For a head that can be read in two ways.
pub const UNREADABLE: &[u8] = refused!("/unreadable");
/// For a head that is too large.
pub const TOO_LARGE: &[u8] = refused!("/too-large");

/// Returns why a head was refused, if it was, or is: nothing watches heads of HTTP/2, which may have as many headers
/// as others and be as large.
pub fn refusal(parts: &Parts, largest: u64) -> Option<Kind> {
    if parts.version == Version::HTTP_2 {
        // As RFC 9113 counts it, with the target.
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
