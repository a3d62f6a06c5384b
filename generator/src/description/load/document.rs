//! The index of a description. Operations and components stay raw text until they are used.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use openapiv3::Server;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::server::url_of;
use super::source::Source;
use crate::description::dialect::Moved;
use crate::description::pointer::{decode, unescape};
use crate::report::{Diagnostic, Result, describe, quoted};

/// The members of an object in the order of the text. Names are unique.
pub type Members<V> = IndexMap<String, V>;

/// An indexed description, whose parts are raw text.
#[derive(Debug)]
pub struct Document<'a> {
    /// The version of OpenAPI.
    pub openapi: String,
    /// `info`.
    pub info: &'a RawValue,
    /// `servers`.
    pub servers: Option<&'a RawValue>,
    /// `tags`.
    pub tags: Option<&'a RawValue>,
    /// `externalDocs`.
    pub external_docs: Option<&'a RawValue>,
    /// The path items: operations and path-level parameters, by path and method.
    pub paths: Members<Members<&'a RawValue>>,
    /// The components, by kind and name.
    pub components: Members<Members<&'a RawValue>>,
    moved: &'a Moved,
}

impl<'a> Document<'a> {
    /// Indexes a description in one pass over its text.
    ///
    /// # Errors
    ///
    /// Fails unless it is an OpenAPI 3.0 or 3.1 description.
    pub fn index(source: &'a Source) -> Result<Self> {
        let text = source.text.trim_start_matches('\u{feff}');
        let top: Top<'a> = serde_json::from_str(text).map_err(|error| {
            let in_original;
            // If the text is JSON, the line refers to the user's text.
            let given = match &source.original {
                None => Some(&error),
                Some(original) => {
                    in_original = serde_json::from_str::<Top<'_>>(original).err();
                    in_original.as_ref().filter(|it| it.is_data())
                }
            };
            let location = match given.map(|it| (it.line(), it.column())) {
                Some((line @ 1.., column)) => format!("{}:{line}:{column}", source.name),
                _ => source.name.clone(),
            };
            let message = describe(&error);
            let what = if error.is_data() {
                "the description is not an OpenAPI document"
            } else {
                "the description is not valid JSON"
            };
            Diagnostic::new(
                format!("{what}: {message}"),
                "give an OpenAPI 3.0 or 3.1 description in JSON or YAML",
            )
            .at(location)
        })?;
        let openapi = version(&top, &source.name)?;
        let (Some(info), Some(paths)) = (top.info, top.paths) else {
            let missing = if top.info.is_none() { "info" } else { "paths" };
            return Err(Diagnostic::new(
                format!("the description is not an OpenAPI document: `{missing}` is missing"),
                "give an OpenAPI 3.0 or 3.1 description in JSON or YAML",
            )
            .at(&source.name)
            .into());
        };
        Ok(Self {
            openapi,
            info,
            servers: top.servers,
            tags: top.tags,
            external_docs: top.external_docs,
            paths: with_references(paths.0.into_iter().map(|(key, it)| (key, it.0)).collect()),
            components: top
                .components
                .unwrap_or_default()
                .0
                .into_iter()
                .map(|(key, it)| (key, it.0))
                .collect(),
            moved: &source.moved,
        })
    }

    /// Converts a pointer to a pointer into the user's description. The two pointers differ only if OpenAPI 3.1 was
    /// rewritten to 3.0.
    pub(crate) fn given(&self, pointer: &str) -> String {
        self.moved.given(pointer)
    }

    /// Returns whether the description contains schemas but no operations, such as one for webhooks or a library of
    /// schemas.
    pub(crate) fn has_only_schemas(&self) -> bool {
        let schemas = self.components.get("schemas");
        self.paths.is_empty() && schemas.is_some_and(|it| !it.is_empty())
    }

    /// Returns the URL of the first server, with the default values of its variables.
    pub fn server(&self) -> String {
        self.first_server().as_ref().map(url_of).unwrap_or_default()
    }

    /// Returns the URL template of the first server, with the names of its variables.
    pub fn server_template(&self) -> String {
        self.first_server().map(|it| it.url).unwrap_or_default()
    }

    /// Returns the URLs of all other servers, with the default values of their variables.
    pub fn other_servers(&self) -> Vec<String> {
        let others = self.all_servers().into_iter().skip(1);
        others
            .map(|it| url_of(&it).trim_end_matches('/').to_owned())
            .collect()
    }

    fn first_server(&self) -> Option<Server> {
        self.all_servers().into_iter().next()
    }

    fn all_servers(&self) -> Vec<Server> {
        let read = |text: &RawValue| serde_json::from_str::<Vec<Server>>(text.get()).ok();
        self.servers.and_then(read).unwrap_or_default()
    }

    /// Returns the URL of the API's documentation.
    pub fn docs_url(&self) -> String {
        #[derive(Deserialize)]
        struct Docs {
            url: String,
        }
        let docs = self.external_docs;
        let docs = docs.and_then(|raw| serde_json::from_str::<Docs>(raw.get()).ok());
        docs.map(|it| it.url).unwrap_or_default()
    }

    /// Returns `info.title`.
    pub fn title(&self) -> String {
        self.parsed_info().title
    }

    /// Returns whether a JSON pointer matches a path, a component, a tag, or a part of one.
    pub fn has(&self, pointer: &str) -> bool {
        let mut steps = pointer.splitn(5, '/').skip(1);
        let mut step = || steps.next().map(unescape);
        let (kind, name, member) = (step(), step(), step());
        let rest = pointer.splitn(5, '/').nth(4);
        let all = match kind.as_deref() {
            Some("paths") => &self.paths,
            Some("components") => &self.components,
            _ => return false,
        };
        let (Some(members), Some(member)) = (name.and_then(|it| all.get(&it)), member) else {
            return false;
        };
        match (members.get(&member), rest) {
            (Some(_), None) => true,
            (Some(raw), Some(rest)) => has(raw.get(), rest),
            (None, _) => false,
        }
    }

    /// Returns the value at a JSON pointer within `paths` or `components`. References on the way are followed.
    pub(crate) fn find(&self, pointer: &str) -> Option<&'a RawValue> {
        self.find_within(pointer, 0)
    }

    fn find_within(&self, pointer: &str, depth: usize) -> Option<&'a RawValue> {
        /// The maximum number of followed references, since references may form a cycle.
        const DEEPEST: usize = 8;
        if depth > DEEPEST {
            return None;
        }
        let steps = pointer.strip_prefix("#/")?.split('/');
        let mut steps = steps.map(unescape);
        let all = match steps.next()?.as_str() {
            "paths" => &self.paths,
            "components" => &self.components,
            _ => return None,
        };
        let mut found = *all.get(&steps.next()?)?.get(&steps.next()?)?;
        for step in steps {
            found = match member(found, "$ref") {
                None => member(found, &step)?,
                Some(reference) => {
                    let reference: String = serde_json::from_str(reference.get()).ok()?;
                    member(self.find_within(&reference, depth + 1)?, &step)?
                }
            };
        }
        Some(found)
    }

    /// Returns the parsed `info` object, or the default if it is invalid.
    pub fn parsed_info(&self) -> Info {
        serde_json::from_str(self.info.get()).unwrap_or_default()
    }

    /// Returns `info.version` and the name of the description: its GitHub plan, or its title.
    pub fn known_as(&self) -> (String, String) {
        let info = self.parsed_info();
        (info.version, info.plan.unwrap_or(info.title))
    }
}

