//! Tests of unions: the variant that a value is decoded as, and undeclared properties of that variant.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tagsmith_runtime::value::{Value, to_value};
use tagsmith_runtime::{Payload, table, union};

/// Decodes a value. Returns it with the locations of its drift.
fn read<T: Value>(sent: &Json) -> (T, Vec<String>) {
    let bytes = serde_json::to_vec(sent).unwrap();
    let mut payload = Payload::new(&bytes);
    let value = payload.json().unwrap();
    let drift = payload.into_drift().into_iter().map(|it| it.path);
    (value, drift.collect())
}

fn written<T: Value>(value: &T) -> Json {
    to_value(value).unwrap()
}

/// A union whose variants have a constant property.
#[derive(Default)]
struct Link {
    kind: String,
    target: String,
}

table! {
    #[only("kind" = "symlink")]
    struct Link {
        kind: Required<"kind">,
        target: Required<"target">,
    }
}

enum Content {
    Link(Box<Link>),
    Unknown(Json),
}
union! {
    #[discriminator("kind")]
    enum Content {
        #[value("symlink")]
        Link,
    }
}

#[test]
fn an_object_with_an_unknown_discriminator_value_is_kept() {
    let sent = json!({"kind": "gitlink", "target": "t"});
    let (content, drift) = read::<Content>(&sent);
    let Content::Unknown(kept) = &content else {
        panic!("{content:?}")
    };
    assert_eq!(*kept, sent);
    assert_eq!(drift, ["/kind"]);
}

#[derive(Default)]
struct Public {
    login: String,
    id: i64,
    plan: Option<String>,
}

table! {
    struct Public {
        login: Required<"login">,
        id: Required<"id">,
        plan: Optional<"plan">,
    }
}

#[derive(Default)]
struct Private {
    login: String,
    id: i64,
    plan: Option<String>,
    disk: i64,
    keys: i64,
}

table! {
    struct Private {
        login: Required<"login">,
        id: Required<"id">,
        plan: Optional<"plan">,
        disk: Required<"disk">,
        keys: Required<"keys">,
    }
}

/// A variant without required properties.
#[derive(Default)]
struct Loose {
    login: Option<String>,
}

table! {
    struct Loose {
        login: Optional<"login">,
    }
}

/// A variant without properties.
#[derive(Default)]
struct Nothing {}

table! {
    #[is(closed)]
    struct Nothing {}
}

type Free = BTreeMap<String, Json>;

enum User {
    Nothing(Box<Nothing>),
    Free(Free),
    Loose(Box<Loose>),
    Public(Box<Public>),
    Private(Box<Private>),
    Unknown(Json),
}
union! {
    enum User {
        Nothing,
        Free,
        Loose,
        Public,
        Private,
    }
}

fn variant(user: &User) -> &'static str {
    match user {
        User::Nothing(_) => "Nothing",
        User::Free(_) => "Free",
        User::Loose(_) => "Loose",
        User::Public(_) => "Public",
        User::Private(_) => "Private",
        User::Unknown(_) => "Unknown",
    }
}

#[test]
fn a_missing_property_is_drift_and_does_not_change_the_variant() {
    let whole = json!({"login": "octocat", "id": 1, "plan": "free", "disk": 2, "keys": 3});
    let (user, drift) = read::<User>(&whole);
    assert_eq!((variant(&user), drift.len()), ("Private", 0));
    for member in ["login", "id", "disk", "keys"] {
        let mut sent = whole.clone();
        sent.as_object_mut().unwrap().remove(member);
        let (user, drift) = read::<User>(&sent);
        assert_eq!(variant(&user), "Private", "{member}");
        assert_eq!(drift, [format!("/{member}")]);
    }
}

