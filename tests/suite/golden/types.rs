//! The behaviour of golden crates' types: decoding, encoding and requests.

use serde_json::{Value as Json, json};
use tagsmith_runtime::value::Value;
use tagsmith_runtime::{Nullable, Operation, Payload};

use super::crates;

/// Returns the decoded value, and its drift.
pub(super) fn read<T: Value>(sent: &Json) -> (T, Vec<String>) {
    let bytes = sent.to_string().into_bytes();
    let mut payload = Payload::new(&bytes);
    let value = payload.json().unwrap();
    let drift = payload.into_drift().into_iter().map(|it| it.path);
    (value, drift.collect())
}

/// Asserts that a text decodes without drift and round-trips.
pub(super) fn comes_back<T: Value + serde::Serialize>(sent: Json) {
    let (value, drift) = read::<T>(&sent);
    assert!(drift.is_empty(), "{sent}: {drift:?}");
    assert_eq!(serde_json::to_value(&value).unwrap(), sent);
}

#[test]
fn an_optional_nullable_request_property_has_three_states() {
    use crates::three_valued::types::{Change, change::ChangeState};

    let json = |change: Change| serde_json::to_value(change).unwrap();
    assert_eq!(json(Change::default()), json!({}));
    assert_eq!(json(Change::default().body(None)), json!({"body": null}));
    assert_eq!(
        json(
            Change::default()
                .title("a")
                .body(Some("b".to_owned()))
                .state(Some(ChangeState::Closed))
        ),
        json!({"title": "a", "body": "b", "state": "closed"})
    );
    let (change, drift) = read::<Change>(&json!({"body": null, "owner": {"name": null}}));
    assert_eq!(drift, [""; 0]);
    assert_eq!(change.body, Nullable::Null);
    assert_eq!(change.due, Nullable::Absent);
    let owner = change.owner.value().unwrap();
    assert_eq!(owner.name, Nullable::Null);
}

#[test]
fn an_unsigned_integer_represents_values_beyond_i64() {
    use crates::numbers::things::GetResponse;

    comes_back::<GetResponse>(json!({"id": i64::MIN, "ratio": 0.5, "total": u64::MAX}));
    let (thing, drift) = read::<GetResponse>(&json!({"id": u64::MAX, "ratio": 1.5, "total": -1}));
    assert_eq!((thing.id, thing.total), (i64::MAX, None));
    assert_eq!(drift, ["/id", "/total"]);
}

#[test]
fn a_required_nullable_request_property_is_a_value_or_none() {
    use crates::required_nullables::types::{Owner, Replacement};

    let json = |new: Replacement| serde_json::to_value(new).unwrap();
    let labels = vec!["a".to_owned()];
    assert_eq!(
        json(Replacement::new(
            "b",
            labels,
            Some("c".into()),
            Owner::default()
        )),
        json!({"body": "b", "labels": ["a"], "size": "c", "owner": {}})
    );
    assert_eq!(
        json(Replacement::new(None, None, None, None)),
        json!({"body": null, "labels": null, "size": null, "owner": null})
    );
}

#[test]
fn an_optional_nullable_response_property_is_an_option_and_round_trips() {
    use crates::three_valued::types::Thing;

    for sent in [
        json!({"note": null}),
        json!({"note": "a", "body": null}),
        json!({"note": "a", "body": "b", "reader": {"name": null}}),
        json!({"note": "a", "reader": null}),
    ] {
        comes_back::<Thing>(sent);
    }
    let (thing, drift) = read::<Thing>(&json!({}));
    assert_eq!(thing.note, None);
    assert_eq!(drift, ["/note"]);
}

#[test]
fn enum_values_round_trip_and_unknown_ones_are_kept() {
    use crates::enums::types::Reaction;

    for (wire, value) in [
        ("+1", Reaction::Plus1),
        ("-1", Reaction::Minus1),
        ("won't fix", Reaction::WontFix),
        ("*", Reaction::Star),
        ("", Reaction::Empty),
        ("unknown", Reaction::UnknownValue),
        ("a b", Reaction::AB),
        ("\"quoted\"", Reaction::Quoted),
    ] {
        assert_eq!(value.as_str(), wire);
        comes_back::<Reaction>(json!(wire));
        assert_eq!(read::<Reaction>(&json!(wire)).0, value);
    }
    let (value, drift) = read::<Reaction>(&json!("new"));
    assert_eq!(value, Reaction::Unknown("new".to_owned()));
    assert_eq!(drift, [""]);
    assert_eq!(serde_json::to_value(&value).unwrap(), json!("new"));
}

