//! Fills path and query templates with percent-encoded values.

use std::borrow::Cow;

use url::Url;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The value would change the path's structure.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unsafe;

/// A parameter of the template has no value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing<'a>(pub(crate) &'a str);

/// Appends a path such as `/orgs/{org}/members` with its encoded parameters.
pub(crate) fn push_path<'a>(
    url: &mut String,
    template: &'a str,
    encoded: &[(&str, String)],
) -> Result<(), Missing<'a>> {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(Missing(after))?;
        let (_, value) = encoded
            .iter()
            .find(|(it, _)| *it == name)
            .ok_or(Missing(name))?;
        url.push_str(before);
        url.push_str(value);
        rest = after;
    }
    url.push_str(rest);
    Ok(())
}

/// Checks a path template of a raw request, such as `/orgs/{org}/members`.
///
/// # Errors
///
/// Returns why the template is invalid.
pub(crate) fn check(path: &str) -> Result<(), &'static str> {
    if path.starts_with("http://") || path.starts_with("https://") {
        return Err("the path is a URL: use `request_url`");
    }
    if !path.starts_with('/') {
        return Err("the path does not begin with a slash");
    }
    if path.contains(['?', '#']) {
        return Err("the path has a query or a fragment: use `query`");
    }
    let is_step = |it: &str| {
        matches!(
            it.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
    };
    if path.split(['/', '\\']).any(is_step) {
        return Err("the path has a segment `.` or `..`");
    }
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or_default();
        if before.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return Err("the braces in the path must enclose parameter names");
        }
        rest = after;
    }
    match rest.contains('}') {
        true => Err("the braces in the path must enclose parameter names"),
        false => Ok(()),
    }
}

/// Returns whether a path has a parameter of this name.
pub(crate) fn has(template: &str, name: &str) -> bool {
    let mut names = template.split('{').skip(1);
    names.any(|it| it.split_once('}').is_some_and(|(it, _)| it == name))
}

/// Returns a URL with additional query parameters, which replace parameters of the same names. The values are already
/// encoded.
pub(crate) fn with_query<N: AsRef<str>>(url: &Url, encoded: &[(N, String)]) -> Url {
    let mut url = url.clone();
    if encoded.is_empty() {
        return url;
    }
    let is_new = |name: &str| encoded.iter().any(|(it, _)| it.as_ref() == name);
    let kept = url.query_pairs().filter(|(name, _)| !is_new(name));
    let kept = kept.map(|(name, value)| (name.into_owned(), encode(&value)));
    let kept: Vec<(String, String)> = kept.collect();
    let mut query = String::new();
    push_query(&mut query, &kept);
    if !kept.is_empty() {
        query.push('&');
    }
    push_query(&mut query, encoded);
    url.set_query(Some(&query));
    url
}

/// Appends a query, without its `?`. The values are already encoded.
pub(crate) fn push_query<N: AsRef<str>>(query: &mut String, encoded: &[(N, String)]) {
    for (index, (name, value)) in encoded.iter().enumerate() {
        if index > 0 {
            query.push('&');
        }
        query.push_str(&encode(name.as_ref()));
        query.push('=');
        query.push_str(value);
    }
}

/// Returns a percent-encoded value.
pub(crate) fn encode(value: &str) -> String {
    Cow::from(utf8_percent_encode(value, RESERVED)).into_owned()
}

/// Returns the encoded items of a list, joined by commas.
pub(crate) fn join(items: &[String]) -> String {
    let items: Vec<_> = items.iter().map(|item| encode(item)).collect();
    items.join(",")
}

/// Returns a value encoded as one path segment. Returns `None` if the value is empty or a dot segment.
pub(crate) fn segment(encoded: String) -> Result<String, Unsafe> {
    // Servers and libraries resolve dot segments even if they are encoded.
    match encoded.as_str() {
        "" | "." | ".." => Err(Unsafe),
        _ => Ok(encoded),
    }
}

