//! Parses a path strictly. Refuses paths that another server could read differently. Encodes accepted paths again, so
//! that the upstream path is unambiguous.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use smallvec::SmallVec;

/// The segments of a path, decoded once. A slash within a segment was percent-encoded.
pub type Segments<'a> = SmallVec<[Cow<'a, str>; 12]>;

/// A parsed path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// The segments.
    pub segments: Segments<'a>,
    /// Whether the path has a trailing slash.
    pub ends_with_slash: bool,
}

/// The maximum length of a path in bytes, before decoding.
const LONGEST: usize = 4096;

/// The maximum number of segments, including those that encoded slashes separate.
const MOST: usize = 64;

/// The maximum number of times that a segment may be encoded, in addition to the first.
const AGAIN: usize = 3;

/// Characters that a decoded segment may contain, although other servers could read them as an escape or as the end of
/// a segment or path.
pub(crate) const AMBIGUOUS: [char; 4] = ['/', '%', '?', '#'];

/// The characters that are percent-encoded: all except RFC 3986's unreserved characters, which every parser reads the
/// same.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why a path is ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable(&'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Unreadable {
    /// Creates the reason for a path that matches the description in an ambiguous way.
    pub(crate) const fn new(why: &'static str) -> Self {
        Self(why)
    }
}

/// Parses a path.
///
/// # Errors
///
/// Fails if another server could read the path differently. Percent-encoded `/`, `%`, `?` and `#` remain part of their
/// segments. `readings::others` returns the other ways to read them.
pub fn read(path: &str) -> Result<Path<'_>, Unreadable> {
    let refused = |why| Err(Unreadable(why));
    let Some(rest) = path.strip_prefix('/') else {
        return refused("the path does not begin with `/`");
    };
    if path.len() > LONGEST {
        return refused("the path is longer than 4096 bytes");
    }
    let mut segments = Segments::new();
    let (rest, ends_with_slash) = match rest.strip_suffix('/') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    if rest.is_empty() {
        return match ends_with_slash {
            true => refused("the path has an empty segment"),
            false => Ok(Path {
                segments,
                ends_with_slash,
            }),
        };
    }
    let mut count = 0;
    for raw in rest.split('/') {
        let segment = decode(raw)?;
        check(&segment)?;
        count += segment.split('/').count();
        if count > MOST {
            return refused("the path has more than 64 segments");
        }
        segments.push(segment);
    }
    Ok(Path {
        segments,
        ends_with_slash,
    })
}

impl Path<'_> {
    /// Returns the path with the encoded slashes of the chosen segments as separators. Returns `None` if these segments
    /// contain no slashes.
    pub fn split<'b>(&self, is_split: impl Fn(usize) -> bool) -> Option<Path<'b>> {
        let is_meant = |(index, it): (usize, &Cow<'_, str>)| is_split(index) && it.contains('/');
        if !self.segments.iter().enumerate().any(is_meant) {
            return None;
        }
        let mut segments = Segments::new();
        for (index, segment) in self.segments.iter().enumerate() {
            match is_split(index) {
                true => segments.extend(pieces(segment)),
                false => segments.push(Cow::Owned(segment.to_string())),
            }
        }
        Some(Path {
            segments,
            ends_with_slash: self.ends_with_slash,
        })
    }

    /// Returns whether other servers could read the path differently.
    pub fn is_ambiguous(&self) -> bool {
        self.segments.iter().any(|it| it.contains(AMBIGUOUS))
    }
}

fn pieces<'b>(segment: &str) -> impl Iterator<Item = Cow<'b, str>> {
    segment.split('/').map(|it| Cow::Owned(it.to_owned()))
}

/// Appends segments as an encoded path.
pub fn write<'a>(segments: impl IntoIterator<Item = &'a str>, to: &mut String) {
    let before = to.len();
    for segment in segments {
        to.push('/');
        encode(segment, to);
    }
    if to.len() == before {
        to.push('/');
    }
}

/// Appends a text, percent-encoded so that it is unambiguous in paths and queries.
pub(crate) fn encode(text: &str, to: &mut String) {
    to.extend(utf8_percent_encode(text, RESERVED));
}

fn decode(raw: &str) -> Result<Cow<'_, str>, Unreadable> {
    if !raw.bytes().all(|byte| is_raw(byte) || byte == b'%') {
        return Err(Unreadable(
            "the path has a character that must be percent-encoded, or a `;` or `\\`",
        ));
    }
    if !raw.contains('%') {
        return Ok(Cow::Borrowed(raw));
    }
    percent_decode(raw).map(Cow::Owned).map_err(Unreadable)
}

/// Percent-decodes a text strictly.
pub(crate) fn percent_decode(raw: &str) -> Result<String, &'static str> {
    let digit = |byte: Option<u8>| byte.and_then(|it| char::from(it).to_digit(16));
    let mut bytes = raw.bytes();
    let mut decoded = Vec::with_capacity(raw.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let (Some(high), Some(low)) = (digit(bytes.next()), digit(bytes.next())) else {
            return Err("a `%` is not followed by two hexadecimal digits");
        };
        decoded.extend(u8::try_from(high * 16 + low));
    }
    String::from_utf8(decoded).map_err(|_| "the percent-encoded text is not UTF-8")
}

/// RFC 3986's `pchar` except `;`, at which some servers cut paths.
fn is_raw(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,=:@".contains(&byte)
}

