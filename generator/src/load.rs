//! A file to an indexed document: paths and components stay raw text until they are asked for.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;
use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::report::{Diagnostic, Result, quoted};

/// The text of a description, as JSON.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    original: Option<String>,
}

/// Members of an object, in the order of the text, each once.
pub type Members<V> = IndexMap<String, V>;

/// A description whose parts are raw text.
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
    /// The operations and shared parameters, by path and method.
    pub paths: Members<Members<&'a RawValue>>,
    /// The components, by kind and name.
    pub components: Members<Members<&'a RawValue>>,
}

impl Source {
    /// Reads a file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// Fails if it cannot be read, or is neither JSON nor YAML.
    pub fn read(path: &Path) -> Result<Self> {
        let original = text(path)?;
        Self::parse(original, &name_of(path))
    }

    /// Takes a text that came from `name`.
    ///
    /// # Errors
    ///
    /// Fails if it is neither JSON nor YAML.
    pub fn parse(text: String, name: &str) -> Result<Self> {
        let name = name.to_owned();
        match text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .chars()
            .next()
        {
            None => Err(Diagnostic::new(
                "the description is empty",
                "give an OpenAPI 3.0 description in JSON or YAML",
            )
            .at(name)
            .into()),
            Some('{') => Ok(Self {
                name,
                text,
                original: None,
            }),
            Some(_) => {
                let json = yaml_to_json(&text).map_err(|error| {
                    Diagnostic::new(
                        format!("the description is neither JSON nor YAML: {error}"),
                        "give an OpenAPI 3.0 description in JSON or YAML",
                    )
                    .at(&name)
                })?;
                Ok(Self {
                    name,
                    text: json,
                    original: Some(text),
                })
            }
        }
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the SHA-256 of the file as it was read, in hexadecimal digits.
    pub fn sha256(&self) -> String {
        let original = self.original.as_ref().unwrap_or(&self.text);
        let digest = Sha256::digest(original.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Reads a file as text, or standard input for `-`.
///
/// # Errors
///
/// Fails if it is not there, not a file, or not UTF-8.
pub fn text(path: &Path) -> Result<String> {
    let unreadable = |error: std::io::Error| {
        Diagnostic::new(
            format!("the file cannot be read: {}", reason(&error)),
            "check the path, or give `-` to read standard input",
        )
        .at(name_of(path))
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
    } else {
        if path.is_dir() {
            return Err(
                Diagnostic::new("this is a folder, not a file", "give a file")
                    .at(name_of(path))
                    .into(),
            );
        }
        bytes = std::fs::read(path).map_err(unreadable)?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Diagnostic::new(
            format!("the file is not UTF-8: byte {at} is not part of a character"),
            "save it as UTF-8",
        )
        .at(name_of(path))
        .into()
    })
}

/// Says what went wrong without the number that the system gives it.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    path.display().to_string()
}

/// How many brackets of YAML may be open at a time, text included: its reader's work grows with their
/// square, long before it refuses them.
const MAX_BRACKETS: usize = 1_000;

fn brackets(text: &str) -> usize {
    let mut open = 0_usize;
    let mut most = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn yaml_to_json(text: &str) -> std::result::Result<String, String> {
    if brackets(text) > MAX_BRACKETS {
        return Err("it is nested too deeply".to_owned());
    }
    let mut json = Vec::with_capacity(text.len() * 2);
    let mut to = serde_json::Serializer::new(&mut json);
    serde_transcode::transcode(serde_yaml::Deserializer::from_str(text), &mut to)
        .map_err(|error| error.to_string())?;
    String::from_utf8(json).map_err(|error| error.to_string())
}

impl<'a> Document<'a> {
    /// Indexes a description, in one pass over its text.
    ///
    /// # Errors
    ///
    /// Fails if it is not one of OpenAPI 3.0.
    pub fn index(source: &'a Source) -> Result<Self> {
        let text = source.text.trim_start_matches('\u{feff}');
        let top: Top<'a> = serde_json::from_str(text).map_err(|error| {
            let location = match (error.line(), &source.original) {
                (line @ 1.., None) => format!("{}:{line}:{}", source.name, error.column()),
                _ => source.name.clone(),
            };
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let what = if error.is_data() {
                "the description is not one of OpenAPI"
            } else {
                "the description is not JSON"
            };
            Diagnostic::new(
                format!("{what}: {message}"),
                "give an OpenAPI 3.0 description in JSON or YAML",
            )
            .at(location)
        })?;
        let openapi = version(&top, &source.name)?;
        let (Some(info), Some(paths)) = (top.info, top.paths) else {
            let missing = if top.info.is_none() { "info" } else { "paths" };
            return Err(Diagnostic::new(
                format!("the description is not one of OpenAPI: `{missing}` is missing"),
                "give an OpenAPI 3.0 description in JSON or YAML",
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
            paths: paths.0.into_iter().map(|(key, it)| (key, it.0)).collect(),
            components: top
                .components
                .unwrap_or_default()
                .0
                .into_iter()
                .map(|(key, it)| (key, it.0))
                .collect(),
        })
    }

    /// Returns the URL of the first server.
    pub fn server(&self) -> String {
        #[derive(Deserialize)]
        struct Server {
            url: String,
        }
        self.servers
            .and_then(|raw| serde_json::from_str::<Vec<Server>>(raw.get()).ok())
            .and_then(|servers| servers.into_iter().next())
            .map(|server| server.url)
            .unwrap_or_default()
    }

    /// Returns `info.version`, and by what name the description is known: its plan, or its title.
    pub fn known_as(&self) -> (String, String) {
        #[derive(Deserialize)]
        struct Info {
            #[serde(default)]
            title: String,
            #[serde(default)]
            version: String,
            #[serde(rename = "x-github-plan")]
            plan: Option<String>,
        }
        match serde_json::from_str::<Info>(self.info.get()) {
            Ok(info) => (info.version, info.plan.unwrap_or(info.title)),
            Err(_) => Default::default(),
        }
    }
}

fn version(top: &Top<'_>, name: &str) -> Result<String> {
    let refuse = |message: String| {
        Diagnostic::new(
            message,
            "give an OpenAPI 3.0 description, such as GitHub's of 3.0.3",
        )
        .at(name)
        .into()
    };
    let text = |raw: &RawValue| raw.get().trim_matches('"').to_owned();
    if let Some(swagger) = top.swagger {
        let version = quoted(&text(swagger));
        return Err(refuse(format!(
            "the description is of Swagger {version}, not of OpenAPI 3.0"
        )));
    }
    match top.openapi.map(text) {
        None => Err(refuse(
            "the description is not one of OpenAPI: `openapi` is missing".to_owned(),
        )),
        Some(version) if version.starts_with("3.0.") => Ok(version),
        Some(version) => Err(refuse(format!(
            "the description is of OpenAPI {}, not of 3.0",
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
    paths: Option<Once<Once<&'a RawValue>>>,
    #[serde(borrow)]
    components: Option<Once<Once<&'a RawValue>>>,
}

/// An object without its extensions, in which a name that stands twice is an error: one of the two
/// would be lost.
struct Once<V>(Members<V>);

impl<V> Default for Once<V> {
    fn default() -> Self {
        Self(Members::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Once<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_map(OnceVisitor(PhantomData))
    }
}

struct OnceVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for OnceVisitor<V> {
    type Value = Once<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Once<V>, A::Error> {
        let mut members = Members::new();
        while let Some(key) = map.next_key::<String>()? {
            if key.starts_with("x-") {
                map.next_value::<IgnoredAny>()?;
            } else if members.contains_key(&key) {
                return Err(A::Error::custom(format!("{} stands twice", quoted(&key))));
            } else {
                members.insert(key, map.next_value()?);
            }
        }
        Ok(Once(members))
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Source};

    fn error(text: &str) -> String {
        let read = Source::parse(text.to_owned(), "api")
            .and_then(|source| Document::index(&source).map(|document| document.paths.len()));
        read.unwrap_err().to_string()
    }

    #[test]
    fn json_and_yaml_index_alike() {
        let json = r#"{"openapi":"3.0.3","info":{},"paths":{"/b":{"get":{"x":1}},"/a":{}}}"#;
        let yaml = "openapi: 3.0.3\ninfo: {}\npaths:\n  /b:\n    get: {x: 1}\n  /a: {}\n";
        for text in [json, yaml] {
            let source = Source::parse(text.to_owned(), "api").unwrap();
            let document = Document::index(&source).unwrap();
            let paths: Vec<_> = document.paths.keys().collect();
            assert_eq!(paths, ["/b", "/a"]);
            assert_eq!(document.paths["/b"]["get"].get(), r#"{"x":1}"#);
        }
    }

    #[test]
    fn what_is_no_description_is_refused() {
        for (text, expected) in [
            ("", "is empty"),
            (" \n", "is empty"),
            ("{", "is not JSON"),
            ("a: [", "neither JSON nor YAML"),
            ("text", "not one of OpenAPI"),
            ("{}", "`openapi` is missing"),
            (r#"{"swagger":"2.0","paths":{}}"#, "Swagger `2.0`"),
            (r#"{"openapi":"3.1.0","paths":{}}"#, "OpenAPI `3.1.0`"),
            (r#"{"openapi":"3.0.0","paths":{}}"#, "`info` is missing"),
            (r#"{"paths":{"/a":{},"/a":{}}}"#, "`/a` stands twice"),
        ] {
            assert!(error(text).contains(expected), "{text}: {}", error(text));
        }
    }

    #[test]
    fn deep_nesting_is_no_stack_overflow() {
        let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
        assert!(error(&deep("{\"a\":", "}")).starts_with("error: "));
        assert!(error(&deep("[", "]")).starts_with("error: "));
        assert!(error(&format!("a: {}", deep("[", "]"))).starts_with("error: "));
    }
}