/// Replaces the `$ref` of a path item by the members of the referenced path item. Members next to the `$ref` take
/// precedence. References to other targets, or to path items that contain a `$ref`, stay unchanged.
fn with_references<'a>(paths: Members<Members<&'a RawValue>>) -> Members<Members<&'a RawValue>> {
    let target = |item: &Members<&'a RawValue>| {
        let reference: String = serde_json::from_str(item.get("$ref")?.get()).ok()?;
        let path = reference.strip_prefix("#/paths/")?;
        let path = unescape(&decode(path));
        paths
            .get(&path)
            .filter(|it| !it.contains_key("$ref"))
            .cloned()
    };
    let item = |(path, item): (&String, &Members<&'a RawValue>)| {
        let mut item = item.clone();
        if let Some(target) = target(&item) {
            item.shift_remove("$ref");
            for (member, raw) in target {
                item.entry(member).or_insert(raw);
            }
        }
        (path.clone(), item)
    };
    paths.iter().map(item).collect()
}

/// Returns a member of an object by name, or an item of an array by index.
fn member<'a>(of: &'a RawValue, step: &str) -> Option<&'a RawValue> {
    let text = of.get();
    if text.starts_with('[') {
        let items: Vec<&'a RawValue> = serde_json::from_str(text).ok()?;
        return items.get(step.parse::<usize>().ok()?).copied();
    }
    let mut members: Members<&'a RawValue> = serde_json::from_str(text).ok()?;
    members.swap_remove(step)
}

