//! Finds secret values, which pages must not store. `x-secret`, `writeOnly` or the format `password` mark a secret.
//! Without a mark, the name of the value decides.

use std::borrow::Borrow;
use std::ops::Deref;
use std::rc::Rc;

use heck::ToSnakeCase;
use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, MediaType, ParameterData, ParameterSchemaOrContent,
    ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value as Json;

use super::context::Lowering;
use crate::report::quoted;

/// The extension that marks secrets, and that takes precedence over all other signs.
const EXTENSION: &str = "x-secret";

/// The maximum depth of the search for marks, since schemas may be recursive.
const DEEPEST: usize = 8;

/// Words at the end of names that mean a secret.
const NOUNS: &[&str] = &[
    "apikey",
    "assertion",
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "credentials",
    "cvc",
    "cvv",
    "encrypted",
    "jwt",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "pem",
    "pin",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "secrets",
    "token",
    "tokens",
    "totp",
];

/// Pairs of words at the end of names that mean a secret, where the last word alone is ambiguous.
const PAIRS: &[(&str, &str)] = &[
    ("access", "key"),
    ("account", "key"),
    ("api", "key"),
    ("auth", "key"),
    ("client", "key"),
    ("connection", "string"),
    ("decryption", "key"),
    ("encryption", "key"),
    ("master", "key"),
    ("private", "key"),
    ("recovery", "code"),
    ("recovery", "codes"),
    ("secret", "key"),
    ("service", "key"),
    ("session", "id"),
    ("session", "key"),
    ("shared", "key"),
    ("signing", "key"),
    ("storage", "key"),
    ("verification", "code"),
];

/// Pairs of words that look like the end of a secret's name, but name a position in a list.
const POSITIONS: &[(&str, &str)] = &[
    ("continuation", "token"),
    ("cursor", "token"),
    ("next", "token"),
    ("page", "token"),
    ("previous", "token"),
    ("start", "token"),
    ("starting", "token"),
    ("sync", "token"),
];

/// Words that may follow the word for the secret, as in `encrypted_value` or `password_confirmation`.
const CARRIERS: &[&str] = &[
    "again",
    "base64",
    "bytes",
    "confirm",
    "confirmation",
    "content",
    "data",
    "hash",
    "string",
    "text",
    "value",
    "values",
];

/// Returns whether a property is secret.
pub(super) fn of_member(
    lowering: &mut Lowering<'_>,
    wire: &str,
    property: &ReferenceOr<Box<Schema>>,
    pointer: &str,
) -> bool {
    let Some(schema) = resolved(lowering, property) else {
        return by_name(wire);
    };
    match stated(lowering, &schema, pointer) {
        Some(stated) => stated,
        None => {
            is_marked(lowering, &schema, 0) || by_name(wire) && may_be_text(lowering, &schema, 0)
        }
    }
}

/// Returns whether a parameter is secret.
pub(super) fn of_parameter(
    lowering: &mut Lowering<'_>,
    data: &ParameterData,
    pointer: &str,
) -> bool {
    if let Some(stated) = extension(lowering, &data.extensions, pointer) {
        return stated;
    }
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => resolved(lowering, schema),
        ParameterSchemaOrContent::Content(_) => None,
    };
    let Some(schema) = schema else {
        return by_name(&data.name);
    };
    match stated(lowering, &schema, &format!("{pointer}/schema")) {
        Some(stated) => stated,
        None => {
            is_marked(lowering, &schema, 0)
                || by_name(&data.name) && may_be_text(lowering, &schema, 0)
        }
    }
}

/// Returns whether a whole request body is secret. Single parts of a body that is sent as text, such as form fields,
/// cannot be removed. One secret property therefore makes such a body secret.
pub(super) fn of_body(
    lowering: &mut Lowering<'_>,
    media: &MediaType,
    is_text: bool,
    pointer: &str,
) -> bool {
    let Some(schema) = media.schema.as_ref().and_then(|it| resolved(lowering, it)) else {
        return false;
    };
    let pointer = format!("{pointer}/schema");
    if let Some(stated) = stated(lowering, &schema, &pointer) {
        return stated;
    }
    if is_marked(lowering, &schema, 0) {
        return true;
    }
    let properties = match &schema.schema_kind {
        SchemaKind::Type(Type::Object(it)) => &it.properties,
        SchemaKind::Any(it) => &it.properties,
        _ => return false,
    };
    is_text
        && (properties.iter()).any(|(wire, property)| {
            of_member(lowering, wire, property, &format!("{pointer}/properties"))
        })
}

