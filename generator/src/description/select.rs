//! Tags to operations, and operations to every component that they reach.

mod nearest;
mod tags;

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use openapiv3::{Parameter, ReferenceOr, Server};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::api::Skipped;
use crate::config::Skip;
use crate::description::load::{Document, has};
use crate::description::resolve::{self, Components};
use crate::report::{Diagnostic, Diagnostics, Result, quoted};

pub use self::tags::{check_tags, selected_tags};
pub use crate::config::Tags;

/// The methods of a path item, in OpenAPI's order.
pub(crate) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The selected operations and every component that they reach, and nothing else.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    /// Where it comes from.
    pub document: &'a Document<'a>,
    /// The selected tags, in the description's order.
    pub tags: Vec<String>,
    /// The operations, in the description's order.
    pub operations: Vec<SelectedOperation<'a>>,
    /// The operations that were left out.
    pub skipped: Vec<Skipped>,
    /// The components, in the description's order.
    pub components: Components<'a>,
    /// The components that are no longer as the description has them, reached or not.
    pub(crate) corrected: Components<'a>,
}

/// One operation, as text.
#[derive(Clone, Debug)]
pub struct SelectedOperation<'a> {
    /// The path's template.
    pub path: String,
    /// The method, in capitals.
    pub method: String,
    /// The operationId.
    pub id: String,
    /// The JSON text.
    pub raw: Cow<'a, str>,
    /// Where it stands in the description.
    pub pointer: String,
}

/// What is needed of an operation to choose it.
#[derive(Clone, Debug, Default)]
pub struct Brief {
    /// The tags.
    pub tags: Vec<String>,
    /// The operationId.
    pub operation_id: String,
    /// Whether more is not known of it, since it cannot be read: it is left out in any case.
    pub is_unreadable: bool,
}

/// Selects among all operations by their tags, which have to match exactly; those to skip are only
/// listed, so that one that cannot be read does no harm.
///
/// # Errors
///
/// Fails if an operation cannot be selected, or a reference leads nowhere.
pub fn select<'a>(
    document: &'a Document<'a>,
    all: Vec<(SelectedOperation<'a>, Brief)>,
    tags: &Tags,
    skips: &[Skip],
) -> Result<Selection<'a>> {
    let mut order: Vec<String> = Vec::new();
    let mut ids: IndexMap<String, String> = IndexMap::new();
    let mut refused = Vec::new();
    let mut selected = Vec::new();
    let mut skipped = Vec::new();
    for (operation, brief) in all {
        let tag = brief.tags.into_iter().find(|tag| tags.has(tag));
        let is_tagged = tag.is_some();
        if !is_tagged && *tags != Tags::All && !brief.is_unreadable {
            continue;
        }
        order.extend(tag.filter(|tag| !order.contains(tag)));
        let call = operation.call();
        if let Some(skip) = skips.iter().find(|skip| skip.is_of(&call, &operation.id)) {
            skipped.push(Skipped {
                call,
                id: operation.id,
                reason: skip.reason.clone(),
            });
            continue;
        }
        if !is_tagged {
            refused.push(tags::untagged(&operation.id).at(&operation.pointer));
        }
        if let Some(first) = ids.insert(operation.id.clone(), operation.pointer.clone())
            && !operation.id.is_empty()
        {
            refused.push(
                Diagnostic::new(
                    format!(
                        "the operationId {} stands twice: also at {first}",
                        quoted(&operation.id)
                    ),
                    "correct it in the description, or list both under [[skip]] with a reason",
                )
                .at(&operation.pointer),
            );
        }
        selected.push(operation);
    }
    if let Some(refused) = Diagnostics::collect(refused) {
        return Err(refused);
    }
    let components = resolve::reached(document, &selected, &Components::new())?;
    Ok(Selection {
        document,
        tags: declared_order(document, order),
        operations: selected,
        skipped,
        components,
        corrected: Components::new(),
    })
}

/// Returns all operations with what is needed to choose among them.
///
/// # Errors
///
/// Fails if one of them is not an operation.
pub fn operations<'a>(document: &'a Document<'a>) -> Result<Vec<(SelectedOperation<'a>, Brief)>> {
    operations_without(document, &[])
}