#[test]
fn a_variant_with_declared_properties_wins_over_open_and_empty_ones() {
    for (sent, expected) in [
        (json!({"login": "octocat", "id": 1}), "Public"),
        (json!({"login": "octocat"}), "Loose"),
        (json!({"login": "octocat", "new": 1}), "Loose"),
        (json!({"a": 1, "b": 2, "c": 3}), "Free"),
        (json!({}), "Loose"),
    ] {
        let (user, drift) = read::<User>(&sent);
        assert_eq!(variant(&user), expected, "{sent}");
        assert!(drift.is_empty(), "{sent}: {drift:?}");
    }
    enum Maybe {
        Public(Box<Public>),
        Nothing(Box<Nothing>),
        Unknown(Json),
    }
    union! {
        enum Maybe {
            Public,
            Nothing,
        }
    }
    let (maybe, drift) = read::<Maybe>(&json!({}));
    assert!(matches!(maybe, Maybe::Nothing(_)) && drift.is_empty());
    let (maybe, drift) = read::<Maybe>(&json!({"login": "octocat"}));
    assert!(matches!(maybe, Maybe::Public(_)));
    assert_eq!(drift, ["/id"]);
    let (maybe, _) = read::<Maybe>(&json!([]));
    assert!(matches!(maybe, Maybe::Unknown(_)));
}

#[test]
fn a_dropped_property_that_another_variant_declares_is_drift() {
    enum Account {
        Person(Box<Public>),
        Machine(Box<Machine>),
        Unknown(Json),
    }
    #[derive(Default)]
    struct Machine {
        id: i64,
        host: String,
        disk: i64,
    }
    table! {
        struct Machine {
            id: Required<"id">,
            host: Required<"host">,
            disk: Required<"disk">,
        }
    }
    union! {
        enum Account {
            Person,
            Machine,
        }
    }
    let (account, drift) = read::<Account>(&json!({"login": "a", "id": 1, "disk": 2, "new": 3}));
    assert!(matches!(account, Account::Person(_)));
    assert_eq!(drift, ["/disk"]);
    let (account, drift) = read::<Account>(&json!({"id": 1, "host": "h", "disk": 2}));
    assert!(matches!(account, Account::Machine(_)) && drift.is_empty());
    let (account, _) = read::<Account>(&json!(1));
    assert!(matches!(account, Account::Unknown(_)));
}

#[test]
fn a_value_that_matches_several_variants_keeps_all_properties() {
    #[derive(Default)]
    struct ByName {
        first: Option<String>,
        last: String,
    }
    table! {
        struct ByName {
            first: Optional<"first">,
            last: Required<"last">,
        }
    }
    #[derive(Default)]
    struct ByMail {
        mail: String,
        seen: Option<bool>,
    }
    table! {
        struct ByMail {
            mail: Required<"mail">,
            seen: Optional<"seen">,
        }
    }
    #[derive(Default)]
    struct Several {
        first: Option<String>,
        last: Option<String>,
        mail: Option<String>,
        seen: Option<bool>,
    }
    table! {
        struct Several {
            first: Optional<"first">,
            last: Optional<"last">,
            mail: Optional<"mail">,
            seen: Optional<"seen">,
        }
    }
    enum Person {
        ByName(Box<ByName>),
        ByMail(Box<ByMail>),
        Several(Box<Several>),
        Unknown(Json),
    }
    union! {
        #[several(Several)]
        enum Person {
            ByName,
            ByMail,
            Several,
        }
    }
    let kind = |person: &Person| match person {
        Person::ByName(_) => "name",
        Person::ByMail(_) => "mail",
        Person::Several(_) => "several",
        Person::Unknown(_) => "unknown",
    };
    for (sent, expected, drift) in [
        (json!({"first": "a", "last": "b"}), "name", &[][..]),
        (json!({"mail": "c"}), "mail", &[]),
        (json!({"last": "b", "mail": "c"}), "several", &[]),
        (
            json!({"first": "a", "last": "b", "mail": "c"}),
            "several",
            &[],
        ),
        // Only one variant matches, and it drops a property that the other variant declares.
        (json!({"first": "a", "mail": "c"}), "several", &[]),
        (json!({"first": "a"}), "name", &["/last"]),
        // The value lacks a property that the best variant requires and the combined variant does not.
        (json!({"first": "a", "seen": true}), "several", &["/last"]),
    ] {
        let (person, found) = read::<Person>(&sent);
        assert_eq!(kind(&person), expected, "{sent}");
        assert_eq!(found, drift, "{sent}");
        if drift.is_empty() {
            assert_eq!(written(&person), sent);
        }
    }
}

#[derive(Default)]
struct Push {
    push_id: i64,
    head: String,
}

table! {
    struct Push {
        push_id: Required<"push_id">,
        head: Required<"head">,
    }
}

#[derive(Default)]
struct Watch {
    action: String,
}

table! {
    struct Watch {
        action: Required<"action">,
    }
}

