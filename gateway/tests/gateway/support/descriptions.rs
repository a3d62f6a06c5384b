//! Small descriptions with operations that the pinned description lacks.

use serde_json::{Value, json};

use crate::support::world::secret_file;

/// A path parameter whose value may have several segments.
pub const SEVERAL: &[&str] = &["path", "ref", "basehead"];

/// An operation: method, path and operationId.
pub type Operation = (&'static str, &'static str, &'static str);

/// GitHub operations whose values contain slashes or `%`.
pub const VALUES: &[Operation] = &[
    (
        "get",
        "/repos/{owner}/{repo}/contents/{path}",
        "repos/get-content",
    ),
    (
        "put",
        "/repos/{owner}/{repo}/contents/{path}",
        "repos/create-or-update-file-contents",
    ),
    ("get", "/repos/{owner}/{repo}/git/ref/{ref}", "git/get-ref"),
    ("get", "/repos/{owner}/{repo}/commits", "repos/list-commits"),
    (
        "get",
        "/repos/{owner}/{repo}/commits/{ref}",
        "repos/get-commit",
    ),
    (
        "get",
        "/repos/{owner}/{repo}/commits/{ref}/status",
        "repos/get-combined-status-for-ref",
    ),
    (
        "get",
        "/repos/{owner}/{repo}/labels/{name}",
        "issues/get-label",
    ),
    (
        "delete",
        "/repos/{owner}/{repo}/labels/{name}",
        "issues/delete-label",
    ),
    (
        "get",
        "/repos/{owner}/{repo}/environments/{environment_name}",
        "repos/get-environment",
    ),
    (
        "get",
        "/repos/{owner}/{repo}/environments/{environment_name}/secrets/{name}",
        "actions/get-environment-secret",
    ),
    (
        "get",
        "/orgs/{org}/packages/{package_type}/{name}",
        "packages/get-package",
    ),
    ("get", "/users/{username}", "users/get"),
    ("get", "/users/{username}/repos", "repos/list-for-user"),
];

/// Writes a description of these operations to a file. `change` modifies the description before that.
pub fn file(
    folder: &tempfile::TempDir,
    operations: &[Operation],
    change: impl Fn(&str, &mut Value),
) -> String {
    let mut paths = serde_json::Map::new();
    for (method, path, id) in operations {
        let names = path.split(['{', '}']).skip(1).step_by(2);
        let parameters: Vec<Value> = names
            .map(|name| {
                let several = SEVERAL.contains(&name);
                json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"},
                    "x-multi-segment": several})
            })
            .collect();
        let mut operation = json!({
            "operationId": id, "summary": id, "tags": ["things"], "parameters": parameters,
            "responses": {"204": {"description": "none"}},
        });
        change(id, &mut operation);
        let path = paths.entry((*path).to_owned()).or_insert(json!({}));
        path[method] = operation;
    }
    let description = json!({
        "openapi": "3.0.3", "info": {"title": "some", "version": "1"}, "paths": paths,
    });
    secret_file(folder, "description.json", &description.to_string())
}
