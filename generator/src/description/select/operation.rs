//! The operations of a description as raw text, with the fields that the selection needs.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::derived;
use crate::config::Skip;
use crate::description::load::Document;
use crate::description::reference::{escape, unreadable};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

/// The methods of a path item, in OpenAPI's order.
pub(crate) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An operation as raw text.
#[derive(Clone, Debug)]
pub struct SelectedOperation<'a> {
    /// The path template.
    pub path: String,
    /// The method, in upper case.
    pub method: String,
    /// The declared operationId, or the derived one.
    pub id: String,
    /// Whether an earlier operation declares the same operationId.
    pub is_renamed: bool,
    /// The JSON text.
    pub raw: Cow<'a, str>,
    /// The JSON pointer.
    pub pointer: String,
}

/// The fields of an operation that the selection needs.
#[derive(Clone, Debug, Default)]
pub struct Brief {
    /// The declared tags, or the derived tag.
    pub tags: Vec<String>,
    /// The declared operationId, or the derived one.
    pub operation_id: String,
    /// Whether the operation cannot be parsed. Only skipped operations may be invalid.
    pub is_unreadable: bool,
}

/// Returns all operations with the fields that the selection needs.
///
/// # Errors
///
/// Fails if an operation is invalid.
pub fn operations<'a>(document: &'a Document<'a>) -> Result<Vec<(SelectedOperation<'a>, Brief)>> {
    operations_without(document, &[])
}

/// Returns all operations like `operations`. Skipped operations may be invalid.
///
/// # Errors
///
/// Fails if an operation that is not skipped is invalid.
pub fn operations_without<'a>(
    document: &'a Document<'a>,
    skips: &[Skip],
) -> Result<Vec<(SelectedOperation<'a>, Brief)>> {
    let mut operations = Vec::new();
    let mut refused = Vec::new();
    for (path, item) in &document.paths {
        for (member, raw) in item {
            let method = match METHODS.contains(&member.as_str()) {
                true => member.to_uppercase(),
                false => String::new(),
            };
            let unread = SelectedOperation {
                path: path.clone(),
                method,
                id: String::new(),
                is_renamed: false,
                raw: Cow::Borrowed(raw.get()),
                pointer: format!("#/paths/{}/{member}", escape(path)),
            };
            let is_skipped = skips.iter().any(|it| it.is_of(&unread.call(), ""));
            let pointer = format!("#/paths/{}/{member}", escape(path));
            match member.as_str() {
                method if METHODS.contains(&method) => match brief(raw.get()) {
                    Ok(brief) => operations.push(named(
                        brief,
                        SelectedOperation {
                            path: path.clone(),
                            method: method.to_uppercase(),
                            id: String::new(),
                            is_renamed: false,
                            raw: Cow::Borrowed(raw.get()),
                            pointer,
                        },
                    )),
                    Err(_) if is_skipped => operations.push((unread, Brief::unreadable())),
                    Err(error) => {
                        refused.push(unreadable("an operation", &error).at(pointer));
                    }
                },
                "parameters" | "summary" | "description" | "servers" => {}
                _ if is_skipped => operations.push((unread, Brief::unreadable())),
                "$ref" => refused.push(unsupported(path, member, "a reference to another path")),
                other => refused.push(unsupported(
                    path,
                    other,
                    &format!("the field {} of a path item", quoted(other)),
                )),
            }
        }
    }
    match Diagnostics::collect(refused) {
        Some(refused) => Err(refused),
        None => {
            tell_apart(&mut operations);
            Ok(operations)
        }
    }
}

/// Derives a new operationId for each operation whose declared one is already used.
fn tell_apart(operations: &mut [(SelectedOperation<'_>, Brief)]) {
    let all: BTreeSet<String> = operations.iter().map(|(it, _)| it.id.clone()).collect();
    if all.len() == operations.len() {
        return;
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (operation, brief) in operations {
        if operation.id.is_empty() || seen.insert(operation.id.clone()) {
            continue;
        }
        let (method, path) = (&operation.method, &operation.path);
        let ways = [derived::id(method, path), derived::spelled_id(method, path)];
        let free = |it: &String| !all.contains(it) && !seen.contains(it);
        if let Some(id) = ways.into_iter().find(free) {
            seen.insert(id.clone());
            operation.is_renamed = true;
            operation.id.clone_from(&id);
            brief.operation_id = id;
        }
    }
}

/// Derives an undeclared operationId and an undeclared tag.
fn named<'a>(
    mut brief: Brief,
    mut operation: SelectedOperation<'a>,
) -> (SelectedOperation<'a>, Brief) {
    if brief.operation_id.is_empty() {
        brief.operation_id = derived::id(&operation.method, &operation.path);
    }
    if brief.tags.is_empty() {
        brief.tags = vec![derived::tag(&operation.path)];
    }
    operation.id.clone_from(&brief.operation_id);
    (operation, brief)
}

fn unsupported(path: &str, member: &str, what: &str) -> Diagnostic {
    let pointer = format!("#/paths/{}/{}", escape(path), escape(member));
    Diagnostic::new(
        format!("{what} is not supported"),
        "write the referenced content into the operations of the path",
    )
    .at(pointer)
}

/// Parses the fields that the selection needs, and ignores all others, because most operations are not selected.
fn brief(raw: &str) -> std::result::Result<Brief, serde_json::Error> {
    let mut found = Start::default();
    let read = serde_json::Deserializer::from_str(raw).deserialize_map(&mut found);
    match found {
        // Reads the rest of the value, because the deserializer reports unread input as an error.
        Start {
            tags: Some(tags),
            operation_id: Some(operation_id),
        } => Ok(Brief {
            tags,
            operation_id,
            is_unreadable: false,
        }),
        Start { tags, operation_id } => read.map(|()| Brief {
            tags: tags.unwrap_or_default(),
            operation_id: operation_id.unwrap_or_default(),
            is_unreadable: false,
        }),
    }
}

#[derive(Default)]
struct Start {
    tags: Option<Vec<String>>,
    operation_id: Option<String>,
}

impl<'de> Visitor<'de> for &mut Start {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<(), A::Error> {
        while self.tags.is_none() || self.operation_id.is_none() {
            match members.next_key::<Cow<'_, str>>()?.as_deref() {
                None => break,
                Some("tags") => self.tags = Some(members.next_value()?),
                Some("operationId") => self.operation_id = Some(members.next_value()?),
                Some(_) => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

impl Brief {
    fn unreadable() -> Self {
        Self {
            is_unreadable: true,
            ..Self::default()
        }
    }
}

impl SelectedOperation<'_> {
    /// Returns `GET /path`, or only the path if there is no method.
    pub fn call(&self) -> String {
        format!("{} {}", self.method, self.path)
            .trim_start()
            .to_owned()
    }

    /// Returns whether the description marks the operation as deprecated.
    pub fn is_deprecated(&self) -> bool {
        #[derive(Deserialize)]
        struct Status {
            #[serde(default)]
            deprecated: bool,
        }
        serde_json::from_str::<Status>(&self.raw).is_ok_and(|status| status.deprecated)
    }
}