/// Returns whether a template ends with a parameter.
pub(crate) fn ends_with(template: &str, parameter: &str) -> bool {
    let before = template.strip_suffix('}');
    let before = before.and_then(|it| it.strip_suffix(parameter));
    before.is_some_and(|it| it.ends_with('{'))
}

/// Returns the encoded segments of a value. At the end of the URL's path, the value may be empty or end with a slash.
///
/// In the middle of a path, servers may drop empty segments, and the request could reach a different endpoint.
pub(crate) fn segments(path: &str, is_end: bool) -> Result<String, Unsafe> {
    let (path, end) = match path.strip_suffix('/') {
        Some(path) if is_end => (path, "/"),
        _ => (path, ""),
    };
    if is_end && path.is_empty() && end.is_empty() {
        return Ok(String::new());
    }
    let segments: Vec<_> = path
        .split('/')
        .map(|it| segment(encode(it)))
        .collect::<Result<_, _>>()?;
    Ok(segments.join("/") + end)
}

#[cfg(test)]
mod tests {
    use super::{
        Missing, Unsafe, encode, ends_with, join, push_path, push_query, segment, segments,
    };

    fn path(template: &'static str, value: &str) -> String {
        let mut url = String::new();
        push_path(&mut url, template, &[("a", encode(value))]).unwrap();
        url
    }

    #[test]
    fn a_value_is_encoded_as_one_segment() {
        assert_eq!(path("/x/{a}/y", "a-Z_0.9~"), "/x/a-Z_0.9~/y");
        assert_eq!(path("/x/{a}", "a/../b"), "/x/a%2F..%2Fb");
        assert_eq!(path("/x/{a}", "%2e?#é\n"), "/x/%252e%3F%23%C3%A9%0A");
        assert_eq!(path("/x/{a}...b", "{a}"), "/x/%7Ba%7D...b");
        let missing = push_path(&mut String::new(), "/x/{b}", &[]);
        assert_eq!(missing, Err(Missing("b")));
    }

    #[test]
    fn dot_segments_are_refused() {
        for value in ["", ".", ".."] {
            assert_eq!(segment(encode(value)), Err(Unsafe));
        }
        assert_eq!(segment(encode("...")), Ok("...".to_owned()));
    }

    #[test]
    fn segments_keep_their_slashes() {
        for is_end in [true, false] {
            let segments = |path| segments(path, is_end);
            assert_eq!(segments("a"), Ok("a".to_owned()));
            assert_eq!(
                segments("a b/ü#?/.c"),
                Ok("a%20b/%C3%BC%23%3F/.c".to_owned())
            );
            assert_eq!(segments("a\\..\\b"), Ok("a%5C..%5Cb".to_owned()));
            for path in [
                "/", "//", "/a", "a//", "a//b", ".", "..", "./", "a/../b", "a/.", "a/../",
            ] {
                assert_eq!(segments(path), Err(Unsafe), "{path}");
            }
            for path in ["", "a/", "heads/v1/"] {
                let expected = is_end.then(|| path.to_owned()).ok_or(Unsafe);
                assert_eq!(segments(path), expected, "{path}");
            }
        }
    }

    #[test]
    fn a_template_ends_with_its_last_parameter_only() {
        assert!(ends_with("/a/{b}/c/{d}", "d"));
        for (template, name) in [("/a/{d}/c", "d"), ("/a/{bd}", "d"), ("/a/d", "d"), ("", "")] {
            assert!(!ends_with(template, name), "{template}");
        }
    }

    #[test]
    fn a_list_has_commas_between_its_items_only() {
        let items = ["a,b".to_owned(), "c d".to_owned()];
        assert_eq!(join(&items), "a%2Cb,c%20d");
    }

    #[test]
    fn a_query_keeps_its_order() {
        let mut url = String::new();
        push_query::<&str>(&mut url, &[]);
        assert_eq!(url, "");
        push_query(
            &mut url,
            &[("q", encode("a b&c=+")), ("p[]", String::new())],
        );
        assert_eq!(url, "q=a%20b%26c%3D%2B&p%5B%5D=");
    }
}
