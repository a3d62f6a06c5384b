//! The header `Link` (RFC 8288).

use http::HeaderMap;
use http::header::LINK;

/// The next page, according to the response headers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next<'a> {
    /// Unknown: the server does not send page links.
    Unknown,
    /// There is no next page.
    None,
    /// The URL of the next page.
    Link(&'a str),
}

/// Returns the next page from the response headers.
pub(crate) fn next(headers: &HeaderMap) -> Next<'_> {
    let mut pages = Next::Unknown;
    for (target, relation) in all(headers) {
        let is = |name: &str| has(relation, name);
        if is("next") {
            return Next::Link(target);
        }
        if is("prev") || is("first") || is("last") {
            pages = Next::None;
        }
    }
    pages
}

/// Returns the first link with a relation type.
pub(crate) fn related<'a>(headers: &'a HeaderMap, relation: &str) -> Option<&'a str> {
    let mut links = all(headers);
    let (target, _) = links.find(|(_, it)| has(it, relation))?;
    Some(target)
}

/// Returns the links of all headers: target and relation types.
fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let values = headers.get_all(LINK).into_iter();
    let texts = values.filter_map(|it| std::str::from_utf8(it.as_bytes()).ok());
    texts.flat_map(links)
}

fn has(relations: &str, name: &str) -> bool {
    let mut relations = relations.split_whitespace();
    relations.any(|it| it.eq_ignore_ascii_case(name))
}

/// Returns the links of one header: target and relation types.
fn links(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        let mut relation = "";
        rest = after;
        while let Some((name, value, after)) = parameter(rest) {
            if name.eq_ignore_ascii_case("rel") && relation.is_empty() {
                relation = value;
            }
            rest = after;
        }
        Some((target.trim(), relation))
    })
}

/// Splits off a parameter `; name=value`, whose value may be quoted.
fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start().strip_prefix(';')?;
    let (name, text) = text.split_at(text.find(['=', ';', ','])?);
    let Some(value) = text.strip_prefix('=') else {
        return Some((name.trim(), "", text));
    };
    let value = value.trim_start();
    let (value, rest) = match value.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => value.split_at(value.find([';', ',']).unwrap_or(value.len())),
    };
    Some((name.trim(), value.trim(), rest))
}

#[cfg(test)]
mod tests {
    use http::header::LINK;
    use http::{HeaderMap, HeaderValue};

    use super::{Next, next};

    fn headers(values: &[&'static str]) -> HeaderMap {
        let values = values.iter().map(|it| (LINK, HeaderValue::from_static(it)));
        values.collect()
    }

    #[test]
    fn the_link_to_the_next_page_is_found() {
        for values in [
            &["<https://x/?a=1,2;3>; rel=\"next\""][..],
            &["<https://y>; rel=\"last\", <https://x/?a=1,2;3>; rel=\"next\""],
            &["<https://y>; rel=prev", "<https://x/?a=1,2;3>;rel=next"],
            &["<https://x/?a=1,2;3> ; title=\"a, <b>; rel=no\" ; REL = \"last Next\""],
            &[
                "<https://y>; rel=\"last\",,<https://x/?a=1,2;3>; anchor; rel=\"next\"; rel=\"last\"",
            ],
        ] {
            assert_eq!(
                next(&headers(values)),
                Next::Link("https://x/?a=1,2;3"),
                "{values:?}"
            );
        }
    }

    #[test]
    fn links_between_pages_without_a_next_one_mean_the_end() {
        let last = headers(&["<https://x>; rel=\"first\", <https://x>; rel=\"prev\""]);
        assert_eq!(next(&last), Next::None);
    }

    #[test]
    fn other_links_do_not_mean_pagination() {
        for values in [
            &[][..],
            &["<https://x>; rel=\"deprecation\"; type=\"text/html\""],
            &["<https://x>"],
            &["<https://x; rel=next"],
            &["https://x; rel=next"],
            &[""],
        ] {
            assert_eq!(next(&headers(values)), Next::Unknown, "{values:?}");
        }
    }
}
