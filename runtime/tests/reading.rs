//! What the tolerant reader makes of bodies that differ from the description, and what strict
//! deserialization refuses.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use tagsmith_runtime::jiff::Timestamp;
use tagsmith_runtime::jiff::civil::Date;
use tagsmith_runtime::value::{Nulls, Value};
use tagsmith_runtime::{Correction, Payload, Read, ReadError, string_enum, table, union};

#[derive(Default)]
struct Pull {
    number: i64,
    created_at: Timestamp,
    head: Head,
    state: State,
    due: Option<Date>,
    score: Option<f64>,
    size: Option<i64>,
    labels: Vec<Label>,
    merged_at: Option<Timestamp>,
    more: Option<Json>,
    rest: BTreeMap<String, f64>,
    nulls: Nulls,
}

table! {
    Pull rest(rest) nulls(nulls) {
        number "number" REQUIRED;
        created_at "created_at" REQUIRED;
        head "head" REQUIRED;
        state "state" REQUIRED;
        due "due" OPTIONAL;
        score "score" OPTIONAL;
        size "size" OPTIONAL;
        labels "labels" OPTIONAL;
        merged_at "merged_at" OPTIONAL_NULLABLE;
        more "more" OPTIONAL;
    } 0 1 2 3 4 5 6 7 8 9
}

#[derive(Default)]
struct Head {
    sha: String,
    repo: Option<Box<Repo>>,
}

table! {
    Head {
        sha "sha" REQUIRED;
        repo "repo" OPTIONAL;
    } 0 1
}

#[derive(Default)]
struct Repo {
    id: i64,
}

table! {
    Repo {
        id "id" REQUIRED;
    } 0
}

enum State {
    Open,
    Unknown(String),
}
string_enum!(State { Open => "open" });

enum Label {
    Name(String),
    Repo(Box<Repo>),
    Numbers(Vec<i64>),
    Unknown(Json),
}
union!(Label {
    Name,
    Repo,
    Numbers
});

/// A body without drift.
fn pull() -> Json {
    json!({"number": 1, "created_at": "2024-01-01T00:00:00Z", "head": {"sha": "a"}, "state": "open"})
}

/// The body with other members.
fn with(members: Json) -> Json {
    let mut body = pull();
    let other = members.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(other);
    body
}

fn read(members: Json) -> Read<Pull> {
    Read::from_slice(with(members).to_string().as_bytes()).unwrap()
}

/// Drift as it is logged.
fn shown<T>(read: &Read<T>) -> Vec<String> {
    read.drift.iter().map(ToString::to_string).collect()
}