#[test]
fn null_within_an_enum_is_not_a_variant() {
    use crates::enums::types::Thing;

    comes_back::<Thing>(json!({"reaction": "*", "colour": "red", "null_inside": null}));
    comes_back::<Thing>(json!({"reaction": "*", "colour": "red", "null_outside": null}));
    let (_, drift) = read::<Thing>(&json!({"reaction": "*", "colour": null}));
    assert_eq!(drift, ["/colour"]);
}

#[test]
fn the_best_matching_variant_of_a_union_wins() {
    use crates::unions::types::Shape;

    let shape = |sent: Json| read::<Shape>(&sent).0;
    assert!(matches!(shape(json!({"radius": 1})), Shape::Circle(_)));
    let wide = json!({"width": 1, "height": 2});
    assert!(matches!(shape(wide), Shape::WidthHeight(_)));
    let labelled = json!({"width": 1, "label": "a"});
    assert!(matches!(shape(labelled), Shape::Width(_)));
    let list = json!([{"radius": 1.5}, {"width": 2.0}]);
    assert!(matches!(shape(list.clone()), Shape::ShapeArray(_)));
    comes_back::<Shape>(list);
    let (other, drift) = read::<Shape>(&json!("round"));
    assert!(matches!(&other, Shape::Unknown(it) if it == "round"));
    assert_eq!(drift, [""]);
}

#[test]
fn a_union_of_scalars_is_decided_by_type() {
    use crates::unions::types::Thing;
    use crates::unions::types::thing::{ThingNumber, ThingScalar};

    let (thing, drift) = read::<Thing>(&json!({"scalar": true, "number": 1, "nullable": null}));
    assert!(matches!(thing.scalar, Some(ThingScalar::Boolean(true))));
    assert!(matches!(thing.number, Some(ThingNumber::Integer(1))));
    assert!(thing.nullable.is_none());
    assert!(drift.is_empty(), "{drift:?}");
    let (thing, _) = read::<Thing>(&json!({"number": 1.5}));
    assert!(matches!(thing.number, Some(ThingNumber::Number(it)) if it == 1.5));
    comes_back::<Thing>(json!({"nullable_shape": null, "list": ["a"], "scalar": "b"}));
}

#[test]
fn constant_properties_distinguish_variants() {
    use crates::told_apart_by_value::types::Entry;

    let file = json!({"type": "file", "path": "a"});
    assert!(matches!(read::<Entry>(&file).0, Entry::File(_)));
    let folder = json!({"type": "dir", "path": "a"});
    assert!(matches!(read::<Entry>(&folder).0, Entry::Folder(_)));
    let (entry, drift) = read::<Entry>(&json!({"type": "dir"}));
    assert!(matches!(entry, Entry::Folder(_)));
    assert_eq!(drift, ["/path"]);
    comes_back::<Entry>(file);
}

#[test]
fn recursive_types_round_trip() {
    use crates::recursion::types::{Node, Tree};

    let (tree, drift) = read::<Tree>(&json!({
        "name": "a",
        "parent": {"name": "b", "sure": {"other": {"id": 1, "sure": {}}}},
        "children": [{"name": "c", "sure": {"other": {"sure": {}}}}],
    }));
    // One property of a required cycle must be missing, which is drift.
    let expected = [
        "/children/0/sure/other/sure/other",
        "/parent/sure/other/sure/other",
        "/sure",
    ];
    assert_eq!(drift, expected);
    let parent = tree.parent.unwrap();
    assert_eq!(
        (parent.name.as_str(), parent.sure.other.unwrap().id),
        ("b", Some(1))
    );
    let node = json!({"left": {"left": {"left": "end"}}});
    comes_back::<Node>(node);
    let tree = Tree::default();
    assert!(tree.parent.is_none() && tree.sure.other.is_none());
}

#[test]
fn undeclared_properties_are_kept_if_the_description_says_so() {
    use crates::additional_members::types::Thing;

    comes_back::<Thing>(json!({
        "any": {"a": [1, null]},
        "counts": {"a": 1},
        "rules": {"a": {"on": true}},
        "nullable_values": {"a": null, "b": "c"},
        "open": {"id": 1, "more": {"x": []}},
        "typed": {"id": 1, "more": "x"},
        "closed": {"id": 1},
        "untyped": {"a": 2},
    }));
    let (thing, drift) = read::<Thing>(&json!({"typed": {"id": 1, "a": "x", "b": 2}}));
    assert_eq!(drift, ["/typed/b"]);
    assert_eq!(thing.typed.unwrap().additional["a"], "x");
}

