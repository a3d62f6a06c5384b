//! Lowers the availability of an operation: previews, required permissions, and changes in other versions.

use indexmap::IndexMap;
use openapiv3::{Header, ReferenceOr};
use serde_json::Value as Json;

use super::context::Lowering;
use super::parsed::{Declared, Parsed, within};
use crate::api::{Availability, ResponseHead, ResponseHeader, VersionChange};

/// Returns the availability of an operation.
pub(super) fn of(parsed: &Parsed<'_>) -> Availability {
    let extensions = &parsed.source.extensions;
    let text = parsed.source.description.as_deref().unwrap_or_default();
    let flag = |key: &str| within(extensions, key).and_then(Json::as_bool);
    let previews = within(extensions, "previews").and_then(Json::as_array);
    Availability {
        preview: previews.is_some_and(|it| !it.is_empty()) || is_preview(text),
        github_apps: flag("enabledForGitHubApps"),
        cloud_only: flag("githubCloudOnly").unwrap_or_default(),
        scopes: named_in(text, "scope", scopes),
        permissions: named_in(text, "permission", permissions),
        versions: versions(extensions),
    }
}

/// Returns the declared headers and media types of a response.
pub(super) fn head(lowering: &mut Lowering<'_>, declared: &Declared) -> ResponseHead {
    let response = &declared.response;
    ResponseHead {
        status: declared.status,
        doc: response.description.clone(),
        media_types: response.content.keys().cloned().collect(),
        headers: response
            .headers
            .iter()
            .filter_map(|(name, header)| self::header(lowering, name, header))
            .collect(),
    }
}

fn header(
    lowering: &mut Lowering<'_>,
    name: &str,
    header: &ReferenceOr<Header>,
) -> Option<ResponseHeader> {
    let header = match header {
        ReferenceOr::Item(header) => header.clone(),
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.header(reference);
            lowering.keep(found)?
        }
    };
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(ResponseHeader {
        name: name.to_owned(),
        doc: header.description.clone().unwrap_or_default(),
        example: header.example.as_ref().map(text),
    })
}

/// Returns whether a callout in the text marks the operation as a preview. GitHub's description states previews only in
/// callouts.
fn is_preview(text: &str) -> bool {
    let mut callout = text.lines().filter_map(|it| it.trim().strip_prefix('>'));
    callout.any(|it| it.contains(" preview") && it.contains("subject to change"))
}

/// Returns the names in those sentences of a text that contain a given word, without duplicates and in order.
fn named_in(text: &str, of: &str, names: fn(&str) -> Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let sentences = text.lines().flat_map(|line| line.split(". "));
    for sentence in sentences.filter(|it| it.contains(of)) {
        for name in names(sentence) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// Returns the texts in backticks that look like an OAuth scope, such as `read:org`.
fn scopes(sentence: &str) -> Vec<String> {
    let is_scope = |it: &&str| {
        let allowed = |it: u8| it.is_ascii_lowercase() || matches!(it, b':' | b'_');
        !it.is_empty() && it.bytes().all(allowed)
    };
    let quoted = sentence.split('`').skip(1).step_by(2);
    quoted.filter(is_scope).map(str::to_owned).collect()
}

/// Returns the quoted texts before a word: `"Agent tasks" repository permissions (read)`.
fn permissions(sentence: &str) -> Vec<String> {
    let mut pieces = sentence.split('"').skip(1);
    let mut found = Vec::new();
    while let (Some(name), Some(after)) = (pieces.next(), pieces.next()) {
        let end = after.find("permission");
        let between = end.and_then(|at| after.get(..at)).unwrap_or(".");
        if between.split_whitespace().count() <= 2 && !between.contains(['.', ',', '[']) {
            let level = after.split_once('(').and_then(|(_, it)| it.split_once(')'));
            found.push(match level {
                Some((level, _)) => format!("{name} ({level})"),
                None => name.to_owned(),
            });
        }
    }
    found.retain(|it| !it.contains("](") && !it.starts_with('['));
    found
}

fn versions(extensions: &IndexMap<String, Json>) -> Vec<VersionChange> {
    let listed = extensions.get("x-github-breaking-changes");
    let listed = listed.and_then(Json::as_array).into_iter().flatten();
    let changes = listed.filter_map(|it| {
        let text = |key: &str| Some(it.get(key)?.as_str()?.to_owned());
        let mut parts = Vec::new();
        changed(it.get("patch")?, String::new(), &mut parts);
        Some(VersionChange {
            version: text("version")?,
            changeset: text("changeset").unwrap_or_default(),
            parts,
        })
    });
    changes.collect()
}

/// The maximum length of the paths that name the parts of a change.
const DEEPEST: usize = 4;

/// Collects the paths that a patch changes.
fn changed(patch: &Json, path: String, parts: &mut Vec<String>) {
    let deep = path.split('.').count() >= DEEPEST;
    match patch {
        Json::Object(members) if !deep && !members.is_empty() => {
            for (key, value) in members {
                let below = match path.as_str() {
                    "" => key.clone(),
                    _ => format!("{path}.{key}"),
                };
                changed(value, below, parts);
            }
        }
        Json::Null => parts.push(format!("-{path}")),
        _ if path.is_empty() => {}
        _ if !parts.contains(&path) => parts.push(path),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{named_in, permissions, scopes};

    #[test]
    fn oauth_scopes_are_found_without_duplicates() {
        let text = "Need either the `manage_billing:copilot` or `read:org` scopes. The `read:org` scope \
                    is enough, `Not This` scope is none. See `other`.";
        let found = named_in(text, "scope", scopes);
        assert_eq!(found, ["manage_billing:copilot", "read:org"]);
    }

    #[test]
    fn permissions_are_found() {
        let text = "* \"Agent tasks\" repository permissions (read)\n\
                    Users with fine-grained \"View Metrics\" permission can. For more, see \"[About \
                    permissions](https://x)\".";
        let found = named_in(text, "permission", permissions);
        assert_eq!(found, ["Agent tasks (read)", "View Metrics"]);
    }
}
