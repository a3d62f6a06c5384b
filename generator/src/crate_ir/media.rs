//! Names for media types and statuses.

use http::StatusCode;

use super::name;
use crate::api::Choice;

/// Returns the method name of a media type: the distinctive part, such as `diff` of `application/vnd.github.diff`.
pub(super) fn method_name(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let subtype = essence
        .split_once('/')
        .map_or(essence.as_str(), |(_, it)| it);
    let bare = subtype.split_once('+').map_or(subtype, |(bare, _)| bare);
    name::snake(bare.rsplit('.').next().unwrap_or(bare))
}

/// Returns the names of the methods that request alternative media types. If names collide, each contains the whole
/// media type.
pub(super) fn choice_names(choices: &[Choice]) -> Vec<String> {
    let types: Vec<&str> = choices.iter().map(|it| it.media_type.as_str()).collect();
    method_names(&types)
}

/// Returns the method name of each media type. If names collide, each contains the whole media type; only
/// `application/xml` is always `xml`.
pub(super) fn method_names(media_types: &[&str]) -> Vec<String> {
    let plain = media_types.iter().map(|it| method_name(it));
    let plain: Vec<String> = plain.collect();
    let name = |(media_type, name): (&&str, &String)| {
        let alike = media_types.iter().zip(&plain);
        let mut alike = alike.filter(|(other, it)| *it == name && *other != media_type);
        let is_plain = media_type
            .strip_prefix("application/")
            .is_some_and(|it| name::snake(it) == *name);
        match alike.next().is_some() && !is_plain {
            true => name::snake(media_type.trim_start_matches("application/")),
            false => name.clone(),
        }
    };
    media_types.iter().zip(&plain).map(name).collect()
}

/// Returns the variant name of a status: its reason phrase, or `Status` and the number.
pub(super) fn status_name(status: u16) -> String {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .map_or_else(|| format!("Status{status}"), name::pascal)
}

#[cfg(test)]
mod tests {
    use super::{method_name, method_names, status_name};

    #[test]
    fn media_types_become_method_names_and_statuses_variant_names() {
        for (media_type, name) in [
            ("application/json; charset=utf-8", "json"),
            ("application/sarif+json", "sarif"),
            ("application/vnd.github.v3.star+json", "star"),
            ("application/octocat-stream", "octocat_stream"),
            ("text/x-markdown", "x_markdown"),
        ] {
            assert_eq!(method_name(media_type), name);
        }
        let alike = [
            "application/xml",
            "text/xml",
            "application/vnd.a.b+xml",
            "application/vnd.c.b+xml",
        ];
        let names = ["xml", "text_xml", "vnd_a_b_plus_xml", "vnd_c_b_plus_xml"];
        assert_eq!(method_names(&alike), names);
        assert_eq!(status_name(404), "NotFound");
        assert_eq!(status_name(299), "Status299");
    }
}
