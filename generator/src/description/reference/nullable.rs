//! Finds schemas that are a nullable copy of a different schema. OpenAPI 3.0 has no nullable references, so
//! descriptions declare `nullable-x` with the properties of `x`.

use serde_json::Value;

use super::key::ComponentKey;

/// Returns the original of a nullable copy: `nullable-x` is nullable, and otherwise equal to `x`. `raw_of` returns the
/// text of a component.
pub(crate) fn copied<T: AsRef<str>>(
    key: &ComponentKey,
    raw_of: impl Fn(&ComponentKey) -> Option<T>,
) -> Option<ComponentKey> {
    let name = key.name.strip_prefix(PREFIX)?;
    let other = ComponentKey {
        kind: key.kind.clone(),
        name: name.to_owned(),
    };
    let (mut copy, mut original) = (object(raw_of(key)?)?, object(raw_of(&other)?)?);
    let is_nullable = copy.remove(NULLABLE) == Some(Value::Bool(true));
    original.remove(NULLABLE);
    // Ignores texts such as titles, which do not change the meaning of a schema.
    for keyword in ["title", "description", "example", "externalDocs"] {
        copy.remove(keyword);
        original.remove(keyword);
    }
    (key.kind == "schemas" && is_nullable && copy == original).then_some(other)
}

/// The prefix of the names of nullable copies.
const PREFIX: &str = "nullable-";

/// The keyword of nullable schemas.
const NULLABLE: &str = "nullable";

fn object(raw: impl AsRef<str>) -> Option<serde_json::Map<String, Value>> {
    serde_json::from_str(raw.as_ref()).ok()
}

#[cfg(test)]
mod tests {
    use super::copied;
    use crate::description::reference::ComponentKey;

    #[test]
    fn a_nullable_copy_differs_only_in_nullable_and_texts() {
        let key = |name: &str| ComponentKey {
            kind: "schemas".to_owned(),
            name: name.to_owned(),
        };
        for (copy, original, is_copy) in [
            (
                r#"{"type": "object", "nullable": true}"#,
                r#"{"type": "object"}"#,
                true,
            ),
            (
                r#"{"nullable": true, "type": "object"}"#,
                r#"{"type": "object", "nullable": true}"#,
                true,
            ),
            (
                r#"{"type": "object", "nullable": true, "description": "A copy."}"#,
                r#"{"type": "object", "title": "Original", "description": "An original."}"#,
                true,
            ),
            (r#"{"type": "object"}"#, r#"{"type": "object"}"#, false),
            (
                r#"{"type": "object", "nullable": true}"#,
                r#"{"type": "string"}"#,
                false,
            ),
            (r#"{"$ref": "x"}"#, r#"{"$ref": "x"}"#, false),
            ("7", "7", false),
        ] {
            let raw_of = |key: &ComponentKey| match key.name.as_str() {
                "nullable-x" => Some(copy),
                "x" => Some(original),
                _ => None,
            };
            let found = copied(&key("nullable-x"), raw_of);
            assert_eq!(found, is_copy.then(|| key("x")), "{copy} {original}");
            assert_eq!(copied(&key("x"), raw_of), None);
            assert_eq!(copied(&key("nullable-y"), raw_of), None);
        }
    }
}