#[test]
fn drift_says_what_was_filled_in() {
    let read = read(
        json!({"number": null, "head": null, "state": null, "due": "soon",
        "labels": ["a", null, 1.5], "merged_at": true, "x": "y", "size": null}),
    );
    assert_eq!(
        shown(&read),
        [
            "at /due: expected a date, found `soon`, read as absent",
            "at /head: expected an object, found null, filled with an object of defaults",
            "at /labels/1: expected one of the declared shapes, found null, kept unchanged",
            "at /labels/2: expected one of the declared shapes, found `1.5`, kept unchanged",
            "at /merged_at: expected a date-time, found a boolean, read as absent",
            "at /number: expected an integer, found null, filled with `0`",
            "at /size: expected an integer, found null, read as absent",
            "at /state: expected `open`, found null, filled with an unknown empty value",
            "at /x: expected a number, found a string, left out",
        ]
    );
    let raw: Vec<_> = read.drift.iter().map(|it| it.raw().unwrap()).collect();
    let expected = [
        r#""soon""#,
        "null",
        "null",
        "1.5",
        "true",
        "null",
        "null",
        "null",
        r#""y""#,
    ];
    assert_eq!(raw, expected);
    let missing = Read::<Pull>::from_str(r#"{"state":"closed"}"#).unwrap();
    assert_eq!(
        shown(&missing),
        [
            "at /state: expected `open`, found `closed`, kept unchanged",
            "at /number: expected an integer, found nothing, filled with `0`",
            "at /created_at: expected a date-time, found nothing, filled with \
             `1970-01-01T00:00:00Z`",
            "at /head: expected an object, found nothing, filled with an object of defaults",
        ]
    );
    assert_eq!(missing.drift[1].raw(), None);
    let filled = Correction::Filled("`0`".to_owned());
    assert_eq!(missing.drift[1].correction(), Some(&filled));
}

#[test]
fn raw_text_is_there_for_whatever_is_refused() {
    let deep = json!({"a": [1, {"b": "ü"}], "c": null});
    for value in [json!("x"), json!([1, [true]]), deep] {
        let read = read(json!({"number": value}));
        assert_eq!(read.value.number, 0);
        assert_eq!(read.drift[0].raw(), Some(value.to_string().as_str()));
    }
    let long = read(json!({"number": "x".repeat(5000)}));
    let raw = long.drift[0].raw().unwrap();
    assert!(raw.ends_with('…') && raw.len() < 1100, "{raw}");
    // However deep a value is: it is passed over, as what the description does not know.
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let body = pull().to_string();
    let body = body.replace(r#""number":1"#, &format!(r#""number":{deep}"#));
    let read = Read::<Pull>::from_str(&body).unwrap();
    assert!(read.drift[0].raw().unwrap().ends_with("[…"));
}

#[test]
fn times_that_can_be_read_are_read() {
    let time = |value: Json| {
        let read = read(json!({"created_at": value}));
        (read.value.created_at.to_string(), shown(&read).pop())
    };
    let exact = |it: &str| (it.to_owned(), None);
    assert_eq!(
        time(json!("0001-01-01T00:00:00Z")),
        exact("0001-01-01T00:00:00Z")
    );
    assert_eq!(
        time(json!("2024-01-01T00:00:00.123456789000Z")),
        exact("2024-01-01T00:00:00.123456789Z")
    );
    for (value, found, expected) in [
        (
            json!("9999-12-31T23:59:59Z"),
            "`9999-12-31T23:59:59Z`",
            "9999-12-30T22:00:00.999999999Z",
        ),
        (
            json!("2024-01-01T00:00:00"),
            "`2024-01-01T00:00:00`",
            "2024-01-01T00:00:00Z",
        ),
        (
            json!("2011-01-26 19:06:43 UTC"),
            "`2011-01-26 19:06:43 UTC`",
            "2011-01-26T19:06:43Z",
        ),
        (json!(1_394_214_567), "`1394214567`", "2014-03-07T17:49:27Z"),
    ] {
        let note =
            format!("at /created_at: expected a date-time, found {found}, read as `{expected}`");
        assert_eq!(time(value), (expected.to_owned(), Some(note)));
    }
    let note =
        "at /created_at: expected a date-time, found `soon`, filled with `1970-01-01T00:00:00Z`";
    let epoch = "1970-01-01T00:00:00Z".to_owned();
    assert_eq!(time(json!("soon")), (epoch, Some(note.to_owned())));
    let optional = read(json!({"merged_at": "soon", "due": "2024-01-02T00:00:00Z"}));
    assert_eq!(optional.value.merged_at, None);
    assert_eq!(optional.value.due, Some("2024-01-02".parse().unwrap()));
}

#[test]
fn numbers_are_not_rounded_in_silence() {
    let body = |member: &str, number: &str| {
        let body = pull().to_string();
        let body = body.replace(
            r#""number":1"#,
            &format!(r#""number":1,"{member}":{number}"#),
        );
        Read::<Pull>::from_str(&body).unwrap()
    };
    for (member, number, read) in [
        ("score", "9007199254740993", "9007199254740992"),
        ("score", "-9007199254740993", "-9007199254740992"),
        ("score", "18446744073709551615", "18446744073709552000"),
        ("score", "36893488147419103233", "36893488147419103000"),
        ("score", "3.14159265358979323846", "3.141592653589793"),
        ("rest", "3.14159265358979323846", "3.141592653589793"),
        ("more", "36893488147419103233", "36893488147419103000"),
        ("size", "9223372036854775808", "9223372036854775807"),
        ("size", "-36893488147419103233", "-9223372036854775808"),
        ("size", "4.99999999999999999999", "5"),
    ] {
        let all = body(member, number);
        let kind = if member == "size" && number.len() < 22 {
            "an integer"
        } else {
            "a number"
        };
        let note = format!("at /{member}: expected {kind}, found `{number}`, read as `{read}`");
        assert_eq!(shown(&all), [note]);
        assert_eq!(all.drift[0].raw(), Some(number));
    }
    for (member, number) in [
        ("score", "9007199254740992"),
        ("score", "0.1"),
        ("score", "0.30000000000000004"),
        ("more", "18446744073709551615"),
        ("size", "9223372036854775807"),
        ("size", "5.0"),
    ] {
        assert_eq!(shown(&body(member, number)), [""; 0], "{number}");
    }
    assert_eq!(body("size", "1.5").value.size, None);
    // What is read of a number is what is written back, to its last digit.
    let exact = body("score", "0.017976931348623157");
    assert_eq!(exact.value.score, Some(0.017_976_931_348_623_157));
}

#[test]
fn numbers_that_no_value_contains_are_no_drift() {
    let unknown = r#"{"sha":"a","x":3.14159265358979323846,"y":[36893488147419103233]}"#;
    let read = Read::<Head>::from_str(unknown).unwrap();
    assert_eq!(shown(&read), [""; 0]);
    assert_eq!(read.unknown, ["/x", "/y"]);
    let text = Read::<Head>::from_str(r#"{"sha":"x 3.14159265358979323846"}"#).unwrap();
    assert_eq!(shown(&text), [""; 0]);
    let moved = Read::<Vec<f64>>::from_str("[null,3.14159265358979323846]").unwrap();
    assert_eq!(shown(&moved).len(), 1);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let body = format!("\u{feff}{}", pull());
    let read = Read::<Pull>::from_str(&body).unwrap();
    assert_eq!((read.value.number, read.drift.len()), (1, 0));
    let empty = Read::<Pull>::from_slice(b"\xef\xbb\xbf");
    assert!(matches!(empty, Err(ReadError::Empty)));
    let broken = format!("\u{feff}{}", pull()).replace(r#""a""#, r#""\ud800""#);
    let read = Read::<Pull>::from_str(&broken).unwrap();
    assert_eq!(
        shown(&read),
        [
            "at /head/sha: expected a string of Unicode text, found a lone surrogate, read as `U+FFFD`"
        ]
    );
    // A text is as it came.
    let mut payload = Payload::new(b"\xef\xbb\xbfa");
    assert_eq!(payload.text().unwrap(), "\u{feff}a");
}

#[test]
fn a_tree_and_other_types_are_read_as_tolerantly() {
    let body = with(json!({"number": null, "unknown": 1.5, "head": {"sha": "a", "x": 1}}));
    let read = Read::<Pull>::from_value(&body).unwrap();
    assert_eq!(read.unknown, ["/head/x"]);
    assert_eq!(
        read.value.rest,
        BTreeMap::from([("unknown".to_owned(), 1.5)])
    );
    assert_eq!(read, Read::from_str(&body.to_string()).unwrap());
    let error = Read::<Pull>::from_value(&json!([])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body has the wrong shape: at the top: expected an object, found an array"
    );

    #[derive(Deserialize)]
    struct Stored {
        pull: Read<Pull>,
    }
    let stored: Stored = serde_json::from_value(json!({"pull": body})).unwrap();
    assert_eq!(stored.pull, read);
    assert!(serde_json::from_value::<Stored>(json!({"pull": 1})).is_err());
}

fn strict<T: DeserializeOwned>(body: &Json) -> Result<T, String> {
    let text = serde_json::from_str(&body.to_string()).map_err(|it| it.to_string());
    let tree = serde_json::from_value::<T>(body.clone()).map_err(|it| it.to_string());
    let yaml = serde_yaml::to_string(body).unwrap();
    let yaml = serde_yaml::from_str::<T>(&yaml).map_err(|it| it.to_string());
    if let (Err(text), Err(tree), Err(yaml)) = (&text, &tree, &yaml) {
        assert!(text.starts_with(tree.as_str()), "{text} {tree}");
        assert!(yaml.starts_with(tree.as_str()), "{yaml} {tree}");
        return Err(tree.clone());
    }
    assert!(tree.is_ok() && yaml.is_ok());
    text
}

#[test]
fn deserialization_is_strict() {
    assert!(strict::<Pull>(&pull()).is_ok());
    for (members, error) in [
        (
            json!({"number": null}),
            "at /number: expected an integer, found null",
        ),
        (
            json!({"number": "1"}),
            "at /number: expected an integer, found a string",
        ),
        (
            json!({"head": null}),
            "at /head: expected an object, found null",
        ),
        (
            json!({"head": {}}),
            "at /head/sha: expected a string, found nothing",
        ),
        (
            json!({"head": {"sha": "a", "repo": {}}}),
            "at /head/repo/id: expected an integer, found nothing",
        ),
        (
            json!({"created_at": "soon"}),
            "at /created_at: expected a date-time, found `soon`",
        ),
        (
            json!({"created_at": 0}),
            "at /created_at: expected a date-time, found `0`",
        ),
        (
            json!({"created_at": "9999-12-31T23:59:59Z"}),
            "at /created_at: expected a date-time, found `9999-12-31T23:59:59Z`",
        ),
        (
            json!({"due": "2024-01-02T00:00:00Z"}),
            "at /due: expected a date, found `2024-01-02T00:00:00Z`",
        ),
        (json!({"due": null}), "at /due: expected a date, found null"),
        (
            json!({"score": 9_007_199_254_740_993_i64}),
            "at /score: expected a number, found `9007199254740993`",
        ),
        (
            json!({"size": 9_223_372_036_854_775_808_u64}),
            "at /size: expected an integer, found `9223372036854775808`",
        ),
        (
            json!({"labels": {}}),
            "at /labels: expected an array, found an object",
        ),
        (
            json!({"labels": [{"id": "1"}]}),
            "at /labels/0/id: expected an integer, found a string",
        ),
        (
            json!({"labels": [[1, "2"]]}),
            "at /labels/0/1: expected an integer, found a string",
        ),
        (
            json!({"x": "y"}),
            "at /x: expected a number, found a string",
        ),
        (
            json!({"number": null, "head": null, "due": 1}),
            "at /due: expected a date, found `1` (and 2 more)",
        ),
    ] {
        assert_eq!(strict::<Pull>(&with(members)).unwrap_err(), error);
    }
    let missing = strict::<Pull>(&json!({})).unwrap_err();
    assert_eq!(
        missing,
        "at /number: expected an integer, found nothing (and 3 more)"
    );
    let other = strict::<Pull>(&json!([])).unwrap_err();
    assert_eq!(other, "at the top: expected an object, found an array");
    let twice = serde_json::from_str::<Head>(r#"{"sha":"a","sha":"b"}"#).unwrap_err();
    assert!(
        twice
            .to_string()
            .starts_with("at /sha: expected one value, found a second one")
    );
}

#[test]
fn deserialization_keeps_what_is_new() {
    let body = with(json!({"state": "merged", "merged_at": null,
        "head": {"sha": "a", "new": {"x": [1]}}, "labels": [1.5, null, {"new": 1}]}));
    let pull = strict::<Pull>(&body).unwrap();
    assert_eq!(pull.state, State::Unknown("merged".to_owned()));
    assert_eq!(pull.labels.len(), 3);
    assert!(pull.labels.iter().all(|it| matches!(it, Label::Unknown(_))));
}

/// Checks that a value is the same after it is written and read strictly.
fn comes_back<T>(value: &T) -> Result<(), TestCaseError>
where
    T: Value + PartialEq + std::fmt::Debug + serde::Serialize + DeserializeOwned,
{
    let text = serde_json::to_string(value).unwrap();
    let back = serde_json::from_str::<T>(&text);
    let back = back.map_err(|it| TestCaseError::fail(format!("{it}: {text}")))?;
    prop_assert_eq!(&back, value, "{}", text);
    Ok(())
}

fn anything() -> impl Strategy<Value = Json> {
    let texts = prop_oneof![
        "[a-z]{0,3}",
        Just("open".to_owned()),
        Just("9999-12-31T23:59:59Z".to_owned()),
        Just("2024-01-01 00:00:00 UTC".to_owned()),
        Just("2024-01-01".to_owned()),
        Just("0001-01-01T00:00:00.25".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        texts.prop_map(Json::from),
    ];
    let names = prop::sample::select(vec![
        "number",
        "created_at",
        "head",
        "state",
        "due",
        "score",
        "size",
        "labels",
        "merged_at",
        "more",
        "sha",
        "repo",
        "id",
        "other",
    ]);
    leaf.prop_recursive(4, 40, 8, move |inner| {
        let member = (names.clone(), inner.clone()).prop_map(|(name, it)| (name.to_owned(), it));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Json::from),
            prop::collection::vec(member, 0..10)
                .prop_map(|it| Json::Object(it.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_read_comes_back(body in anything()) {
        let text = body.to_string();
        if let Ok(read) = Read::<Pull>::from_str(&text) {
            comes_back(&read.value)?;
        }
        if let Ok(read) = Read::<Label>::from_str(&text) {
            comes_back(&read.value)?;
        }
        if let Ok(read) = Read::<Vec<Pull>>::from_str(&text) {
            for pull in &read.value {
                comes_back(pull)?;
            }
        }
    }
}
