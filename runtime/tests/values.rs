//! Tests of types written like generated code, decoded and encoded in JSON and in a different format.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserialize as _, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::json;
use tagsmith_runtime::value::{Nulls, Value, deserialize};
use tagsmith_runtime::{Nullable, Payload, Read, jiff, string_enum, table, union};

#[derive(Default)]
#[non_exhaustive]
struct Seat {
    id: i64,
    r#type: Kind,
    at: Option<jiff::Timestamp>,
    team: Option<Team>,
    tags: Vec<String>,
    inner: Option<Box<Seat>>,
    note: Nullable<String>,
    additional: BTreeMap<String, f64>,
    nulls: Nulls,
}

table! {
    #[additional(additional)]
    #[nulls(nulls)]
    struct Seat {
        id: Required<"id">,
        r#type: Required<"type">,
        at: OptionalNullable<"at">,
        team: OptionalNullable<"team">,
        tags: Optional<"tags">,
        inner: Optional<"inner">,
        note: OptionalNullable<"note">,
    }
}

enum Kind {
    A,
    WontFix,
    Unknown(String),
}
string_enum! {
    enum Kind {
        A = "a",
        WontFix = "won't fix",
    }
}

enum Team {
    File(Box<File>),
    Folder(Box<Folder>),
    Text(String),
    Numbers(Vec<i64>),
    Unknown(serde_json::Value),
}
union! {
    enum Team {
        File,
        Folder,
        Text,
        Numbers,
    }
}

#[derive(Default)]
struct File {
    r#type: Option<Kind>,
    name: String,
}

table! {
    #[only("type" = "a")]
    struct File {
        r#type: Optional<"type">,
        name: Required<"name">,
    }
}

#[derive(Default)]
struct Folder {
    name: String,
    items: Vec<String>,
}

table! {
    struct Folder {
        name: Required<"name">,
        items: Required<"items">,
    }
}

fn read(body: &str) -> (Seat, Vec<(String, String)>) {
    let mut payload = Payload::new(body.as_bytes());
    let seat = payload.json::<Seat>().unwrap();
    let drift = payload.into_drift();
    (
        seat,
        drift.into_iter().map(|it| (it.path, it.found)).collect(),
    )
}

fn found(path: &str, found: &str) -> (String, String) {
    (path.to_owned(), found.to_owned())
}

