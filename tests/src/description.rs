//! A description that is parsed without the generator. The checks compare requests and types with this description.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::Value as Json;
use tagsmith::config::Config;
use tagsmith::description::load::{Document, Source};
use tagsmith::description::overlay::Overlay;
use tagsmith::description::pin;
use tagsmith::pipeline;
use tagsmith::report::Diagnostics;

use crate::validator::Validator;

/// One operation of the description.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// The method in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The parameters, with references resolved.
    pub parameters: Vec<Json>,
    /// The request body, with references resolved; null if there is none.
    pub request: Json,
    /// The schema of the JSON request body, if there is one.
    pub body: Option<Json>,
    /// The responses by status, with references resolved.
    pub responses: Vec<(u16, Json)>,
}

/// The description.
#[derive(Debug)]
pub struct Description {
    root: Json,
    /// The compiled validators, by the text of their schema.
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// Returns the root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the part of a description that a configuration selects, as JSON. The changes of the API version and all
/// corrections are applied.
///
/// # Errors
///
/// Fails if the description or a correction is refused.
pub fn corrected(source: &Source, config: &Config) -> Result<String, String> {
    let describe = |error: Diagnostics| error.to_string();
    let document = Document::index(source).map_err(describe)?;
    let overlay = config.overlay.as_deref().map(Overlay::read).transpose();
    let overlay = overlay.map_err(describe)?;
    let corrected = pipeline::corrected(&document, overlay.as_ref(), config).map_err(describe)?;
    Ok(pin::json(&corrected.selection))
}

impl Description {
    /// Reads the pinned description, with the corrections of the committed crate's configuration.
    ///
    /// # Errors
    ///
    /// Fails if the file is missing or is not a description.
    pub fn pinned() -> Result<Self, Box<dyn std::error::Error>> {
        let describe = |error: Diagnostics| error.to_string();
        let config = Config::read(&repository().join("tagsmith.toml")).map_err(describe)?;
        let source = Source::read(&config.description).map_err(describe)?;
        let root = serde_json::from_str(&corrected(&source, &config)?)?;
        Ok(Self::of(root))
    }

    /// Reads a description. The file extension determines whether it is JSON or YAML.
    ///
    /// # Errors
    ///
    /// Fails if the file is missing or malformed.
    pub fn read(path: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let describe = |error: String| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| describe(error.to_string()))?;
        let is_yaml = path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "yml");
        let root = if is_yaml {
            serde_yaml::from_str(&text).map_err(|error| describe(error.to_string()))?
        } else {
            serde_json::from_str(&text).map_err(|error| describe(error.to_string()))?
        };
        Ok(Self::of(root))
    }

    /// Creates a description from a JSON tree.
    pub fn of(root: Json) -> Self {
        Self {
            root,
            validators: Mutex::default(),
        }
    }

    /// Returns the validator of a schema. Validators are cached, because compiling is slower than validating.
    ///
    /// # Errors
    ///
    /// Fails if the schema is invalid.
    pub fn validator(&self, schema: &Json) -> Result<Arc<Validator>, String> {
        let key = schema.to_string();
        let known = || self.validators.lock().ok()?.get(&key).cloned();
        if let Some(known) = known() {
            return Ok(known);
        }
        let made = Arc::new(Validator::new(self, schema)?);
        if let Ok(mut validators) = self.validators.lock() {
            validators.insert(key, Arc::clone(&made));
        }
        Ok(made)
    }

    /// Resolves a reference.
    pub fn follow<'a>(&'a self, value: &'a Json) -> &'a Json {
        value
            .get("$ref")
            .and_then(Json::as_str)
            .and_then(|reference| self.root.pointer(reference.trim_start_matches('#')))
            .map_or(value, |target| self.follow(target))
    }

    /// Returns all operations.
    pub fn operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        let paths = self.root.get("paths").and_then(Json::as_object);
        for (path, item) in paths.into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Some(id) = operation.get("operationId").and_then(Json::as_str) {
                    operations.push(self.operation(id, method, path, [item, operation]));
                }
            }
        }
        operations
    }

    /// Reads an operation. The parameters of the path item precede its own.
    fn operation(
        &self,
        id: &str,
        method: &str,
        path: &str,
        [item, operation]: [&Json; 2],
    ) -> Operation {
        let parameters = [item, operation].into_iter();
        let parameters = parameters.filter_map(|it| it.get("parameters")?.as_array());
        let body = operation.get("requestBody").map(|body| self.follow(body));
        let responses = operation.get("responses").and_then(Json::as_object);
        let tags = operation.get("tags").and_then(Json::as_array);
        // A response with such a status is a success whose body is not decoded.
        let is_no = operation.get("x-not-found-is-false") == Some(&Json::Bool(true));
        Operation {
            id: id.to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            tags: tags
                .into_iter()
                .flatten()
                .filter_map(|tag| Some(tag.as_str()?.to_owned()))
                .collect(),
            parameters: parameters
                .flatten()
                .map(|it| self.follow(it).clone())
                .collect(),
            request: body.cloned().unwrap_or_default(),
            body: body
                .and_then(|it| it.pointer("/content/application~1json/schema"))
                .cloned(),
            responses: responses
                .into_iter()
                .flatten()
                .filter_map(|(status, it)| Some((status.parse().ok()?, self.follow(it).clone())))
                .filter(|(status, _)| !(is_no && *status == 404))
                .collect(),
        }
    }
}

/// A form of a body: a media type and its content.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The media type.
    pub media: &'a str,
    /// The content of the media type.
    pub content: &'a Json,
}

impl<'a> Form<'a> {
    /// Returns the form in which a body is exchanged: JSON if declared, else a JSON-based media type, else the first
    /// one.
    pub fn of(body: &'a Json) -> Option<Self> {
        let forms = || Self::all(body);
        forms()
            .find(|it| it.media == "application/json")
            .or_else(|| forms().find(Self::is_json))
            .or_else(|| forms().next())
    }

    /// Returns all forms of a body.
    pub fn all(body: &'a Json) -> impl Iterator<Item = Self> {
        let content = body.get("content").and_then(Json::as_object);
        let content = content.into_iter().flatten();
        content.map(|(media, content)| Form { media, content })
    }

    /// Returns whether the form is JSON.
    pub fn is_json(&self) -> bool {
        self.media == "application/json" || self.media.ends_with("+json")
    }

    /// Returns the schema.
    pub fn schema(&self) -> &'a Json {
        self.content.get("schema").unwrap_or(&Json::Null)
    }

    /// Returns the examples by name, with references resolved.
    pub fn examples(&self, api: &'a Description) -> Vec<(&'a str, &'a Json)> {
        let several = self.content.get("examples").and_then(Json::as_object);
        let several = several.into_iter().flatten();
        let named =
            several.filter_map(|(name, it)| Some((name.as_str(), api.follow(it).get("value")?)));
        let one = self.content.get("example").map(|it| ("example", it));
        named.chain(one).collect()
    }
}
