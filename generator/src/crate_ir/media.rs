//! Names of media types and statuses.

use http::StatusCode;

use super::name;

/// Returns the method name for a media type: its distinctive part, such as `diff` for `application/vnd.github.diff`.
pub(super) fn method_name(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let subtype = essence
        .split_once('/')
        .map_or(essence.as_str(), |(_, it)| it);
    let bare = subtype.split_once('+').map_or(subtype, |(bare, _)| bare);
    name::snake(bare.rsplit('.').next().unwrap_or(bare))
}

/// Returns the name of a status, from its reason phrase.
pub(super) fn status_name(status: u16) -> String {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .map_or_else(|| format!("Status{status}"), name::pascal)
}

#[cfg(test)]
mod tests {
    use super::{method_name, status_name};

    #[test]
    fn media_types_are_methods_and_statuses_variants() {
        for (media_type, name) in [
            ("application/json; charset=utf-8", "json"),
            ("application/sarif+json", "sarif"),
            ("application/vnd.github.v3.star+json", "star"),
            ("application/octocat-stream", "octocat_stream"),
            ("text/x-markdown", "x_markdown"),
        ] {
            assert_eq!(method_name(media_type), name);
        }
        assert_eq!(status_name(404), "NotFound");
        assert_eq!(status_name(299), "Status299");
    }
}
