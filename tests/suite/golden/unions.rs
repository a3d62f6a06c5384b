//! Unions of golden crates with values that match no variant, one, or several.

use serde_json::json;

use super::crates;
use super::types::{comes_back, read};

#[test]
fn a_value_that_matches_several_variants_keeps_all_properties() {
    use crates::several_shapes::types::person::PersonSeveral;
    use crates::several_shapes::types::{Person, Pet};

    for sent in [
        json!({"first": "a", "last": "b", "mail": "c", "verified": true}),
        json!({"phone": "1", "mail": "c"}),
        json!({"last": "b"}),
        json!("a"),
    ] {
        comes_back::<Person>(sent);
    }
    let person = Person::from(PersonSeveral::default().last("b").mail("c"));
    let sent = serde_json::to_value(&person).unwrap();
    assert_eq!(sent, json!({"last": "b", "mail": "c"}));
    let (pet, drift) = read::<Pet>(&json!({"kind": "cat", "lives": 9, "tricks": 1}));
    assert!(matches!(pet, Pet::Cat(_)));
    assert_eq!(drift, ["/tricks"]);
}

#[test]
fn a_sibling_property_names_the_variant() {
    use crates::sibling_discriminators::types::Event;
    use crates::sibling_discriminators::types::event::EventPayload;

    let (event, drift) = read::<Event>(&json!({"payload": {"size": 1}, "type": "PushEvent"}));
    assert!(matches!(event.payload, EventPayload::Push(_)));
    assert_eq!(drift, ["/payload/head"]);
    let (event, drift) = read::<Event>(&json!({"type": "PublicEvent", "payload": {"head": "a"}}));
    assert!(matches!(event.payload, EventPayload::Publication(_)));
    assert!(drift.is_empty(), "{drift:?}");
}

#[test]
fn an_object_without_allowed_properties_is_not_a_map() {
    use crates::closed_objects::types::{Nobody, Owner, owner::OwnerNothing};

    let (owner, drift) = read::<Owner>(&json!({"login": "octocat"}));
    assert!(matches!(owner, Owner::User(_)));
    assert_eq!(drift, ["/id"]);
    let (owner, drift) = read::<Owner>(&json!({}));
    assert!(matches!(owner, Owner::Nobody(_)) && drift.is_empty());
    comes_back::<Nobody>(json!({}));
    comes_back::<OwnerNothing>(json!({}));
}

#[test]
fn a_keyword_beside_a_union_keeps_its_variants() {
    use crates::general_types::types::Thing;

    for value in [json!("a"), json!(5)] {
        comes_back::<Thing>(json!({"restricted": value}));
    }
}