/// The same, where those to skip need not be readable.
///
/// # Errors
///
/// Fails if another one is not an operation.
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
            let unreadable = SelectedOperation {
                path: path.clone(),
                method,
                id: String::new(),
                raw: Cow::Borrowed(raw.get()),
                pointer: format!("#/paths/{}/{member}", resolve::escape(path)),
            };
            let is_skipped = skips.iter().any(|it| it.is_of(&unreadable.call(), ""));
            let pointer = format!("#/paths/{}/{member}", resolve::escape(path));
            match member.as_str() {
                method if METHODS.contains(&method) => match brief(raw.get()) {
                    Ok(brief) => operations.push((
                        SelectedOperation {
                            path: path.clone(),
                            method: method.to_uppercase(),
                            id: brief.operation_id.clone(),
                            raw: Cow::Borrowed(raw.get()),
                            pointer,
                        },
                        brief,
                    )),
                    Err(_) if is_skipped => operations.push((unreadable, Brief::unreadable())),
                    Err(error) => {
                        refused.push(resolve::unreadable("an operation", &error).at(pointer));
                    }
                },
                "parameters" | "summary" | "description" | "servers" => {}
                _ if is_skipped => operations.push((unreadable, Brief::unreadable())),
                "$ref" => refused.push(unsupported(path, member, "a reference to another path")),
                other => refused.push(unsupported(
                    path,
                    other,
                    &format!("the member {} of a path", quoted(other)),
                )),
            }
        }
    }
    match Diagnostics::collect(refused) {
        Some(refused) => Err(refused),
        None => Ok(operations),
    }
}

fn unsupported(path: &str, member: &str, what: &str) -> Diagnostic {
    let pointer = format!(
        "#/paths/{}/{}",
        resolve::escape(path),
        resolve::escape(member)
    );
    Diagnostic::new(
        format!("{what} is not supported"),
        "write what it stands for into the operations of the path",
    )
    .at(pointer)
}

