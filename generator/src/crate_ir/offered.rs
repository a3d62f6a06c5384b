//! Finds the media types in which a response is available: the declared media types, and those that only the
//! operation's text names. Only the form of the reference site offers undeclared media types.

use super::{Content, Operation, Type};

/// A media type in which a response is available.
pub(crate) struct Media<'a> {
    pub(crate) media_type: &'a str,
    /// The method that requests the media type; `None` if only the text names the media type.
    pub(crate) method: Option<&'a str>,
    /// The type of the JSON body.
    pub(crate) kind: Option<&'a Type>,
    /// Whether the body is read as text.
    pub(crate) is_text: bool,
}

/// Returns the media types except the default.
pub(crate) fn choices<'a>(operation: &'a Operation<'a>, default: &str) -> Vec<Media<'a>> {
    let mut found: Vec<Media<'_>> = Vec::new();
    for it in &operation.success.choices {
        found.push(Media {
            media_type: &it.media_type,
            method: Some(&it.name),
            kind: it.content.kinds().first().copied(),
            is_text: false,
        });
    }
    for media_type in named(&operation.doc) {
        let is_known = found.iter().any(|it| is_same(it.media_type, media_type));
        if !is_known && !is_same(media_type, default) {
            found.push(Media {
                media_type,
                method: None,
                kind: None,
                is_text: is_text(media_type),
            });
        }
    }
    found
}

/// Returns whether two names mean the same media type. `+json` is optional in `application/vnd.github.object+json`. The
/// version `v3` and parameters such as `charset` make no difference.
fn is_same(left: &str, right: &str) -> bool {
    let plain = |it: &str| {
        let name = it.split(';').next().unwrap_or(it).trim();
        name.trim_end_matches("+json").replace(".v3", "")
    };
    plain(left) == plain(right)
}

fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["json", "xml", "yaml", "diff", "patch", "sha", "raw", "html"]
            .iter()
            .any(|it| media_type.ends_with(it))
}

/// Returns the media types that a text names: at the start of list items, and in paragraphs about the header `Accept`.
/// Ignores callouts, which are about other operations.
fn named(doc: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for paragraph in doc.split("\n\n").filter(|it| !it.starts_with('>')) {
        let is_on_accept = paragraph.to_ascii_lowercase().contains("accept");
        for line in paragraph.lines().map(str::trim_start) {
            let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
            let mut codes = line.split('`').skip(1).step_by(2);
            match item.map(|it| it.trim_start_matches('*')) {
                Some(item) if item.starts_with('`') => found.extend(codes.next().filter(is_media)),
                _ if is_on_accept => found.extend(codes.filter(is_media)),
                _ => {}
            }
        }
    }
    let mut distinct: Vec<&str> = Vec::new();
    for it in found {
        if !distinct.contains(&it) {
            distinct.push(it);
        }
    }
    distinct
}

fn is_media(text: &&str) -> bool {
    let is_token = |it: &str| {
        let mut characters = it.chars();
        !it.is_empty() && characters.all(|it| it.is_ascii_alphanumeric() || ".+-_".contains(it))
    };
    let kinds = ["application", "text", "image", "audio", "video"];
    let parts = text.split_once('/');
    parts.is_some_and(|(kind, rest)| kinds.contains(&kind) && is_token(rest))
}

/// Returns the content of the response with this status.
pub(crate) fn content<'a>(content: &'a Content<'a>, status: u16) -> &'a Content<'a> {
    match content {
        Content::ByStatus(_, cases) => match cases.iter().find(|it| it.status == status) {
            Some(case) => self::content(&case.content, status),
            None => &Content::Empty,
        },
        Content::JsonOrEmpty(_) if matches!(status, 204 | 205) => &Content::Empty,
        content => content,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_same, named};

    #[test]
    fn media_types_are_found_in_list_items_and_in_text_about_accept() {
        let doc = "Gets it.\n\nMedia types:\n\n- **`application/vnd.x.raw+json`**: Returns `text/plain`.\n- **`text/html`**: Returns HTML.\n\n\
                   Set the `Accept` header to [`application/octet-stream`](https://example.com).\n\nSend `application/zip`.\n\n\
                   > For a diff, set the `Accept` header to `text/x-diff`.\n\n- `name` is `text/html`";
        let expected = [
            "application/vnd.x.raw+json",
            "text/html",
            "application/octet-stream",
        ];
        assert_eq!(named(doc), expected);
    }

    #[test]
    fn parameters_and_versions_do_not_change_a_media_type() {
        assert!(is_same(
            "application/json; charset=utf-8",
            "application/json"
        ));
        assert!(is_same(
            "application/vnd.github.v3.raw+json",
            "application/vnd.github.raw"
        ));
        assert!(!is_same("application/vnd.github.raw", "application/json"));
    }
}
