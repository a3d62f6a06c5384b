//! Paths and queries: values into templates, percent-encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A template's parameter that cannot be filled in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unfilled<'a> {
    /// There is no value.
    Missing(&'a str),
    /// The value would change which path it is.
    Unsafe(&'a str),
}

/// Appends a path such as `/orgs/{org}/members` with its parameters filled in.
pub(crate) fn push_path<'a>(
    url: &mut String,
    template: &'a str,
    values: &[(&str, String)],
) -> Result<(), Unfilled<'a>> {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(Unfilled::Missing(after))?;
        let (_, value) = values
            .iter()
            .find(|(it, _)| *it == name)
            .ok_or(Unfilled::Missing(name))?;
        // Servers and libraries take dots for steps in the path, whatever their encoding.
        if matches!(value.as_str(), "" | "." | "..") {
            return Err(Unfilled::Unsafe(name));
        }
        url.push_str(before);
        url.extend(utf8_percent_encode(value, RESERVED));
        rest = after;
    }
    url.push_str(rest);
    Ok(())
}

/// Appends a query, with its `?` if it has any parameter.
pub(crate) fn push_query(url: &mut String, parameters: &[(&str, String)]) {
    for (index, (name, value)) in parameters.iter().enumerate() {
        url.push(if index == 0 { '?' } else { '&' });
        url.extend(utf8_percent_encode(name, RESERVED));
        url.push('=');
        url.extend(utf8_percent_encode(value, RESERVED));
    }
}

#[cfg(test)]
mod tests {
    use super::{Unfilled, push_path, push_query};

    fn path(template: &'static str, value: &str) -> Result<String, Unfilled<'static>> {
        let mut url = String::new();
        push_path(&mut url, template, &[("a", value.to_owned())])?;
        Ok(url)
    }

    #[test]
    fn a_value_is_one_segment_whatever_it_holds() {
        assert_eq!(path("/x/{a}/y", "a-Z_0.9~").unwrap(), "/x/a-Z_0.9~/y");
        assert_eq!(path("/x/{a}", "a/../b").unwrap(), "/x/a%2F..%2Fb");
        assert_eq!(
            path("/x/{a}", "%2e?#é\n").unwrap(),
            "/x/%252e%3F%23%C3%A9%0A"
        );
        assert_eq!(path("/x/{a}...b", "{a}").unwrap(), "/x/%7Ba%7D...b");
    }

    #[test]
    fn a_value_that_is_a_step_in_the_path_is_refused() {
        for value in ["", ".", ".."] {
            assert_eq!(path("/x/{a}", value), Err(Unfilled::Unsafe("a")));
        }
        assert_eq!(path("/x/{b}", "v"), Err(Unfilled::Missing("b")));
    }

    #[test]
    fn a_query_keeps_its_order() {
        let mut url = String::new();
        push_query(&mut url, &[]);
        assert_eq!(url, "");
        push_query(&mut url, &[("q", "a b&c=+".into()), ("p[]", String::new())]);
        assert_eq!(url, "?q=a%20b%26c%3D%2B&p%5B%5D=");
    }
}