#[test]
fn decoded_values_round_trip() {
    let body = json!({"id": 1, "type": "won't fix", "at": null, "team": {"name": "n", "items": ["i"]},
        "tags": [], "inner": {"id": 2, "type": "a", "note": null}, "note": "n", "x": 1.5});
    let (seat, drift) = read(&body.to_string());
    assert_eq!(drift, []);
    assert_eq!(seat.r#type, Kind::WontFix);
    assert!(matches!(seat.team, Some(Team::Folder(_))));
    assert_eq!(serde_json::to_value(&seat).unwrap(), {
        let mut body = body;
        // A list property cannot be absent, so the encoder writes the inner struct too.
        body["inner"]["tags"] = json!([]);
        body
    });
    assert_eq!(seat.clone(), seat);
}

#[test]
fn a_deviation_affects_only_its_property() {
    for (body, expected) in [
        (r#"{"id":null,"type":"a"}"#, vec![found("/id", "null")]),
        (r#"{"id":1.5,"type":"a"}"#, vec![found("/id", "`1.5`")]),
        (r#"{"id":2.0,"type":"a"}"#, vec![]),
        (
            r#"{"id":9223372036854775808,"type":"a"}"#,
            vec![found("/id", "`9223372036854775808`")],
        ),
        (r#"{"id":1e999,"type":"a"}"#, vec![found("/id", "`1e999`")]),
        (
            r#"{"id":1,"type":"\ud800"}"#,
            vec![found("/type", "a lone surrogate")],
        ),
        (r#"{"id":1}"#, vec![found("/type", "nothing")]),
        (r#"{"id":1,"type":"b"}"#, vec![found("/type", "`b`")]),
        (
            r#"{"id":1,"type":"a","tags":["x",1,null,"y"]}"#,
            vec![found("/tags/1", "`1`"), found("/tags/2", "null")],
        ),
        (
            r#"{"id":1,"type":"a","tags":null}"#,
            vec![found("/tags", "null")],
        ),
        (
            r#"{"id":1,"type":"a","at":"noon"}"#,
            vec![found("/at", "`noon`")],
        ),
        (r#"{"id":1,"type":"a","at":7}"#, vec![found("/at", "`7`")]),
        (
            r#"{"id":1,"type":"a","team":true}"#,
            vec![found("/team", "a boolean")],
        ),
        (
            r#"{"id":1,"type":"a","team":{"x":1}}"#,
            vec![found("/team", "an object")],
        ),
        (
            r#"{"id":1,"type":"a","team":{"name":1,"items":[]}}"#,
            vec![found("/team/name", "`1`")],
        ),
        (
            r#"{"id":1,"type":"a","a/b~c":"x"}"#,
            vec![found("/a~1b~0c", "a string")],
        ),
        (
            r#"{"id":1,"type":"a","inner":{"id":"x","type":"a"}}"#,
            vec![found("/inner/id", "a string")],
        ),
        (r#"{"id":3,"type":"a","id":4}"#, vec![]),
        (r#"{"id":"x","type":"a","id":4}"#, vec![]),
        (
            r#"{"id":1,"type":"a","inner":{"id":2},"inner":null}"#,
            vec![found("/inner", "null")],
        ),
        (
            r#"{"id":1,"type":"a","inner":{"id":2},"inner":{"type":"a"}}"#,
            vec![found("/inner/id", "nothing")],
        ),
    ] {
        assert_eq!(read(body).1, expected, "{body}");
    }
}

#[test]
fn the_last_of_two_duplicate_properties_wins() {
    let body = r#"{"id":3,"type":"a","tags":["x"],"id":4,"tags":["y"],"at":"2020-01-01T00:00:00Z","at":null}"#;
    let (seat, _) = read(body);
    assert_eq!(
        (seat.id, seat.tags, seat.at),
        (4, vec!["y".to_owned()], None)
    );
}

#[test]
fn the_best_matching_variant_of_a_union_wins() {
    let team = |body: &str| {
        read(&format!(r#"{{"id":1,"type":"a","team":{body}}}"#))
            .0
            .team
    };
    assert!(matches!(team(r#"{"name":"n"}"#), Some(Team::File(_))));
    assert!(matches!(
        team(r#"{"name":"n","items":[]}"#),
        Some(Team::Folder(_))
    ));
    assert!(matches!(
        team(r#"{"type":"a","name":"n","items":[]}"#),
        Some(Team::File(_))
    ));
    assert!(matches!(
        team(r#"{"type":"b","name":"n"}"#),
        Some(Team::Folder(_))
    ));
    assert!(matches!(team(r#""t""#), Some(Team::Text(text)) if text == "t"));
    assert!(matches!(team("[1]"), Some(Team::Numbers(_))));
    assert!(matches!(team("7"), Some(Team::Unknown(value)) if value == 7));
    assert!(team("null").is_none());
}

enum Outer {
    Team(Team),
    Flag(bool),
    Any(BTreeMap<String, String>),
    Unknown(serde_json::Value),
}
union! {
    enum Outer {
        Team,
        Flag,
        Any,
    }
}

#[test]
fn a_nested_union_is_scored_by_its_best_variant() {
    let outer = |body: &str| Payload::new(body.as_bytes()).json::<Outer>().unwrap();
    assert!(matches!(outer("true"), Outer::Flag(true)));
    assert!(matches!(outer("[1]"), Outer::Team(Team::Numbers(_))));
    let folder = outer(r#"{"name":"n","items":[]}"#);
    assert!(matches!(folder, Outer::Team(Team::Folder(_))));
    assert!(matches!(outer(r#"{"x":"y"}"#), Outer::Any(_)));
    assert!(matches!(outer("7"), Outer::Unknown(_)));
}

enum Entry {
    File(Box<File>),
    Folder(Box<Folder>),
    Text(String),
    Nested(Team),
    Unknown(serde_json::Value),
}
union! {
    #[discriminator("kind")]
    enum Entry {
        #[value("file")]
        #[value("blob")]
        File,
        #[value("directory")]
        Folder,
        #[value("text")]
        Text,
        #[value("team")]
        Nested,
    }
}

#[test]
fn a_discriminator_names_the_variant() {
    let entry = |body: &str| Payload::new(body.as_bytes()).json::<Entry>().unwrap();
    let both = |kind: &str| entry(&format!(r#"{{"kind":{kind},"name":"n","items":[]}}"#));
    assert!(matches!(both(r#""file""#), Entry::File(_)));
    assert!(matches!(both(r#""blob""#), Entry::File(_)));
    assert!(matches!(both(r#""directory""#), Entry::Folder(_)));
    assert!(matches!(entry(r#"{"kind":"directory"}"#), Entry::Folder(_)));
    let nested = both(r#""team""#);
    assert!(matches!(nested, Entry::Nested(Team::Folder(_))));
    // The discriminator is unknown or no string, or the value has a different JSON type. In all cases, the best match
    // wins.
    for kind in [r#""symlink""#, "1", r#""text""#] {
        assert!(matches!(both(kind), Entry::Folder(_)), "{kind}");
    }
    assert!(matches!(entry(r#""file""#), Entry::Text(_)));
}

#[test]
fn only_the_wrong_shape_at_the_top_level_is_an_error() {
    for body in ["", "null", "[]", "1", "{", "{} x", "<html>"] {
        assert!(
            Payload::new(body.as_bytes()).json::<Seat>().is_err(),
            "{body}"
        );
        assert!(
            Payload::new(body.as_bytes()).lenient::<Seat>().is_none(),
            "{body}"
        );
    }
    assert!(
        Payload::new(b"null")
            .json::<Option<Seat>>()
            .unwrap()
            .is_none()
    );
    assert!(
        Payload::new(b"null")
            .json::<serde_json::Value>()
            .unwrap()
            .is_null()
    );
}

#[test]
fn another_format_decodes_and_encodes_the_same() {
    let (seat, _) =
        read(r#"{"id":1,"type":"b","team":{"name":"n","items":["i"]},"note":null,"x":2}"#);
    let yaml = serde_yaml::to_string(&seat).unwrap();
    assert_eq!(serde_yaml::from_str::<Seat>(&yaml).unwrap(), seat);
    assert!(serde_yaml::from_str::<Seat>("[]").is_err());
}

/// A format that presents numbers as `serde_json` does with the feature `arbitrary_precision`.
struct Precise(serde_json::Value);

impl<'de> Deserializer<'de> for Precise {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        use serde_json::Value as Json;
        match self.0 {
            Json::Number(number) => {
                let entry = ("$serde_json::private::Number", number.to_string());
                visitor.visit_map(MapDeserializer::new([entry].into_iter()))
            }
            Json::Array(items) => {
                let items = items.into_iter().map(Self);
                visitor.visit_seq(SeqDeserializer::new(items))
            }
            Json::Object(entries) => {
                let entries = entries.into_iter().map(|(key, value)| (key, Self(value)));
                visitor.visit_map(MapDeserializer::new(entries))
            }
            Json::String(text) => visitor.visit_string(text),
            Json::Bool(value) => visitor.visit_bool(value),
            Json::Null => visitor.visit_unit(),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de> for Precise {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn tolerant<T: Value>(body: serde_json::Value) -> Result<T, de::value::Error> {
    Read::deserialize(Precise(body)).map(|it| it.value)
}

#[test]
fn numbers_presented_as_text_are_numbers() {
    for body in [
        json!({"id": 1, "type": "a", "team": [1, -2], "x": 1.5, "inner": {"id": 2.0, "type": "a"}}),
        json!({"id": "x", "type": 3, "team": 7, "tags": ["a", 4], "at": 5, "inner": 6}),
        json!({"id": 18_446_744_073_709_551_615_u64, "type": "a", "team": {"name": 1, "items": []}}),
    ] {
        let seat = tolerant::<Seat>(body.clone()).unwrap();
        assert_eq!(seat, read(&body.to_string()).0, "{body}");
    }
    let list = deserialize::<Vec<f64>, _>(Precise(json!([1, 2.5, -1e300]))).unwrap();
    assert_eq!(list, [1.0, 2.5, -1e300]);
    let map = tolerant::<BTreeMap<String, i64>>(json!({"a": 1, "b": 2.5}));
    assert_eq!(map.unwrap(), BTreeMap::from([("a".to_owned(), 1)]));
    assert!(tolerant::<Seat>(json!(1)).is_err());
    assert!(tolerant::<BTreeMap<String, i64>>(json!(1)).is_err());
}

#[test]
fn an_object_that_looks_like_such_a_number_is_an_object() {
    for number in [r#""5""#, r#"{"a":1}"#, r#""x""#] {
        let object = format!(r#"{{"$serde_json::private::Number":{number},"more":[1]}}"#);
        for member in ["id", "type", "team", "inner", "tags", "other"] {
            read(&format!(r#"{{"id":1,"type":"a","{member}":{object}}}"#));
        }
        Payload::new(object.as_bytes()).lenient::<Seat>();
    }
}

#[derive(Default)]
struct Change {
    name: Nullable<String>,
    size: Nullable<i64>,
    kind: Nullable<Kind>,
    file: Nullable<Box<File>>,
    tags: Nullable<Vec<String>>,
    more: Nullable<serde_json::Value>,
}

table! {
    struct Change {
        name: OptionalNullable<"name">,
        size: OptionalNullable<"size">,
        kind: OptionalNullable<"kind">,
        file: OptionalNullable<"file">,
        tags: OptionalNullable<"tags">,
        more: OptionalNullable<"more">,
    }
}

#[test]
fn a_nullable_property_accepts_values_and_options() {
    fn name(value: impl Into<Nullable<String>>) -> serde_json::Value {
        let change = Change {
            name: value.into(),
            ..Change::default()
        };
        serde_json::to_value(&change).unwrap()
    }
    let owned = "x".to_owned();
    let optional = Some(owned.clone());
    assert_eq!(name("x"), json!({"name": "x"}));
    assert_eq!(name(None), json!({"name": null}));
    assert_eq!(name(Some("x".to_owned())), json!({"name": "x"}));
    assert_eq!(name(owned.as_str()), json!({"name": "x"}));
    assert_eq!(name(owned), json!({"name": "x"}));
    assert_eq!(name(optional.clone()), json!({"name": "x"}));
    assert_eq!(name(Nullable::from(optional)), json!({"name": "x"}));
    assert_eq!(name(Nullable::Absent), json!({}));
}

#[test]
fn a_nullable_property_may_have_any_type() {
    let written = |change: Change| serde_json::to_value(&change).unwrap();
    assert_eq!(written(Change::default()), json!({}));
    let all = Change {
        name: Nullable::Absent,
        size: 1.into(),
        kind: Kind::A.into(),
        file: Box::<File>::default().into(),
        tags: vec!["a".to_owned()].into(),
        more: json!([1]).into(),
    };
    let expected =
        json!({"size": 1, "kind": "a", "file": {"name": ""}, "tags": ["a"], "more": [1]});
    assert_eq!(written(all), expected);
    let some = Change {
        size: Some(1).into(),
        kind: Some(Kind::A).into(),
        tags: Some(vec![]).into(),
        ..Change::default()
    };
    assert_eq!(written(some), json!({"size": 1, "kind": "a", "tags": []}));
    let none = Change {
        name: Nullable::Absent,
        size: None.into(),
        kind: None.into(),
        file: None.into(),
        tags: None.into(),
        more: None.into(),
    };
    let expected = json!({"size": null, "kind": null, "file": null, "tags": null, "more": null});
    assert_eq!(written(none), expected);
}

#[test]
fn debug_prints_the_type_and_its_fields() {
    let seat = Seat {
        id: 3,
        ..Seat::default()
    };
    let displayed = format!("{seat:?}");
    assert!(
        displayed.starts_with("Seat { id: 3, type: \"\", at: None"),
        "{displayed}"
    );
}
