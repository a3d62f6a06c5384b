//! Argument types: common Rust values compile as arguments, and are sent correctly. Most of these tests only need to
//! compile.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use conformance::server::{Received, Reply, Server};
use serde_json::{Value as Json, json};

use super::crates::constructors::types::{Issue, Label, Person, State, issue, person};
use super::crates::constructors::{Client, things};

fn sent(value: impl serde::Serialize) -> Json {
    serde_json::to_value(value).unwrap()
}

#[test]
fn a_body_without_required_properties_has_a_constructor() {
    assert_eq!(sent(Issue::new()), json!({}));
    assert_eq!(sent(Label::new().name("bug")), json!({"name": "bug"}));
    assert_eq!(
        sent(things::MergeBody::new().sha("abc")),
        json!({"sha": "abc"})
    );
}

#[test]
fn any_string_type_converts_to_strings_enums_and_unions() {
    let owned = "done".to_owned();
    let borrowed = &owned;
    let wanted = json!({"title": "done", "state": "open", "reason": "done", "milestone": "done"});
    let each = [
        Issue::new()
            .title("done")
            .state("open")
            .reason("done")
            .milestone("done"),
        Issue::new()
            .title(borrowed)
            .state(State::Open)
            .reason(borrowed)
            .milestone(borrowed),
        Issue::new()
            .title(owned.clone())
            .state("open".to_owned())
            .reason(owned.clone())
            .milestone(owned.clone()),
        Issue::new()
            .title(Some(owned.clone()))
            .state(Cow::Borrowed("open"))
            .reason(Some(issue::IssueReason::Done))
            .milestone(issue::IssueMilestone::from("done")),
    ];
    for issue in each {
        assert_eq!(sent(issue), wanted);
    }
    let cleared = Issue::new()
        .title(None)
        .reason(None)
        .milestone(None)
        .topics(None);
    let wanted = json!({"title": null, "reason": null, "milestone": null, "topics": null});
    assert_eq!(sent(cleared), wanted);
}

#[test]
fn integer_literals_of_any_size_compile() {
    let issue = Issue::new()
        .milestone(3_000_000_000)
        .priority(3_000_000_000)
        .draft(true);
    let wanted =
        json!({"milestone": 3_000_000_000_i64, "priority": 3_000_000_000_i64, "draft": true});
    assert_eq!(sent(issue), wanted);
    let ids: Vec<i64> = vec![1];
    let person = Person::new(3_000_000_000, true, "app", ids);
    let wanted = json!({"id": 3_000_000_000_i64, "is_bot": true, "kind": "app", "teams": [1]});
    assert_eq!(sent(person), wanted);
    let parents = Issue::new().parents([3_000_000_000]);
    assert_eq!(sent(parents), json!({"parents": [3_000_000_000_i64]}));
    assert_eq!(sent(Issue::new().parents(vec![])), json!({"parents": []}));
}

#[test]
fn arrays_vectors_and_borrowed_strings_convert_to_lists() {
    let (borrowed, owned) = (vec!["a", "b"], vec!["a".to_owned(), "b".to_owned()]);
    let wanted = json!({"labels": ["a", "b"]});
    for issue in [
        Issue::new().labels(["a", "b"]),
        Issue::new().labels(borrowed),
        Issue::new().labels(&owned),
        Issue::new().labels(owned.iter().map(String::as_str)),
        Issue::new().labels(owned.clone()),
    ] {
        assert_eq!(sent(issue), wanted);
    }
    let labels = Issue::new().labels([Label::new().name("a"), Label::new()]);
    assert_eq!(sent(labels), json!({"labels": [{"name": "a"}, {}]}));
    let wanted = json!({"topics": ["a", "b"]});
    assert_eq!(sent(Issue::new().topics(["a", "b"])), wanted);
    assert_eq!(sent(Issue::new().topics(owned)), wanted);
    assert_eq!(sent(Issue::new().topics(Vec::new())), json!({"topics": []}));
}

#[test]
fn iterators_of_pairs_convert_to_maps() {
    let wanted = json!({"inputs": {"a": "b", "c": "d"}});
    let pairs = [("a", "b"), ("c", "d")];
    assert_eq!(sent(Issue::new().inputs(pairs)), wanted);
    let sorted = BTreeMap::from(pairs.map(|(name, value)| (name.to_owned(), Json::from(value))));
    assert_eq!(sent(Issue::new().inputs(sorted)), wanted);
    assert_eq!(sent(Issue::new().inputs(HashMap::from(pairs))), wanted);
    let members = wanted.get("inputs").and_then(Json::as_object).unwrap();
    assert_eq!(sent(Issue::new().inputs(members.clone())), wanted);
}

#[test]
fn bodies_nest() {
    let person = Person::new(1, false, person::PersonKind::User, []);
    let issue = Issue::new().assignee(person);
    let wanted = json!({"id": 1, "is_bot": false, "kind": "user", "teams": []});
    assert_eq!(sent(issue), json!({"assignee": wanted}));
}

#[tokio::test]
async fn bodies_and_parameters_accept_convertible_values() {
    let server = Server::start(|_: &Received| Reply::empty(204))
        .await
        .unwrap();
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let things = client.things();
    let merge = || things.merge(1);
    merge().body(things::MergeBody::new()).await.unwrap();
    merge().body(Some(things::MergeBody::new())).await.unwrap();
    merge().body(None).await.unwrap();
    things.label(1, "bug").await.unwrap();
    things.label(1, ["bug", "help"]).await.unwrap();
    things.label(1, vec!["bug".to_owned()]).await.unwrap();
    things
        .unassign(1, [Person::new(1, true, "user", [2])])
        .await
        .unwrap();
    things
        .update(1)
        .states(["open"])
        .ids([3_000_000_000])
        .await
        .unwrap();
    let received: Vec<Json> = server
        .received()
        .iter()
        .map(|it| serde_json::from_slice(&it.body).unwrap_or(Json::from(it.query.clone())))
        .collect();
    assert_eq!(
        received,
        [
            json!({}),
            json!({}),
            json!(null),
            json!("bug"),
            json!(["bug", "help"]),
            json!(["bug"]),
            json!([{"id": 1, "is_bot": true, "kind": "user", "teams": [2]}]),
            json!("states=open&ids=3000000000"),
        ]
    );
}
