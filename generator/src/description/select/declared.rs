//! The tags that a description declares.

use serde::Deserialize;

use crate::description::load::Document;

#[derive(Deserialize)]
pub(super) struct DeclaredTag {
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
}

pub(super) fn declared_tags(document: &Document<'_>) -> Vec<DeclaredTag> {
    document
        .tags
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default()
}

/// Sorts tags in the order of the description. Undeclared tags come last.
pub(super) fn declared_order(document: &Document<'_>, mut tags: Vec<String>) -> Vec<String> {
    let declared = declared_tags(document);
    let place = |tag: &String| declared.iter().position(|it| it.name == *tag);
    tags.sort_by_key(|tag| (place(tag).is_none(), place(tag), tag.clone()));
    tags
}
