//! Tests of strict deserialization: refusals and round trips.

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use tagsmith_runtime::Read;
use tagsmith_runtime::value::Value;

use crate::pull::{Head, Label, Pull, State, pull, with};

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
    // `json!` contains the same float that the decoder parses from the text.
    for (float, found) in [
        (-9_223_372_036_854_775_809.0, "-9223372036854776000"),
        (9_007_199_254_740_993.0, "9007199254740992"),
    ] {
        for member in ["number", "size"] {
            assert_eq!(
                strict::<Pull>(&with(json!({member: float}))).unwrap_err(),
                format!("at /{member}: expected an integer, found `{found}`")
            );
        }
    }
    for text in ["-9223372036854775809", "9007199254740993.0", "1e16"] {
        let error = serde_json::from_str::<Label>(&format!(r#"{{"id":{text}}}"#)).unwrap_err();
        let start = "at /id: expected an integer, found `";
        assert!(error.to_string().starts_with(start), "{error}");
    }
    let most = with(json!({"size": 9_007_199_254_740_991.0}));
    assert_eq!(
        strict::<Pull>(&most).unwrap().size,
        Some(9_007_199_254_740_991)
    );
    let missing = strict::<Pull>(&json!({})).unwrap_err();
    assert_eq!(
        missing,
        "at /number: expected an integer, found nothing (and 3 more)"
    );
    let other = strict::<Pull>(&json!([])).unwrap_err();
    assert_eq!(
        other,
        "at the top level: expected an object, found an array"
    );
    let twice = serde_json::from_str::<Head>(r#"{"sha":"a","sha":"b"}"#).unwrap_err();
    assert!(
        twice
            .to_string()
            .starts_with("at /sha: expected one value, found a second one")
    );
}

#[test]
fn deserialization_keeps_unknown_values() {
    let body = with(json!({"state": "merged", "merged_at": null,
        "head": {"sha": "a", "new": {"x": [1]}}, "labels": [1.5, null, {"new": 1}]}));
    let pull = strict::<Pull>(&body).unwrap();
    assert_eq!(pull.state, State::Unknown("merged".to_owned()));
    assert_eq!(pull.labels.len(), 3);
    assert!(pull.labels.iter().all(|it| matches!(it, Label::Unknown(_))));
}

/// Checks that a value round-trips through strict deserialization.
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
        "total",
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
    fn decoded_values_round_trip(body in anything()) {
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