#[test]
fn a_reference_is_nullable_if_its_schema_or_its_use_is() {
    use crates::nullable_references::types::Thing;

    comes_back::<Thing>(json!({
        "owner": null,
        "editor": null,
        "parent": null,
        "several": [null, {"login": "a"}],
        "named": {"a": null, "b": {"login": "c"}},
    }));
    let (_, drift) = read::<Thing>(&json!({"owner": null, "parent": null, "plain": null}));
    assert_eq!(drift, ["/plain"]);
}

#[test]
fn times_are_instants_and_invalid_ones_are_drift() {
    use crates::times::types::Thing;

    comes_back::<Thing>(json!({
        "created_at": "2024-01-02T03:04:05Z",
        "ended_at": null,
        "day": "2024-02-29",
        "days": ["2024-01-01"],
        "by_day": {"a": "2024-01-02T03:04:05Z"},
    }));
    let (thing, drift) = read::<Thing>(&json!({
        "created_at": "2024-01-02T05:04:05+02:00",
        "day": "yesterday",
    }));
    assert_eq!(thing.created_at.to_string(), "2024-01-02T03:04:05Z");
    assert_eq!(drift, ["/day"]);
}

#[test]
fn a_body_is_created_from_its_required_properties() {
    use crates::request_bodies::types::{NewThing, Part, new_thing::NewThingKind};

    let thing = NewThing::new(
        "a",
        1,
        NewThingKind::Large,
        jiff::Timestamp::UNIX_EPOCH,
        ["x", "y"],
        [Part::new(2)],
        [("k".to_owned(), "v".to_owned())],
        Part::new(None),
        json!({"z": null}),
    );
    assert_eq!(
        serde_json::to_value(thing).unwrap(),
        json!({
            "name": "a", "size": 1, "kind": "large", "born": "1970-01-01T00:00:00Z",
            "tags": ["x", "y"], "parts": [{"id": 2}], "labels": {"k": "v"},
            "main": {"id": null}, "extra": {"z": null},
        })
    );
}

#[test]
fn wire_names_are_unchanged_whatever_the_rust_names_are() {
    use crates::keywords::types::Type;

    let sent = json!({
        "type": "a", "self": {"crate": "b", "super": "c"}, "match": {"self": "d"},
        "_links": "e", "@id": "f", "1st": "g", "camelCase": "h", "+1": 1, "-1": 2,
        "default": "i", "new": "j",
    });
    comes_back::<Type>(sent.clone());
    let value = read::<Type>(&sent).0;
    assert_eq!((value.r#type.as_str(), value.plus_1), ("a", Some(1)));
}

#[test]
fn hostile_names_are_escaped() {
    use crates::hostile_text::types::AB;

    comes_back::<AB>(json!({
        "m\n\u{202e}`": "*/", "x\"#": "*/", "y\"#": {"z\r": "\u{0}", "other": {"*/": "x"}},
    }));
}

#[test]
fn the_description_or_else_the_method_decides_idempotency() {
    use crates::idempotency::things::{Create, Label, Merge, Search};

    fn is_idempotent<O: Operation>() -> bool {
        O::DESCRIPTOR.idempotent
    }
    // An overlay corrects the first operation.
    assert!(!is_idempotent::<Merge>());
    assert!(is_idempotent::<Label>());
    assert!(is_idempotent::<Search>());
    assert!(!is_idempotent::<Create>());
}

#[test]
fn the_types_of_a_description_without_operations_are_public() {
    use crates::schemas_alone::types::{Thing, Tree};

    let (_, _): (Thing, Tree) = Default::default();
}

#[test]
fn errors_with_different_bodies_do_not_share_an_enum() {
    use crates::errors_apart::things::{
        WithErrorListError, WithListError, WithStatusError, WithoutBodyError,
    };
    use crates::errors_apart::types::{Error, ErrorList, Status};

    let _ = WithStatusError::NotFound(Some(Status::default()));
    let _ = WithoutBodyError::NotFound(Some(json!({})));
    let _ = WithListError::BadRequest(Some(vec![Error::default()]));
    let _ = WithErrorListError::BadRequest(Some(ErrorList::default()));
}
