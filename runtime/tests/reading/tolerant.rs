//! Tests of tolerant decoding: corrections and their drift.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use tagsmith_runtime::{Correction, Payload, Read, ReadError};

use crate::pull::{Head, Pull, display, pull, read, with};

#[test]
fn drift_contains_the_correction() {
    let read = read(
        json!({"number": null, "head": null, "state": null, "due": "soon",
        "labels": ["a", null, 1.5], "merged_at": true, "x": "y", "size": null}),
    );
    assert_eq!(
        display(&read),
        [
            "at /due: expected a date, found `soon`, read as absent",
            "at /head: expected an object, found null, filled with an object of defaults",
            "at /labels/1: expected a declared variant, found null, kept unchanged",
            "at /labels/2: expected a declared variant, found `1.5`, kept unchanged",
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
        display(&missing),
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
fn raw_text_is_available_for_refused_values() {
    let deep = json!({"a": [1, {"b": "ü"}], "c": null});
    for value in [json!("x"), json!([1, [true]]), deep] {
        let read = read(json!({"number": value}));
        assert_eq!(read.value.number, 0);
        assert_eq!(read.drift[0].raw(), Some(value.to_string().as_str()));
    }
    let long = read(json!({"number": "x".repeat(5000)}));
    let raw = long.drift[0].raw().unwrap();
    assert!(raw.ends_with('…') && raw.len() < 1100, "{raw}");
    // Deeply nested values are skipped, as undeclared properties are.
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let body = pull().to_string();
    let body = body.replace(r#""number":1"#, &format!(r#""number":{deep}"#));
    let read = Read::<Pull>::from_str(&body).unwrap();
    assert!(read.drift[0].raw().unwrap().ends_with("[…"));
}

#[test]
fn times_in_other_notations_are_parsed() {
    let time = |value: Json| {
        let read = read(json!({"created_at": value}));
        (read.value.created_at.to_string(), display(&read).pop())
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

/// Decodes a body that contains a number in this notation.
fn body(member: &str, number: &str) -> Read<Pull> {
    let members = format!(r#""number":1,"{member}":{number}"#);
    let body = pull().to_string().replace(r#""number":1"#, &members);
    Read::from_str(&body).unwrap()
}

#[test]
fn unsigned_integers_exceed_signed_ones() {
    let total = |number| {
        let read = body("total", number);
        (read.value.total, display(&read).pop())
    };
    let noted = |note: &str| {
        Some(format!(
            "at /total: expected a non-negative integer, {note}"
        ))
    };
    assert_eq!(total("18446744073709551615"), (Some(u64::MAX), None));
    assert_eq!(total("1e3"), (Some(1000), None));
    assert_eq!(
        total("18446744073709551616"),
        (
            Some(u64::MAX),
            noted("found `18446744073709552000`, read as `18446744073709551615`")
        )
    );
    assert_eq!(total("-1"), (None, noted("found `-1`, read as absent")));
    assert_eq!(total("0.5"), (None, noted("found `0.5`, read as absent")));
}

#[test]
fn rounded_numbers_are_drift() {
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
        ("size", "9007199254740993.0", "9007199254740992"),
        ("size", "-9007199254740993.0", "-9007199254740992"),
        ("size", "-9223372036854775809", "-9223372036854775808"),
        ("score", "1e-400", "0"),
        ("score", "-1E-400", "-0"),
        ("rest", "1e-324", "0"),
        ("more", "1e-400", "0"),
        ("size", "1e-400", "0"),
    ] {
        let all = body(member, number);
        let kind = if member == "size" && number.len() < 22 && !number.contains('e') {
            "an integer"
        } else {
            "a number"
        };
        let note = format!("at /{member}: expected {kind}, found `{number}`, read as `{read}`");
        assert_eq!(display(&all), [note]);
        assert_eq!(all.drift[0].raw(), Some(number));
    }
    for (member, number) in [
        ("score", "9007199254740992"),
        ("score", "0.1"),
        ("score", "0.30000000000000004"),
        ("more", "18446744073709551615"),
        ("size", "9223372036854775807"),
        ("size", "5.0"),
        ("size", "9007199254740991.0"),
        ("score", "1e-300"),
        ("score", "0e-400"),
    ] {
        assert_eq!(display(&body(member, number)), [""; 0], "{number}");
    }
    assert_eq!(body("size", "1.5").value.size, None);
    // The decoded number is encoded with all its digits.
    let exact = body("score", "0.017976931348623157");
    assert_eq!(exact.value.score, Some(0.017_976_931_348_623_157));
}

#[test]
fn rounded_numbers_outside_of_declared_properties_are_not_drift() {
    let unknown = r#"{"sha":"a","x":3.14159265358979323846,"y":[36893488147419103233]}"#;
    let read = Read::<Head>::from_str(unknown).unwrap();
    assert_eq!(display(&read), [""; 0]);
    assert_eq!(read.unknown, ["/x", "/y"]);
    let text = Read::<Head>::from_str(r#"{"sha":"x 3.14159265358979323846"}"#).unwrap();
    assert_eq!(display(&text), [""; 0]);
}

#[test]
fn rounded_numbers_after_left_out_items_are_found() {
    const LONG: &str = "3.14159265358979323846";
    let note = |path: &str| {
        format!("at {path}: expected a number, found `{LONG}`, read as `3.141592653589793`")
    };
    let body = format!("[null,{LONG},\"x\",1,{LONG}]");
    let moved = Read::<Vec<f64>>::from_str(&body).unwrap();
    assert_eq!(display(&moved).split_off(2), [note("/1"), note("/4")]);
    let body = format!(r#"{{"a/0":[[],[{LONG},null,{LONG}],{{"0":{LONG}}},[{LONG}]]}}"#);
    let moved = Read::<BTreeMap<String, Vec<Vec<f64>>>>::from_str(&body).unwrap();
    assert_eq!(
        display(&moved).split_off(2),
        [note("/a~10/1/0"), note("/a~10/1/2"), note("/a~10/3/0")]
    );
    // A left-out map entry does not affect the locations of other entries.
    let body = format!(r#"{{"0":null,"1":{LONG}}}"#);
    let map = Read::<BTreeMap<String, f64>>::from_str(&body).unwrap();
    assert_eq!(display(&map).split_off(1), [note("/1")]);
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
        display(&read),
        [
            "at /head/sha: expected a string of Unicode text, found a lone surrogate, read as `U+FFFD`"
        ]
    );
    // A text keeps the byte order mark.
    let mut payload = Payload::new(b"\xef\xbb\xbfa");
    assert_eq!(payload.text().unwrap(), "\u{feff}a");
}

#[test]
fn json_trees_and_other_types_are_decoded_tolerantly() {
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
        "the body has the wrong shape: at the top level: expected an object, found an array"
    );

    #[derive(Deserialize)]
    struct Stored {
        pull: Read<Pull>,
    }
    let stored: Stored = serde_json::from_value(json!({"pull": body})).unwrap();
    assert_eq!(stored.pull, read);
    assert!(serde_json::from_value::<Stored>(json!({"pull": 1})).is_err());
}

/// Asserts that only the first key marks a number. With arbitrary precision, `serde_json` presents a number as an
/// object.
#[test]
fn a_map_keeps_its_entries_beside_a_key_like_that_of_a_number() {
    let body = r#"{"a":1.5,"$serde_json::private::Number":2.5}"#;
    let read = Read::<BTreeMap<String, f64>>::from_str(body).unwrap();
    assert_eq!((read.value.len(), read.value["a"]), (2, 1.5));
    assert!(read.drift.is_empty(), "{:?}", read.drift);
}
