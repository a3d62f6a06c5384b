//! What stands for a head that the guard refuses, so that hyper reads it and the gateway answers it as any other
//! request. Its length is one that no head has which the guard lets in.

use http::header::CONTENT_LENGTH;
use http::request::Parts;

use crate::guard::KEPT;
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

/// Returns why a head was refused, if it was.
pub fn refusal(parts: &Parts) -> Option<Kind> {
    let length = parts.headers.get(CONTENT_LENGTH);
    length.filter(|it| it.len() >= KEPT)?;
    Some(match parts.uri.path() {
        "/too-large" => Kind::HeadTooLarge,
        _ => Kind::Head,
    })
}
