//! Decides how a body is read, by its media type.

use openapiv3::{
    MediaType, ReferenceOr, Schema, SchemaKind, StringFormat, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};

use super::context::Lowering;

/// The way in which a body is read.
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

/// Returns how a body of a media type is read. If the name of the media type is ambiguous, the schema decides.
pub(super) fn reading(lowering: &Lowering<'_>, name: &str, media: &MediaType) -> Reading {
    let format = media.schema.as_ref().map(|schema| match schema {
        ReferenceOr::Item(schema) => format(schema),
        // Ignores errors, because lowering the schema reports them.
        ReferenceOr::Reference { reference } => {
            let resolved = lowering.resolver.schema(reference).ok();
            resolved.and_then(|it| format(&it))
        }
    });
    by(name, format)
}

/// Returns how a body is read, by the name of the media type and the format of a string schema.
fn by(name: &str, format: Option<Option<Format>>) -> Reading {
    let essence = essence(name);
    if is_json(name) {
        return Reading::Json;
    }
    match essence.as_str() {
        "application/x-www-form-urlencoded" => return Reading::Fields,
        "multipart/form-data" => return Reading::Parts,
        _ => {}
    }
    match format {
        Some(Some(VariantOrUnknownOrEmpty::Item(StringFormat::Binary))) => Reading::Binary,
        Some(Some(_)) => Reading::Text,
        _ if is_xml(&essence) || essence.starts_with("text/") => Reading::Text,
        Some(None) if essence.starts_with("application/vnd.") || essence == "*/*" => Reading::Json,
        _ => Reading::Binary,
    }
}

/// Returns whether a media type contains JSON, by its name.
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

type Format = VariantOrUnknownOrEmpty<StringFormat>;

/// Returns the format of a string schema.
fn format(schema: &Schema) -> Option<Format> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(text)) => Some(text.format.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use openapiv3::{StringFormat, VariantOrUnknownOrEmpty};

    use super::{Reading, by};

    #[test]
    fn media_type_and_schema_decide_how_a_body_is_read() {
        let text = || Some(Some(VariantOrUnknownOrEmpty::Empty));
        let object = || Some(None);
        let binary = || Some(Some(VariantOrUnknownOrEmpty::Item(StringFormat::Binary)));
        for (name, format, expected) in [
            ("application/json; charset=utf-8", text(), Reading::Json),
            ("application/sarif+json", object(), Reading::Json),
            (
                "application/vnd.github.v3.star+json",
                object(),
                Reading::Json,
            ),
            ("application/vnd.github.object", object(), Reading::Json),
            ("application/vnd.github.diff", text(), Reading::Text),
            ("application/octocat-stream", text(), Reading::Text),
            ("application/octet-stream", binary(), Reading::Binary),
            ("application/zip", None, Reading::Binary),
            ("application/xml", object(), Reading::Text),
            ("text/x-markdown", text(), Reading::Text),
            ("multipart/form-data", object(), Reading::Parts),
        ] {
            assert_eq!(by(name, format), expected, "{name}");
        }
    }
}