/// Reads what is needed of an operation to choose it, and no further: most of a description is not
/// selected.
fn brief(raw: &str) -> std::result::Result<Brief, serde_json::Error> {
    let mut found = Start::default();
    let read = serde_json::Deserializer::from_str(raw).deserialize_map(&mut found);
    match found {
        // To the deserializer it is an error that the rest was not read.
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
    /// Returns `GET /path`, or the path alone for what is no operation of one.
    pub fn call(&self) -> String {
        format!("{} {}", self.method, self.path)
            .trim_start()
            .to_owned()
    }

    /// Returns whether the description says that it should not be used any more.
    pub fn is_deprecated(&self) -> bool {
        #[derive(Deserialize)]
        struct Status {
            #[serde(default)]
            deprecated: bool,
        }
        serde_json::from_str::<Status>(&self.raw).is_ok_and(|status| status.deprecated)
    }
}

impl Selection<'_> {
    /// Returns the selected tags with what the description says of them.
    pub fn tags_with_docs(&self) -> Vec<(String, String)> {
        let declared = declared_tags(self.document);
        self.tags
            .iter()
            .map(|tag| {
                let doc = declared.iter().find(|it| it.name == *tag);
                (
                    tag.clone(),
                    doc.map(|it| it.description.clone()).unwrap_or_default(),
                )
            })
            .collect()
    }

    /// Returns the parameters that all operations of a path share, with their pointers.
    ///
    /// # Errors
    ///
    /// Fails if they are not parameters.
    pub fn path_parameters(&self, path: &str) -> Result<Vec<(String, ReferenceOr<Parameter>)>> {
        let item = self.document.paths.get(path);
        let Some(raw) = item.and_then(|item| item.get("parameters")) else {
            return Ok(Vec::new());
        };
        let pointer = format!("#/paths/{}/parameters", resolve::escape(path));
        if let Some(found) = resolve::unreadable_schema(raw.get(), false) {
            let pointer = format!("{pointer}{}", found.pointer);
            let why = resolve::unreadable("a schema", &found.error);
            return Err(why.at(pointer).into());
        }
        let parameters: Vec<ReferenceOr<Parameter>> = serde_json::from_str(raw.get())
            .map_err(|error| resolve::unreadable("a list of parameters", &error).at(&pointer))?;
        Ok(parameters
            .into_iter()
            .enumerate()
            .map(|(index, it)| (format!("{pointer}/{index}"), it))
            .collect())
    }

    /// Finds anew which components are reached, after what reaches them was corrected.
    ///
    /// # Errors
    ///
    /// Fails if what was corrected refers to what is not there.
    pub(crate) fn reach(&mut self) -> Result<()> {
        self.components = resolve::reached(self.document, &self.operations, &self.corrected)?;
        Ok(())
    }

    /// Returns the servers that all operations of a path have for their own.
    ///
    /// # Errors
    ///
    /// Fails if they are not servers.
    pub fn path_servers(&self, path: &str) -> Result<Vec<Server>> {
        let item = self.document.paths.get(path);
        let Some(raw) = item.and_then(|item| item.get("servers")) else {
            return Ok(Vec::new());
        };
        let pointer = format!("#/paths/{}/servers", resolve::escape(path));
        serde_json::from_str(raw.get()).map_err(|error| {
            resolve::unreadable("a list of servers", &error)
                .at(pointer)
                .into()
        })
    }

    /// Returns the text of an operation or a component.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        let operation = self.operations.iter().find(|it| it.pointer == pointer);
        let component = || {
            self.components
                .iter()
                .find(|(key, _)| key.pointer() == pointer)
        };
        operation
            .map(|it| &*it.raw)
            .or_else(|| component().map(|(_, raw)| &**raw))
    }

    /// Returns whether what is at a pointer is selected, or would be if it were there.
    pub fn has(&self, pointer: &str) -> bool {
        let within = |part: &str| {
            pointer
                .strip_prefix(part)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.operations.iter().any(|it| within(&it.pointer))
            || self.components.keys().any(|key| within(&key.pointer()))
    }

    /// Returns whether a pointer leads to something: in what is selected, in the rest of the description, or to a tag.
    pub fn leads(&self, pointer: &str) -> bool {
        if let Some(tag) = pointer.strip_prefix("#/tags/") {
            let declared = declared_tags(self.document).into_iter().map(|it| it.name);
            let mut tags = self.tags.iter().cloned().chain(declared);
            return tags.any(|it| resolve::escape(&it) == tag);
        }
        let operations = self.operations.iter();
        let operations = operations.map(|it| (it.pointer.clone(), &it.raw));
        let components = self.components.iter();
        let components = components.map(|(key, raw)| (key.pointer(), raw));
        let is_in = |(part, raw): (String, &Cow<'_, str>)| {
            let rest = pointer
                .strip_prefix(&part)
                .and_then(|it| it.strip_prefix('/'));
            rest.is_some_and(|rest| has(raw, rest))
        };
        self.document.has(pointer) || operations.chain(components).any(is_in)
    }

    /// Returns the operations that need what is at a pointer.
    pub fn users(&self, pointer: &str) -> impl Iterator<Item = &SelectedOperation<'_>> {
        self.operations.iter().filter(move |operation| {
            pointer == operation.pointer
                || pointer.starts_with(&format!("{}/", operation.pointer))
                || resolve::reaches(self, operation, pointer)
        })
    }

    /// Returns the operations that need what is at a pointer, a few of them by name.
    pub fn needed_by(&self, pointer: &str) -> Vec<String> {
        const SHOWN: usize = 3;
        let users: Vec<String> = self
            .users(pointer)
            .map(|it| format!("{} {} ({})", it.method, it.path, it.id))
            .collect();
        let more = users.len().saturating_sub(SHOWN);
        let mut shown: Vec<String> = users.into_iter().take(SHOWN).collect();
        if more > 0 {
            shown.push(format!("and {more} more"));
        }
        shown
    }
}

#[derive(Deserialize)]
struct DeclaredTag {
    name: String,
    #[serde(default)]
    description: String,
}

fn declared_tags(document: &Document<'_>) -> Vec<DeclaredTag> {
    document
        .tags
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default()
}

/// Sorts tags as the description declares them; those that it does not declare come last.
fn declared_order(document: &Document<'_>, mut tags: Vec<String>) -> Vec<String> {
    let declared = declared_tags(document);
    let place = |tag: &String| declared.iter().position(|it| it.name == *tag);
    tags.sort_by_key(|tag| (place(tag).is_none(), place(tag), tag.clone()));
    tags
}

#[cfg(test)]
mod tests;
