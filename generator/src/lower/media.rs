//! Media types, and how their bodies are read.

use openapiv3::{
    MediaType, ReferenceOr, Schema, SchemaKind, StringFormat, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

/// How a body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Json,
    Text,
    Binary,
    /// Form fields, which callers pass as URL-encoded text.
    Fields,
    /// Multipart form data, which callers pass as encoded bytes.
    Parts,
}

/// Returns how a body of a media type is read. The schema decides if the name does not.
pub(super) fn reading(name: &str, media: &MediaType) -> Reading {
    let essence = essence(name);
    if is_json(name) {
        return Reading::Json;
    }
    match essence.as_str() {
        "application/x-www-form-urlencoded" => return Reading::Fields,
        "multipart/form-data" => return Reading::Parts,
        _ => {}
    }
    match media.schema.as_ref().map(string) {
        Some(Some(VariantOrUnknownOrEmpty::Item(StringFormat::Binary))) => Reading::Binary,
        Some(Some(_)) => Reading::Text,
        _ if is_xml(&essence) || essence.starts_with("text/") => Reading::Text,
        Some(None) if essence.starts_with("application/vnd.") || essence == "*/*" => Reading::Json,
        _ => Reading::Binary,
    }
}

/// Returns whether the name of a media type means JSON.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn is_xml(essence: &str) -> bool {
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// Returns the format of a string schema.
fn string(schema: &ReferenceOr<Schema>) -> Option<&VariantOrUnknownOrEmpty<StringFormat>> {
    let ReferenceOr::Item(schema) = schema else {
        return None;
    };
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(text)) => Some(&text.format),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use openapiv3::MediaType;

    use super::{Reading, reading};

    #[test]
    fn names_and_schemas_tell_what_a_body_is() {
        let text = r#"{"schema":{"type":"string"}}"#;
        let object = r##"{"schema":{"$ref":"#/components/schemas/a"}}"##;
        let binary = r#"{"schema":{"type":"string","format":"binary"}}"#;
        for (name, media, expected) in [
            ("application/json; charset=utf-8", text, Reading::Json),
            ("application/sarif+json", object, Reading::Json),
            ("application/vnd.github.v3.star+json", object, Reading::Json),
            ("application/vnd.github.object", object, Reading::Json),
            ("application/vnd.github.diff", text, Reading::Text),
            ("application/octocat-stream", text, Reading::Text),
            ("application/octet-stream", binary, Reading::Binary),
            ("application/zip", "{}", Reading::Binary),
            ("application/xml", object, Reading::Text),
            ("text/x-markdown", text, Reading::Text),
            ("multipart/form-data", object, Reading::Parts),
        ] {
            let media: MediaType = serde_json::from_str(media).unwrap();
            assert_eq!(reading(name, &media), expected, "{name}");
        }
    }
}
