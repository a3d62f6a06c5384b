//! Types as generated code has them, read and written in JSON and in another format.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use serde_json::json;
use tagsmith_runtime::value::{Member, Nulls};
use tagsmith_runtime::{Nullable, Payload, jiff, object, setters, string_enum, union};

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

impl Seat {
    const MEMBERS: &'static [Member] = &[
        Member::required("id"),
        Member::required("type"),
        Member::optional("at").nullable(),
        Member::optional("team").nullable(),
        Member::optional("tags"),
        Member::optional("inner"),
        Member::optional("note").nullable(),
    ];
}

object!(Seat { id, r#type, at, team, tags, inner, note } additional, nulls);
setters!(Seat {
    with_id(id, i64), with_at(at, optional jiff::Timestamp), with_tags(tags, list String),
    note(note, nullable String)
});

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Kind {
    A,
    WontFix,
    Unknown(String),
}
string_enum!(Kind { A => "a", WontFix => "won't fix" });

enum Team {
    File(Box<File>),
    Folder(Box<Folder>),
    Text(String),
    Numbers(Vec<i64>),
    Unknown(serde_json::Value),
}
union!(Team {
    File,
    Folder,
    Text,
    Numbers
});

#[derive(Default)]
struct File {
    r#type: Option<Kind>,
    name: String,
}

impl File {
    const MEMBERS: &'static [Member] =
        &[Member::optional("type").only("a"), Member::required("name")];
}
object!(File { r#type, name });

#[derive(Default)]
struct Folder {
    name: String,
    items: Vec<String>,
}

impl Folder {
    const MEMBERS: &'static [Member] = &[Member::required("name"), Member::required("items")];
}
object!(Folder { name, items });

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
fn what_is_read_is_written_back() {
    let body = json!({"id": 1, "type": "won't fix", "at": null, "team": {"name": "n", "items": ["i"]},
        "tags": [], "inner": {"id": 2, "type": "a", "note": null}, "note": "n", "x": 1.5});
    let (seat, drift) = read(&body.to_string());
    assert_eq!(drift, []);
    assert_eq!(seat.r#type, Kind::WontFix);
    assert!(matches!(seat.team, Some(Team::Folder(_))));
    assert_eq!(serde_json::to_value(&seat).unwrap(), {
        let mut body = body;
        // A member that a list type has no "absent" for is written in the inner one too.
        body["inner"]["tags"] = json!([]);
        body
    });
    assert_eq!(seat.clone(), seat);
}

#[test]
fn departures_cost_their_member_only() {
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
fn the_last_of_two_members_wins_whole() {
    let body = r#"{"id":3,"type":"a","tags":["x"],"id":4,"tags":["y"],"at":"2020-01-01T00:00:00Z","at":null}"#;
    let (seat, _) = read(body);
    assert_eq!(
        (seat.id, seat.tags, seat.at),
        (4, vec!["y".to_owned()], None)
    );
}

#[test]
fn a_union_takes_the_shape_that_fits_best() {
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

#[test]
fn only_another_shape_at_the_top_is_an_error() {
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
fn another_format_reads_and_writes_the_same() {
    let (seat, _) =
        read(r#"{"id":1,"type":"b","team":{"name":"n","items":["i"]},"note":null,"x":2}"#);
    let yaml = serde_yaml::to_string(&seat).unwrap();
    assert_eq!(serde_yaml::from_str::<Seat>(&yaml).unwrap(), seat);
    assert!(serde_yaml::from_str::<Seat>("[]").is_err());
}

#[test]
fn setters_and_debug() {
    let seat = Seat::default().with_id(3).with_tags(["a"]).note(None);
    assert_eq!(seat.note, Nullable::Null);
    let shown = format!("{seat:?}");
    assert!(
        shown.starts_with("Seat { id: 3, type: \"\", at: None"),
        "{shown}"
    );
    let at = jiff::Timestamp::UNIX_EPOCH;
    assert_eq!(seat.with_at(at).at, Some(at));
}
