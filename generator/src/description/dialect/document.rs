//! Rewrites the parts of a description outside schemas: paths, operations and components.

use super::moved::Cursor;
use super::node::{Members, Node, rename};
use super::references;
use super::schema;

/// The methods of a path item.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Rewrites the node at the cursor.
type Change = fn(&mut Node, &mut Cursor);

/// Rewrites a description of OpenAPI 3.1 to 3.0.
pub(super) fn rewrite(top: &mut Node, at: &mut Cursor) {
    let Some(members) = top.members_mut() else {
        return;
    };
    members.insert("openapi".to_owned(), Node::text("3.0.3"));
    rename(members, "webhooks", "x-webhooks");
    rename(members, "jsonSchemaDialect", "x-jsonSchemaDialect");
    if let Some(info) = members.get_mut("info").and_then(Node::members_mut) {
        rename(info, "summary", "x-summary");
    }
    let mut shared = Members::new();
    if let Some(components) = members.get_mut("components").and_then(Node::members_mut) {
        if let Some(Node::Object(items)) = components.shift_remove("pathItems") {
            shared = items;
        }
        at.within("components", |at| self::components(components, at));
    }
    if !members.contains_key("paths") {
        members.insert("paths".to_owned(), Node::Object(Members::new()));
    }
    for name in ["paths", "x-webhooks"] {
        let items = members.get_mut(name).and_then(Node::members_mut);
        at.within(name, |at| {
            for (path, item) in items.into_iter().flatten() {
                if !path.starts_with("x-") {
                    at.within(path, |at| {
                        references::inline(item, at, &shared);
                        path_item(item, at);
                    });
                }
            }
        });
    }
}

fn components(components: &mut Members, at: &mut Cursor) {
    each(components, "schemas", at, schema::rewrite);
    each(components, "parameters", at, parameter);
    each(components, "headers", at, parameter);
    each(components, "requestBodies", at, content);
    each(components, "responses", at, response);
    each(components, "callbacks", at, callback);
    for name in ["examples", "links", "securitySchemes"] {
        each(components, name, at, references::bare);
    }
}

/// Rewrites an operation or a component of the given kind.
pub(super) fn part(kind: Option<&str>, node: &mut Node, at: &mut Cursor) {
    match kind {
        None => operation(node, at),
        Some("schemas") => schema::rewrite(node, at),
        Some("parameters" | "headers") => parameter(node, at),
        Some("requestBodies") => content(node, at),
        Some("responses") => response(node, at),
        Some(_) => {}
    }
}

/// Applies a change to each value of an object or a list.
fn each(members: &mut Members, name: &str, at: &mut Cursor, change: Change) {
    at.within(name, |at| match members.get_mut(name) {
        Some(Node::Object(members)) => {
            for (key, it) in members {
                at.within(key, |at| change(it, at));
            }
        }
        Some(Node::List(items)) => {
            for (index, it) in items.iter_mut().enumerate() {
                at.within(&index.to_string(), |at| change(it, at));
            }
        }
        Some(Node::Scalar(_)) | None => {}
    });
}

/// Applies a change to a member, if the object contains it.
fn one(members: &mut Members, name: &str, at: &mut Cursor, change: Change) {
    if let Some(it) = members.get_mut(name) {
        at.within(name, |at| change(it, at));
    }
}

fn path_item(item: &mut Node, at: &mut Cursor) {
    let Some(members) = item.members_mut() else {
        return;
    };
    each(members, "parameters", at, parameter);
    for method in METHODS {
        one(members, method, at, operation);
    }
}

fn operation(operation: &mut Node, at: &mut Cursor) {
    let Some(members) = operation.members_mut() else {
        return;
    };
    each(members, "parameters", at, parameter);
    one(members, "requestBody", at, content);
    // OpenAPI 3.0 requires `responses`, OpenAPI 3.1 does not.
    if !members.contains_key("responses") {
        members.insert("responses".to_owned(), Node::Object(Members::new()));
    }
    each(members, "responses", at, response);
    each(members, "callbacks", at, callback);
}

fn callback(callback: &mut Node, at: &mut Cursor) {
    references::bare(callback, at);
    if let Some(members) = callback.members_mut() {
        for (expression, item) in members {
            // A client ignores callbacks, and OpenAPI 3.0 has no shared path items.
            if let Some(item) = item.members_mut() {
                rename(item, "$ref", "x-$ref");
            }
            at.within(expression, |at| path_item(item, at));
        }
    }
}

/// Rewrites a parameter or a header.
fn parameter(parameter: &mut Node, at: &mut Cursor) {
    if let Some(members) = parameter.members_mut() {
        one(members, "schema", at, schema::rewrite);
    }
    content(parameter, at);
}

fn response(response: &mut Node, at: &mut Cursor) {
    content(response, at);
    if let Some(members) = response.members_mut() {
        each(members, "headers", at, parameter);
    }
}

/// Rewrites the schemas of an object with `content`.
fn content(of: &mut Node, at: &mut Cursor) {
    references::bare(of, at);
    if let Some(members) = of.members_mut() {
        each(members, "content", at, media_type);
    }
}

fn media_type(media: &mut Node, at: &mut Cursor) {
    let Some(members) = media.members_mut() else {
        return;
    };
    one(members, "schema", at, schema::rewrite);
    each(members, "encoding", at, |encoding, at| {
        if let Some(members) = encoding.members_mut() {
            each(members, "headers", at, parameter);
        }
    });
}