/// Returns whether a JSON text contains a value at a JSON pointer. The pointer lacks its leading slash.
pub(crate) fn has(text: &str, pointer: &str) -> bool {
    let value = serde_json::from_str::<serde_json::Value>(text);
    value.is_ok_and(|it| it.pointer(&format!("/{pointer}")).is_some())
}

/// `info`.
#[derive(Default, Deserialize)]
pub struct Info {
    /// The API's title.
    #[serde(default)]
    pub title: String,
    /// The description's version.
    #[serde(default)]
    pub version: String,
    /// The description of the API, as Markdown.
    #[serde(default)]
    pub description: String,
    /// The URL of the terms of service.
    #[serde(default, rename = "termsOfService")]
    pub terms: String,
    /// The contact.
    #[serde(default)]
    pub contact: Link,
    /// The licence of the API.
    #[serde(default)]
    pub license: Link,
    /// The GitHub plan that the description is for.
    #[serde(rename = "x-github-plan")]
    plan: Option<String>,
}

/// A name with a URL.
#[derive(Default, Deserialize)]
pub struct Link {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The URL.
    #[serde(default)]
    pub url: String,
}

fn version(top: &Top<'_>, name: &str) -> Result<String> {
    let refuse = |message: String| {
        Diagnostic::new(message, "give an OpenAPI 3.0 or 3.1 description")
            .at(name)
            .into()
    };
    let text = |raw: &RawValue| raw.get().trim_matches('"').to_owned();
    if let Some(swagger) = top.swagger {
        let version = quoted(&text(swagger));
        return Err(refuse(format!(
            "the description has the version Swagger {version}; only OpenAPI 3.0 and 3.1 are supported"
        )));
    }
    match top.openapi.map(text) {
        None => Err(refuse(
            "the description is not an OpenAPI document: `openapi` is missing".to_owned(),
        )),
        Some(version) if version.starts_with("3.0.") => Ok(version),
        Some(version) if matches!(version.as_str(), "3.0" | "3.1") => Err(Diagnostic::new(
            format!(
                "the version of OpenAPI is {}, which is not a full version",
                quoted(&version)
            ),
            format!("write all three numbers as a string, such as \"{version}.0\""),
        )
        .at(name)
        .into()),
        Some(version) => Err(refuse(format!(
            "the description has the version OpenAPI {}; only OpenAPI 3.0 and 3.1 are supported",
            quoted(&version)
        ))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Top<'a> {
    #[serde(borrow)]
    openapi: Option<&'a RawValue>,
    #[serde(borrow)]
    swagger: Option<&'a RawValue>,
    #[serde(borrow)]
    info: Option<&'a RawValue>,
    #[serde(borrow)]
    servers: Option<&'a RawValue>,
    #[serde(borrow)]
    tags: Option<&'a RawValue>,
    #[serde(borrow)]
    external_docs: Option<&'a RawValue>,
    #[serde(borrow)]
    paths: Option<Extended<Extended<&'a RawValue>>>,
    #[serde(borrow)]
    components: Option<Extended<Named<&'a RawValue>>>,
}

/// An object without duplicate names, since a duplicate would lose a value. With `EXTENDED`, members that start with
/// `x-` are extensions, and are ignored.
struct Once<V, const EXTENDED: bool>(Members<V>);

/// An object that may contain extensions.
type Extended<V> = Once<V, true>;

/// An object whose members are all named by the author of the description.
type Named<V> = Once<V, false>;

impl<V, const EXTENDED: bool> Default for Once<V, EXTENDED> {
    fn default() -> Self {
        Self(Members::new())
    }
}

impl<'de, V: Deserialize<'de>, const EXTENDED: bool> Deserialize<'de> for Once<V, EXTENDED> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_map(OnceVisitor(PhantomData))
    }
}

struct OnceVisitor<V, const EXTENDED: bool>(PhantomData<V>);

impl<'de, V: Deserialize<'de>, const EXTENDED: bool> Visitor<'de> for OnceVisitor<V, EXTENDED> {
    type Value = Once<V, EXTENDED>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(
        self,
        mut map: A,
    ) -> std::result::Result<Self::Value, A::Error> {
        let mut members = Members::new();
        while let Some(key) = map.next_key::<String>()? {
            if EXTENDED && key.starts_with("x-") {
                map.next_value::<IgnoredAny>()?;
            } else if members.contains_key(&key) {
                return Err(A::Error::custom(format!(
                    "{} is declared twice",
                    quoted(&key)
                )));
            } else {
                members.insert(key, map.next_value()?);
            }
        }
        Ok(Once(members))
    }
}
