//! What a union does with an object that says that it is none of its shapes.

#![allow(clippy::unwrap_used)]

use serde_json::json;
use tagsmith_runtime::{Payload, table, union};

/// What a file is, where each kind says it in a member with one allowed value.
#[derive(Default)]
struct Link {
    kind: String,
    target: String,
}

table! {
    Link only("kind" = "symlink") {
        kind "kind" REQUIRED;
        target "target" REQUIRED;
    } 0 1
}

enum Content {
    Link(Box<Link>),
    Unknown(serde_json::Value),
}
union!(Content { Link } by "kind" { "symlink" => Link });

#[test]
fn what_says_that_it_is_something_new_is_kept_as_it_is() {
    let mut payload = Payload::new(br#"{"kind":"gitlink","target":"t"}"#);
    let content = payload.json::<Content>().unwrap();
    let Content::Unknown(kept) = &content else {
        panic!("{content:?}")
    };
    assert_eq!(*kept, json!({"kind": "gitlink", "target": "t"}));
    let drift = payload.into_drift();
    let drift: Vec<_> = drift
        .iter()
        .map(|it| (it.path.as_str(), it.found.as_str()))
        .collect();
    assert_eq!(drift, [("/kind", "`gitlink`")]);
}