enum Happened {
    Push(Box<Push>),
    Watch(Box<Watch>),
    Public(Free),
    Unknown(Json),
}
union! {
    enum Happened {
        Push,
        Watch,
        Public,
    }
}

#[derive(Default)]
struct Event {
    kind: Option<String>,
    payload: Option<Happened>,
}

table! {
    #[sibling_discriminator("payload", "type", "PushEvent" = "Push", "WatchEvent" = "Watch", "PublicEvent" = "Public")]
    struct Event {
        kind: RequiredNullable<"type">,
        payload: RequiredNullable<"payload">,
    }
}

#[test]
fn a_sibling_property_names_the_variant() {
    let shape = |event: &Event| match &event.payload {
        Some(Happened::Push(_)) => "push",
        Some(Happened::Watch(_)) => "watch",
        Some(Happened::Public(_)) => "public",
        Some(Happened::Unknown(_)) => "unknown",
        None => "none",
    };
    for (text, expected, drift) in [
        (
            r#"{"type":"PushEvent","payload":{"push_id":1,"head":"a"}}"#,
            "push",
            &[][..],
        ),
        // The order of properties does not matter, and neither does a variant that matches better.
        (
            r#"{"payload":{"action":"x"},"type":"PushEvent"}"#,
            "push",
            &["/payload/action", "/payload/push_id", "/payload/head"],
        ),
        (
            r#"{"payload":{"push_id":1,"head":"a"},"type":"PublicEvent"}"#,
            "public",
            &[],
        ),
        // Of a duplicate property, the last value counts.
        (
            r#"{"payload":1,"type":"WatchEvent","payload":{"action":"x"}}"#,
            "watch",
            &[],
        ),
        // The sibling property's value is unknown: the payload is kept complete, even if a variant matches.
        (
            r#"{"type":"SponsorEvent","payload":{"action":"x","sponsor":1}}"#,
            "unknown",
            &["/payload"],
        ),
        (
            r#"{"type":"SponsorEvent","payload":{"action":"x"}}"#,
            "unknown",
            &["/payload"],
        ),
        // The sibling property selects no variant, so the best match wins.
        (r#"{"type":null,"payload":{"action":"x"}}"#, "watch", &[]),
        (
            r#"{"payload":{"head":"a"}}"#,
            "push",
            &["/payload/push_id", "/type"],
        ),
        (r#"{"type":"PushEvent","payload":null}"#, "none", &[]),
        (
            r#"{"type":"PushEvent","payload":[1]}"#,
            "unknown",
            &["/payload"],
        ),
        (r#"{"type":"PushEvent"}"#, "none", &["/payload"]),
    ] {
        let mut payload = Payload::new(text.as_bytes());
        let event: Event = payload.json().unwrap();
        assert_eq!(shape(&event), expected, "{text}");
        let paths: Vec<String> = payload.into_drift().into_iter().map(|it| it.path).collect();
        assert_eq!(paths, drift, "{text}");
    }
}

enum Amount {
    Text(String),
    Number(f64),
    Integer(i64),
    Unknown(Json),
}
union! {
    enum Amount {
        Text,
        Number,
        Integer,
    }
}

#[test]
fn an_integer_variant_wins_over_a_number_variant() {
    for sent in [json!(42), json!(9_007_199_254_740_993_i64)] {
        let (amount, drift) = read::<Amount>(&sent);
        assert!(matches!(amount, Amount::Integer(it) if json!(it) == sent));
        assert_eq!((written(&amount), drift), (sent, vec![]));
    }
    let (amount, drift) = read::<Amount>(&json!(4.0));
    assert!(matches!(amount, Amount::Number(_)) && drift.is_empty());
    // The number is no 64-bit integer, and the rounding is reported.
    let (amount, drift) = read::<Amount>(&json!(u64::MAX));
    assert!(matches!(amount, Amount::Number(_)));
    assert_eq!(drift, [""]);
}

/// A recursive union, which no valid description contains.
enum Endless {
    Again(Box<Endless>),
    Text(String),
    Unknown(serde_json::Value),
}
union! {
    enum Endless {
        Again,
        Text,
    }
}

#[test]
fn a_recursive_union_terminates() {
    let text = Payload::new(br#""t""#).json::<Endless>().unwrap();
    assert_eq!(serde_json::to_value(&text).unwrap(), "t");
}