/// Returns whether a name suggests a secret.
pub(super) fn by_name(wire: &str) -> bool {
    let name = wire.to_snake_case();
    let mut words: Vec<&str> = name
        .split('_')
        .map(|it| it.trim_end_matches(|it: char| it.is_ascii_digit()))
        .filter(|it| !it.is_empty())
        .collect();
    while let Some(last) = words.last() {
        let pair = words.len().checked_sub(2).and_then(|it| words.get(it));
        let ends_with =
            |pairs: &[(&str, &str)]| pair.is_some_and(|it| pairs.contains(&(*it, *last)));
        if NOUNS.contains(last) || ends_with(PAIRS) {
            return !ends_with(POSITIONS);
        }
        if words.len() == 1 || !CARRIERS.contains(last) {
            return false;
        }
        words.pop();
    }
    false
}

/// Returns the value of the extension in a schema or in the referenced schema.
fn stated(lowering: &mut Lowering<'_>, schema: &Schema, pointer: &str) -> Option<bool> {
    if let Some(stated) = extension(lowering, &schema.schema_data.extensions, pointer) {
        return Some(stated);
    }
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => {
            let parts = all_of.iter().filter_map(|it| resolved(lowering, it));
            let mut message = parts.filter_map(|it| {
                let message = it.schema_data.extensions.get(EXTENSION);
                message.and_then(Json::as_bool)
            });
            message.next()
        }
        _ => None,
    }
}

fn extension(
    lowering: &mut Lowering<'_>,
    extensions: &IndexMap<String, Json>,
    pointer: &str,
) -> Option<bool> {
    match extensions.get(EXTENSION)? {
        Json::Bool(stated) => Some(*stated),
        other => {
            lowering.refuse(
                format!(
                    "`{EXTENSION}` is {}, but must be `true` or `false`",
                    quoted(&other.to_string())
                ),
                &format!("{pointer}/{EXTENSION}"),
                "use `true` if the value is secret, `false` if only its name suggests it, or remove the extension",
            );
            None
        }
    }
}

/// Returns whether a schema is marked as secret, or a part that each of its values contains.
fn is_marked(lowering: &Lowering<'_>, schema: &Schema, depth: usize) -> bool {
    let data = &schema.schema_data;
    if data.write_only || data.extensions.get(EXTENSION) == Some(&Json::Bool(true)) {
        return true;
    }
    if depth >= DEEPEST {
        return false;
    }
    let part = |it: &Schema| is_marked(lowering, it, depth + 1);
    let inner = |it: &ReferenceOr<Box<Schema>>| resolved(lowering, it).is_some_and(|it| part(&it));
    let any = |parts: &[ReferenceOr<Schema>]| {
        let mut parts = parts.iter().filter_map(|it| resolved(lowering, it));
        parts.any(|it| part(&it))
    };
    let values = |additional: &Option<AdditionalProperties>| match additional {
        Some(AdditionalProperties::Schema(it)) => {
            resolved(lowering, &**it).is_some_and(|it| part(&it))
        }
        _ => false,
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) => is_password(text),
        SchemaKind::Type(Type::Array(array)) => array.items.as_ref().is_some_and(inner),
        SchemaKind::Type(Type::Object(object)) => values(&object.additional_properties),
        SchemaKind::OneOf { one_of: parts }
        | SchemaKind::AnyOf { any_of: parts }
        | SchemaKind::AllOf { all_of: parts } => any(parts),
        SchemaKind::Any(AnySchema {
            format,
            items,
            additional_properties,
            one_of,
            any_of,
            all_of,
            ..
        }) => {
            format.as_deref() == Some("password")
                || items.as_ref().is_some_and(inner)
                || values(additional_properties)
                || any(one_of)
                || any(any_of)
                || any(all_of)
        }
        SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
    }
}

