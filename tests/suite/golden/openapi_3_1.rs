//! The behaviour of the types of an OpenAPI 3.1 description.

use serde_json::{Value as Json, json};
use tagsmith_runtime::Nullable;

use super::crates::openapi_3_1::types::{Owner, Thing, thing};
use super::types::{comes_back, read};

fn of(name: &str, value: &Json) -> (Thing, Vec<String>) {
    read(&json!({"kind": "thing", "name": null, name: value}))
}

#[test]
fn values_of_each_keyword_decode_and_round_trip() {
    for (name, value) in [
        ("name", json!("a")),
        ("old", json!(null)),
        ("nothing", json!(null)),
        ("size", json!(0.5)),
        ("owner", json!(null)),
        ("owner", json!({"id": 1})),
        ("due", json!(null)),
        ("due", json!("2026-01-02T03:04:05Z")),
        ("mixed", json!(null)),
        ("mixed", json!("a")),
        ("mixed", json!(5)),
        ("narrowed", json!("a")),
        ("narrowed", json!(5)),
        ("described", json!({"id": 1})),
        ("counts", json!({"a": 1})),
        ("anything", json!([1, {"a": null}])),
        ("bytes", json!("AAAA")),
        ("pair", json!(["a", 1])),
        ("pair", json!(["a", true])),
        ("flags", json!({"x-a": true})),
        ("place", json!(1)),
        ("part", json!({"kind": "part", "size": "a"})),
        ("either", json!(null)),
        ("either", json!({"kind": "part", "size": "a"})),
        ("either", json!({"kind": "other", "size": 1})),
    ] {
        let mut thing = json!({"kind": "thing", "name": null});
        thing[name] = value;
        comes_back::<Thing>(thing);
    }
}

#[test]
fn other_values_are_drift() {
    for (name, value, path) in [
        ("described", json!(null), "/described"),
        ("size", json!(null), "/size"),
        ("flags", json!({"a": 1}), "/flags/a"),
        ("place", json!("a"), "/place"),
    ] {
        let (_, drift) = of(name, &value);
        assert_eq!(drift, [path], "{name}: {value}");
    }
}

#[test]
fn constants_select_the_variant() {
    let (value, _) = of("either", &json!({"kind": "other"}));
    let either = value.either.value().unwrap();
    assert!(matches!(either, thing::ThingEither::Object(_)));
}

#[test]
fn null_is_sent_for_the_types_that_allow_it() {
    let thing = Thing::new(thing::ThingKind::Thing, None)
        .owner(None)
        .mixed(None)
        .described(Owner::default());
    assert_eq!(thing.mixed, Nullable::Null);
    assert_eq!(
        serde_json::to_value(thing).unwrap(),
        json!({"kind": "thing", "name": null, "owner": null, "mixed": null, "described": {}})
    );
}
