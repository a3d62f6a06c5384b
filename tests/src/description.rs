//! The pinned description, read plainly and without the generator: what the wire is held against.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// One operation of the description.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operationId.
    pub id: String,
    /// The method, in capitals.
    pub method: String,
    /// The path's template.
    pub path: String,
    /// Its parameters, with references followed.
    pub parameters: Vec<Json>,
    /// Its request body, with a reference followed; null if it has none.
    pub request: Json,
    /// The schema of its JSON request body, if it has one.
    pub body: Option<Json>,
    /// Its answers by status, with references followed.
    pub responses: Vec<(u16, Json)>,
}

/// The description.
#[derive(Debug)]
pub struct Description {
    root: Json,
}

/// Returns the root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Description {
    /// Reads the pin.
    ///
    /// # Errors
    ///
    /// Fails if it is not there, or not YAML.
    pub fn pinned() -> Result<Self, Box<dyn std::error::Error>> {
        let text = std::fs::read_to_string(repository().join("spec/github.yaml"))?;
        let root = serde_yaml::from_str(&text)?;
        Ok(Self { root })
    }

    /// Follows a reference, if it is one.
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
        for (path, methods) in paths.into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                if let Some(id) = operation.get("operationId").and_then(Json::as_str) {
                    operations.push(self.operation(id, method, path, operation));
                }
            }
        }
        operations
    }

    fn operation(&self, id: &str, method: &str, path: &str, operation: &Json) -> Operation {
        let parameters = operation.get("parameters").and_then(Json::as_array);
        let body = operation.get("requestBody").map(|body| self.follow(body));
        let responses = operation.get("responses").and_then(Json::as_object);
        Operation {
            id: id.to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            parameters: parameters
                .into_iter()
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
                .collect(),
        }
    }
}