fn is_password(text: &StringType) -> bool {
    text.format == VariantOrUnknownOrEmpty::Item(StringFormat::Password)
}

/// Returns whether a value may be any text. For a number, a boolean, a time or an enum, the name is not a sufficient
/// sign of a secret.
fn may_be_text(lowering: &Lowering<'_>, schema: &Schema, depth: usize) -> bool {
    if depth >= DEEPEST {
        return true;
    }
    let part = |it: &Schema| may_be_text(lowering, it, depth + 1);
    let any = |parts: &[ReferenceOr<Schema>]| {
        let mut parts = parts.iter().filter_map(|it| resolved(lowering, it));
        parts.any(|it| part(&it))
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::Boolean(_) | Type::Integer(_) | Type::Number(_)) => false,
        SchemaKind::Type(Type::String(text)) => {
            let is_time = matches!(
                text.format,
                VariantOrUnknownOrEmpty::Item(StringFormat::Date | StringFormat::DateTime)
            );
            text.enumeration.is_empty() && !is_time
        }
        SchemaKind::Type(Type::Array(array)) => match &array.items {
            Some(items) => resolved(lowering, items).is_none_or(|it| part(&it)),
            None => true,
        },
        SchemaKind::OneOf { one_of: parts }
        | SchemaKind::AnyOf { any_of: parts }
        | SchemaKind::AllOf { all_of: parts } => any(parts),
        SchemaKind::Any(any) => {
            let is_other = matches!(any.typ.as_deref(), Some("boolean" | "integer" | "number"));
            any.enumeration.is_empty() && !is_other
        }
        SchemaKind::Type(Type::Object(_)) | SchemaKind::Not { .. } => true,
    }
}

/// A schema that is inline or referenced.
enum Found<'s> {
    Here(&'s Schema),
    There(Rc<Schema>),
}

impl Deref for Found<'_> {
    type Target = Schema;

    fn deref(&self) -> &Schema {
        match self {
            Self::Here(schema) => schema,
            Self::There(schema) => schema,
        }
    }
}

/// Resolves a schema. Ignores an invalid reference, since lowering reports it.
fn resolved<'s, T: Borrow<Schema>>(
    lowering: &Lowering<'_>,
    schema: &'s ReferenceOr<T>,
) -> Option<Found<'s>> {
    match schema {
        ReferenceOr::Item(schema) => {
            let schema: &Schema = schema.borrow();
            Some(Found::Here(schema))
        }
        ReferenceOr::Reference { reference } => {
            let found = lowering.resolver.schema(reference).ok()?;
            Some(Found::There(found))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn names_of_secrets_are_recognized() {
        for name in [
            "secret",
            "client_secret",
            "clientSecret",
            "webhook-secret",
            "token",
            "accessToken",
            "access_token",
            "X-Auth-Token",
            "id_token",
            "tokens",
            "password",
            "newPassword",
            "password2",
            "password_confirmation",
            "vcs_password",
            "passwordHash",
            "passphrase",
            "credentials",
            "encrypted_value",
            "secret_value",
            "SecretString",
            "api_key",
            "apiKey",
            "APIKey",
            "x-api-key",
            "apikey",
            "private_key",
            "secret_access_key",
            "signingKey",
            "connection_string",
            "Cookie",
            "Authorization",
            "X-GitHub-OTP",
            "cvv",
            "pem",
            "jwt",
        ] {
            assert!(by_name(name), "{name}");
        }
    }

    #[test]
    fn names_that_only_mention_secrets_are_not_secret() {
        for name in [
            "secret_name",
            "secret_type",
            "secret_scanning",
            "token_id",
            "token_type",
            "credential_type",
            "authorization_id",
            "password_policy",
            "page_token",
            "nextPageToken",
            "next_token",
            "continuationToken",
            "key",
            "key_id",
            "public_key",
            "author",
            "code",
            "value",
            "text",
            "data",
            "private",
            "tokenizer",
            "",
            "_",
        ] {
            assert!(!by_name(name), "{name}");
        }
    }
}
