//! The other readings of a path. Some servers decode a path before they split it, cut it at a decoded `?` or `#`, or
//! decode it several times.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::operations::path::{Path, Segments};

/// One of the other readings of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The path.
    pub path: Path<'static>,
    /// The text after a decoded `?`. The request's query is appended to this text.
    pub query: String,
}

/// Returns all other readings. An unambiguous path has no other readings.
///
/// A trailing slash yields two readings: with and without the slash.
pub fn others(path: &Path<'_>) -> Vec<Reading> {
    if !path.is_ambiguous() {
        return Vec::new();
    }
    let mut readings = vec![Reading {
        path: with(path, str::to_owned),
        query: String::new(),
    }];
    let mut at = 0;
    while let Some(reading) = readings.get(at) {
        for other in reading.next().into_iter().flatten() {
            if !readings.contains(&other) {
                readings.push(other);
            }
        }
        at += 1;
    }
    readings.remove(0);
    readings
}

impl Reading {
    fn next(&self) -> [Option<Self>; 5] {
        let Self { path, query } = self;
        let decoded = |it: &str| percent_decode_str(it).decode_utf8_lossy().into_owned();
        let split = path.split(|_| true).map(|path| Self {
            path,
            query: query.clone(),
        });
        let again = Self {
            path: with(path, decoded),
            query: decoded(query),
        };
        let queried = cut(path, '?').map(|(path, hidden)| Self {
            path,
            query: match query.is_empty() {
                true => hidden,
                false => format!("{hidden}?{query}"),
            },
        });
        let whole = cut(path, '#').map(|(path, _)| Self {
            path,
            query: String::new(),
        });
        let unslashed = Self {
            path: Path {
                ends_with_slash: false,
                ..path.clone()
            },
            query: query.clone(),
        };
        [split, Some(again), queried, whole, Some(unslashed)]
    }
}

fn with(path: &Path<'_>, text: impl Fn(&str) -> String) -> Path<'static> {
    Path {
        segments: path.segments.iter().map(|it| text(it).into()).collect(),
        ends_with_slash: path.ends_with_slash,
    }
}

/// Returns the text before and after a character. Returns `None` if no segment contains the character.
fn cut(path: &Path<'_>, at: char) -> Option<(Path<'static>, String)> {
    let mut segments = Segments::new();
    let mut rest = path.segments.iter();
    for segment in rest.by_ref() {
        let Some((before, after)) = segment.split_once(at) else {
            segments.push(Cow::Owned(segment.to_string()));
            continue;
        };
        let ends_with_slash = before.is_empty();
        if !ends_with_slash {
            segments.push(Cow::Owned(before.to_owned()));
        }
        let mut behind = after.to_owned();
        for segment in rest {
            behind.push('/');
            behind.push_str(segment);
        }
        if path.ends_with_slash {
            behind.push('/');
        }
        let path = Path {
            ends_with_slash: ends_with_slash && !segments.is_empty(),
            segments,
        };
        return Some((path, behind));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Reading, others};
    use crate::operations::path::read;

    #[test]
    fn returns_the_readings_of_servers_that_decode_first_or_twice() {
        let readings = |path: &str| {
            let path = read(path).unwrap();
            let readings = others(&path);
            assert_eq!(readings.is_empty(), !path.is_ambiguous());
            let text = |it: &Reading| match it.query.as_str() {
                "" => it.path.segments.join(" "),
                query => format!("{} -> {query}", it.path.segments.join(" ")),
            };
            readings.iter().map(text).collect::<Vec<_>>()
        };
        assert_eq!(readings("/a/b"), [""; 0]);
        assert_eq!(readings("/a/b%2fc"), ["a b c"]);
        assert_eq!(readings("/a%2fb/%2561"), ["a b %61", "a/b a", "a b a"]);
        assert_eq!(readings("/%252561"), ["%61", "a"]);
        // Some servers cut at the first of both characters. Others cut at the only one that they support.
        assert_eq!(
            readings("/a/b%3fc%23d/e"),
            ["a b -> c#d/e", "a b?c", "a b -> c"]
        );
        assert_eq!(readings("/a%2fb%23c"), ["a b#c", "a/b", "a b"]);
        assert_eq!(readings("/a/b%253fc%253dd"), ["a b?c=d", "a b -> c=d"]);
        assert_eq!(
            readings("/a/b%3fc%253d/"),
            [
                "a b?c=",
                "a b -> c%3d/",
                "a b?c%3d",
                "a b -> c=/",
                "a b?c=",
                "a b -> c%3d",
                "a b -> c="
            ]
        );
        // The empty end is read as a trailing slash, or ignored.
        assert_eq!(readings("/a/%3fb"), ["a -> b", "a -> b"]);
        assert_eq!(readings("/%23b"), [""]);
    }
}