/// Refuses a segment that a server could read differently if the server decodes it once or several times.
fn check(segment: &str) -> Result<(), Unreadable> {
    check_once(segment)?;
    let mut text = Cow::Borrowed(segment);
    for _ in 0..=AGAIN {
        if is_escaped_otherwise(&text) {
            return Err(Unreadable("the path has an escape such as `%u002f`"));
        }
        let again = percent_decode_str(&text).decode_utf8();
        let again = again.map_err(|_| Unreadable("the text that is encoded twice is not UTF-8"))?;
        if again == text {
            return Ok(());
        }
        if again.matches('/').count() > text.matches('/').count() {
            return Err(Unreadable("the path has a slash that is encoded twice"));
        }
        check_once(&again)?;
        text = Cow::Owned(again.into_owned());
    }
    Err(Unreadable("the path is encoded more than four times"))
}

/// Refuses a decoded segment that is a dot segment or could end the path.
fn check_once(segment: &str) -> Result<(), Unreadable> {
    let refused = |why| Err(Unreadable(why));
    for piece in segment.split('/') {
        if piece.is_empty() {
            return refused("the path has an empty segment");
        }
        let path = piece.split(['?', '#']).next().unwrap_or_default();
        let is_step = |it: &str| it.bytes().all(|byte| b". +".contains(&byte));
        if !path.is_empty() && is_step(path) {
            return refused("the path has a segment of only dots, spaces or `+`");
        }
    }
    for character in segment.chars() {
        match character {
            '\\' => return refused("the path has an encoded backslash"),
            ';' => return refused("the path has an encoded `;`"),
            it if it.is_control() => return refused("the path has a control character"),
            _ => {}
        }
    }
    Ok(())
}

/// Returns whether a text contains a non-standard escape that some servers decode.
fn is_escaped_otherwise(text: &str) -> bool {
    text.split('%').skip(1).any(|it| {
        let digits = it.strip_prefix(['u', 'U']);
        let digits = digits.and_then(|it| it.as_bytes().get(..4));
        digits.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    fn rewritten(path: &str) -> Result<String, String> {
        let path = read(path).map_err(|it| it.to_string())?;
        let mut written = String::new();
        write(path.segments.iter().map(AsRef::as_ref), &mut written);
        if path.ends_with_slash {
            written.push('/');
        }
        Ok(written)
    }

    #[test]
    fn unambiguous_paths_are_normalized() {
        for (path, expected) in [
            ("/orgs/a/b", "/orgs/a/b"),
            ("/orgs/%61/b", "/orgs/a/b"),
            ("/x/a+b@c:d", "/x/a%2Bb%40c%3Ad"),
            ("/x/a%20b%3f%23", "/x/a%20b%3F%23"),
            ("/x/%c3%a9.%e2%82%ac", "/x/%C3%A9.%E2%82%AC"),
            ("/x/..a/.git/a..", "/x/..a/.git/a.."),
            ("/a/", "/a/"),
            ("/x/src%2flib.rs", "/x/src%2Flib.rs"),
            ("/x/100%25", "/x/100%25"),
            ("/x/100%25%20off", "/x/100%25%20off"),
            ("/x/%2541", "/x/%2541"),
            ("/x/%25unique", "/x/%25unique"),
            ("/", "/"),
        ] {
            assert_eq!(rewritten(path).as_deref(), Ok(expected), "{path}");
        }
    }

    #[test]
    fn ambiguous_paths_are_refused() {
        for path in [
            "",
            "orgs",
            "*",
            "http://a/b",
            "//",
            "//a",
            "/a//b",
            "/.",
            "/..",
            "/a/../b",
            "/a/./b",
            "/a/%2e%2e/b",
            "/a/.%2E",
            "/a/%2e",
            "/a/...",
            "/a/..%20",
            "/a/%20",
            "/a/+/b",
            "/a%5cb",
            "/a\\b",
            "/a%00b",
            "/a%0ab",
            "/a%7f",
            "/a%c2%85",
            "/a;b",
            "/a;b=c/d",
            "/a%3bb",
            "/a%2f",
            "/%2fa",
            "/a%2f%2fb",
            "/a%2f..%2fb",
            "/a%2f%2e",
            "/a/%2f",
            "/a%2f/b",
            "/a%252fb",
            "/a%2fb%252fc",
            "/a%25252fb",
            "/a%255cb",
            "/a%253bb",
            "/a%2500",
            "/a%250ab",
            "/%252e%252e",
            "/x%2f%252e%252e",
            "/%252e%2e",
            "/%25252e",
            "/a%25c0%25af",
            "/a%25u002fb",
            "/a%25U005C",
            "/a%2525252561",
            "/a/..%3f",
            "/a/%2e.%23b",
            "/a/.%253fb",
            "/a%2f..%3fb",
            "/a/%20%3fb",
            "/a%25%32%66",
            "/a%c0%af",
            "/a%e0%80%af",
            "/a%c0%ae%c0%ae",
            "/a%ff",
            "/a%ed%a0%80",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%u002f",
            "/a#b",
            "/a?b",
            "/a b",
            "/\u{e9}",
            "/a\u{ff0f}b",
            "/a\"b",
            "/a<b",
            "/a|b",
            "/a{b}",
            "/a^b",
            "/a`b",
            "/a\tb",
        ] {
            assert!(rewritten(path).is_err(), "{path}");
        }
        assert!(rewritten(&format!("/{}", "a".repeat(5000))).is_err());
        assert!(rewritten(&"/a".repeat(65)).is_err());
        assert!(rewritten(&format!("/a{}", "%2fa".repeat(64))).is_err());
    }
}
