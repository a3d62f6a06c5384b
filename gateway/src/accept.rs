//! Content negotiation: selects the JSON media type and the compression that a request prefers.

use http::header::ACCEPT;
use http::{HeaderMap, HeaderName};

/// Returns whether `Accept` prefers a named JSON type to `application/problem+json`. A range such as `*/*` does not
/// count as a named type.
pub fn prefers_plain_json(headers: &HeaderMap) -> bool {
    let (mut plain, mut problem) = (0.0_f32, 0.0_f32);
    for (name, weight) in weighted(headers, &ACCEPT) {
        match name.as_str() {
            "application/problem+json" => problem = problem.max(weight),
            it if it == "application/json" || it.ends_with("+json") => plain = plain.max(weight),
            _ => {}
        }
    }
    plain > problem
}

/// Returns the values of a list header with their weights, in lower case and without parameters.
pub fn weighted(headers: &HeaderMap, header: &HeaderName) -> impl Iterator<Item = (String, f32)> {
    let values = headers.get_all(header).iter();
    let items = values
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','));
    items.filter_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().filter(|it| !it.is_empty())?;
        let weight = parts.find_map(|it| it.strip_prefix("q=").or(it.strip_prefix("Q=")));
        let weight = weight.map_or(Some(1.0), |it| it.parse().ok());
        // An invalid weight removes the value from the list.
        let weight = weight.filter(|it: &f32| (0.0..=1.0).contains(it))?;
        Some((name.to_ascii_lowercase(), weight))
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::ACCEPT;

    use super::prefers_plain_json;

    #[test]
    fn prefers_a_json_type_that_accept_names() {
        for (accept, expected) in [
            (&[][..], false),
            (&["*/*"], false),
            (&["application/*"], false),
            (&["text/html"], false),
            (&["application/problem+json"], false),
            (&["application/json"], true),
            (&["application/vnd.github.v3+json"], true),
            (&["Application/VND.github+JSON"], true),
            (&["text/plain, application/json;q=0.5, */*"], true),
            (&["application/json, application/problem+json"], false),
            (&["application/json, application/problem+json;q=0.9"], true),
            (
                &["application/json;q=0.5", "application/problem+json"],
                false,
            ),
            (&["application/json;q=0"], false),
            (&["application/json;q=x"], false),
            (&["application/json;q=9"], false),
        ] {
            let mut headers = HeaderMap::new();
            for value in accept {
                headers.append(ACCEPT, value.parse().unwrap());
            }
            assert_eq!(prefers_plain_json(&headers), expected, "{accept:?}");
        }
    }
}
