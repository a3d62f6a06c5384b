//! The one reading of a path. What another reader could take otherwise is refused; what passes is written
//! anew, so that the upstream has nothing left to decide.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use smallvec::SmallVec;

/// The segments of a path, decoded.
pub type Segments<'a> = SmallVec<[Cow<'a, str>; 12]>;

/// The longest path, in bytes as it came.
const LONGEST: usize = 4096;

/// The most segments that a path may have.
const MOST: usize = 64;

/// What is written as it is: RFC 3986's unreserved characters, which mean the same to every reader.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why a path has not one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable(&'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Unreadable {
    /// For paths that have two readings by what the description says.
    pub(crate) const fn new(why: &'static str) -> Self {
        Self(why)
    }
}

/// Reads a path.
///
/// # Errors
///
/// Fails if somebody could read it otherwise.
pub fn read(path: &str) -> Result<Segments<'_>, Unreadable> {
    let refused = |why| Err(Unreadable(why));
    let Some(rest) = path.strip_prefix('/') else {
        return refused("the path does not begin with `/`");
    };
    if path.len() > LONGEST {
        return refused("the path is longer than 4096 bytes");
    }
    let mut segments = Segments::new();
    if rest.is_empty() {
        return Ok(segments);
    }
    for raw in rest.split('/') {
        if segments.len() == MOST {
            return refused("the path has more than 64 segments");
        }
        let segment = decode(raw)?;
        check(&segment)?;
        segments.push(segment);
    }
    Ok(segments)
}

/// Writes segments as a path.
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

/// Writes a text in a way that has one reading in a path and in a query.
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

/// Decodes what is percent-encoded, strictly.
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
    String::from_utf8(decoded).map_err(|_| "what is percent-encoded is not UTF-8")
}

/// RFC 3986's `pchar` but `;`, which some servers cut paths at.
fn is_raw(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,=:@".contains(&byte)
}

/// Refuses a decoded segment that a server might take for more or for less than one.
fn check(segment: &str) -> Result<(), Unreadable> {
    let refused = |why| Err(Unreadable(why));
    if segment.is_empty() {
        return refused("the path has an empty segment");
    }
    if segment.bytes().all(|byte| b". +".contains(&byte)) {
        return refused("the path has a segment of dots and spaces");
    }
    for character in segment.chars() {
        match character {
            '/' | '\\' => return refused("the path has an encoded slash or backslash"),
            ';' => return refused("the path has an encoded `;`"),
            '%' => return refused("the path is encoded twice, or has an encoded `%`"),
            it if it.is_control() => return refused("the path has a control character"),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    fn rewritten(path: &str) -> Result<String, String> {
        let segments = read(path).map_err(|it| it.to_string())?;
        let mut written = String::new();
        write(segments.iter().map(AsRef::as_ref), &mut written);
        Ok(written)
    }

    #[test]
    fn what_has_one_reading_is_written_in_one_way() {
        for (path, expected) in [
            ("/orgs/a/b", "/orgs/a/b"),
            ("/orgs/%61/b", "/orgs/a/b"),
            ("/x/a+b@c:d", "/x/a%2Bb%40c%3Ad"),
            ("/x/a%20b%3f%23", "/x/a%20b%3F%23"),
            ("/x/%c3%a9.%e2%82%ac", "/x/%C3%A9.%E2%82%AC"),
            ("/x/..a/.git/a..", "/x/..a/.git/a.."),
            ("/", "/"),
        ] {
            assert_eq!(rewritten(path).as_deref(), Ok(expected), "{path}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for path in [
            "",
            "orgs",
            "*",
            "http://a/b",
            "//",
            "/a/",
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
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/a%00b",
            "/a%0ab",
            "/a%7f",
            "/a%c2%85",
            "/a;b",
            "/a;b=c/d",
            "/a%3bb",
            "/a%252fb",
            "/a%25",
            "/a%252e%252e",
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
    }
}
