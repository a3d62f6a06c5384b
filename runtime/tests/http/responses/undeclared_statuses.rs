//! Tests of undeclared 2xx statuses, with and without a body.

use std::sync::{Arc, Mutex};

use tagsmith_runtime::{Drift, DriftReport, Error, OperationExt as _, Response};

use crate::api::{self, Client, Count, Thing, ThingsError};
use crate::server::{Server, json, reply};
use crate::several::{self, Started};

const THING: &str = r#"{"id":1,"name":"a"}"#;

async fn responding(status: u16, body: &'static str) -> Client {
    let server = Server::start(move |_| json(status, body)).await;
    api::client(&server.url)
}

fn display(drift: &[Drift]) -> Vec<String> {
    drift.iter().map(Drift::to_string).collect()
}

fn decoding(error: Error<ThingsError>) -> String {
    match error {
        Error::Decode(error) => error.to_string(),
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn an_undeclared_2xx_decodes_as_the_declared_success_with_drift() {
    for status in [201, 202, 203, 206, 207, 226, 299] {
        let thing = responding(status, THING).await.get("1").await.unwrap();
        assert_eq!((thing.id, thing.name.as_str()), (1, "a"));
        assert_eq!(thing.status(), status);
        let expected = [Drift::new("", "status 200", format!("status {status}"))];
        assert_eq!(thing.drift(), expected);
    }
    // The drift of the status precedes the drift of the body.
    let thing = responding(202, "{}").await.get("1").await.unwrap();
    assert_eq!(
        display(thing.drift()),
        [
            "at the top level: expected status 200, found status 202",
            "at /id: expected an integer, found nothing, filled with `0`",
            "at /name: expected a string, found nothing, filled with an empty string",
        ]
    );
}

#[tokio::test]
async fn an_undeclared_2xx_without_a_body_decodes_as_the_default_with_drift() {
    for status in [201, 202, 203, 204, 205] {
        let client = responding(status, "").await;
        let thing = client.get("1").await.unwrap();
        assert_eq!((thing.id, thing.name.as_str()), (0, ""));
        let of_status = format!("at the top level: expected status 200, found status {status}");
        let expected = [
            of_status,
            "at the top level: expected a body, found nothing, filled with the default of its type"
                .to_owned(),
        ];
        assert_eq!(display(thing.drift()), expected);
        assert!(client.list_all().await.unwrap().is_empty());
        assert_eq!(*client.readme().await.unwrap(), "");
        assert_eq!(client.image().await.unwrap().len(), 0);
    }
}

#[tokio::test]
async fn white_space_counts_as_no_body() {
    for body in ["\n", " \r\n\t", "\u{feff}", "\u{feff}\n"] {
        let thing = responding(200, body)
            .await
            .create(&Thing::default())
            .await
            .unwrap();
        assert_eq!((thing.id, thing.drift().len()), (0, 2));
        for status in [201, 202, 205] {
            let client = responding(status, body).await;
            assert!(client.find("a").await.unwrap().is_none());
        }
        let line = decoding(responding(200, body).await.get("1").await.unwrap_err());
        assert_eq!(line, "things/get: 200 OK: the body is empty");
        // In a text response, white space is content.
        let text = responding(200, body).await.readme().await.unwrap();
        assert_eq!(*text, body);
    }
}

#[tokio::test]
async fn an_object_of_an_unrelated_type_is_an_error() {
    for body in [
        r#"{"errors":[{"message":"no"}]}"#,
        r#"{"message":"ok"}"#,
        r#"{ "ID": 1 }"#,
    ] {
        let client = responding(207, body).await;
        for error in [
            client.create(&Thing::default()).await.unwrap_err(),
            client.find("a").await.unwrap_err(),
        ] {
            let line = decoding(error);
            let end = "undeclared status 207 Multi-Status: the body has the wrong shape: at the top level: \
                       expected a required property, such as `id`, found none of them";
            assert!(line.ends_with(end), "{line}");
        }
    }
    // A single required property is sufficient, even if it cannot be decoded.
    for body in [
        r#"{"name":"a"}"#,
        r#"{"id":"x"}"#,
        r#"{"id":null,"x":1}"#,
        "{ }",
    ] {
        let thing = responding(207, body)
            .await
            .create(&Thing::default())
            .await
            .unwrap();
        assert_eq!(thing.id, 0, "{body}");
    }
}

#[tokio::test]
async fn an_undeclared_body_is_ignored() {
    for (status, body) in [(200, THING), (201, "x"), (202, ""), (205, "")] {
        let response = responding(status, body).await.delete(1).await.unwrap();
        let expected = [Drift::new("", "status 204", format!("status {status}"))];
        assert_eq!(response.drift(), expected);
    }
}

#[tokio::test]
async fn an_optional_body_is_none_if_it_is_empty() {
    for status in [201, 202, 205] {
        let client = responding(status, "").await;
        let response = client.find("a").await.unwrap();
        assert!(response.is_none());
        let of_status =
            format!("at the top level: expected status 200 or 204, found status {status}");
        assert_eq!(display(response.drift()), [of_status]);
        let client = responding(201, THING).await;
        assert_eq!(client.find("a").await.unwrap().as_ref().unwrap().id, 1);
    }
}

#[tokio::test]
async fn a_mismatched_body_is_an_error_with_status_and_reason() {
    let client = responding(202, "[]").await;
    assert_eq!(
        decoding(client.get("1").await.unwrap_err()),
        "things/get: undeclared status 202 Accepted: the body has the wrong shape: at the top level: \
         expected an object, found an array"
    );
    let server = Server::start(|_| reply(203, &[("content-type", "text/html")], "<p>")).await;
    let line = decoding(api::client(&server.url).get("1").await.unwrap_err());
    let start = "things/get: undeclared status 203 Non Authoritative Information: the body is not";
    assert!(line.starts_with(start), "{line}");
    assert!(line.ends_with("(its media type is `text/html`)"), "{line}");

    // Partial text (206) does not show which part is missing.
    let client = responding(206, "part").await;
    for line in [
        decoding(client.readme().await.unwrap_err()),
        decoding(client.image().await.unwrap_err()),
    ] {
        assert!(
            line.ends_with("206 Partial Content: the body is incomplete (status 206)"),
            "{line}"
        );
    }
    assert_eq!(
        decoding(responding(200, "zip").await.download().await.unwrap_err()),
        "things/download: undeclared status 200 OK: the response is not a redirect"
    );
}

#[tokio::test]
async fn a_declared_success_needs_its_body() {
    let line = decoding(responding(200, "").await.get("1").await.unwrap_err());
    assert_eq!(line, "things/get: 200 OK: the body is empty");
}

#[tokio::test]
async fn among_several_successes_the_best_match_wins() {
    async fn count(status: u16, body: &'static str) -> Response<Count> {
        responding(status, body).await.count().await.unwrap()
    }
    let of_status = "at the top level: expected status 200, 202 or 203, found status 201";
    let response = count(201, r#"{"total_count":7}"#).await;
    assert!(matches!(&*response, Count::Ok(it) if it.total_count == 7));
    assert_eq!(display(response.drift()), [of_status]);
    let response = count(201, THING).await;
    assert!(matches!(&*response, Count::NonAuthoritativeInformation(it) if it.id == 1));
    assert_eq!(display(response.drift()), [of_status]);
    let response = count(201, "soon").await;
    assert!(matches!(&*response, Count::Accepted(it) if it == "soon"));
    // Without a body, the first success is chosen.
    let response = count(204, "").await;
    assert!(matches!(&*response, Count::Ok(it) if it.total_count == 0));
    assert_eq!(response.drift().len(), 2);
    let response = count(203, THING).await;
    assert!(response.drift().is_empty());
}

#[tokio::test]
async fn undeclared_properties_count_against_a_success() {
    async fn start(body: &'static str) -> Started {
        let client = responding(200, body).await;
        several::start(&client).await.unwrap().into_body()
    }
    // The body has three of five required properties. The other success declares one or none of the body's properties.
    for body in [
        r#"{"id":1,"url":"a","state":"b"}"#,
        r#"{"url":"a","state":"b"}"#,
    ] {
        let started = start(body).await;
        assert!(
            matches!(&started, Started::Created(it) if it.url == "a"),
            "{started:?}"
        );
    }
    for body in [
        r#"{"message":"soon"}"#,
        r#"{"message":"soon","id":1}"#,
        "{}",
    ] {
        assert!(matches!(start(body).await, Started::Accepted(_)), "{body}");
    }
}

#[tokio::test]
async fn an_undeclared_2xx_is_an_error_only_in_strict_mode() {
    let server = Server::start(|_| json(201, THING)).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&seen);
    let observer = move |report: &DriftReport<'_>| {
        reported.lock().unwrap().extend(report.entries.to_vec());
    };
    let builder = || api::builder(&server.url).drift(observer.clone());
    let client: Client = builder().build().unwrap();
    client.get("1").await.unwrap();
    assert_eq!(client.image().await.unwrap().len(), THING.len());
    assert_eq!(client.image().download().bytes().await.unwrap(), THING);
    let strict: Client = builder().strict(true).build().unwrap();
    assert_eq!(
        decoding(strict.get("1").await.unwrap_err()),
        "things/get: 201 deviates from the description; at the top level: expected status 200, found status \
         201"
    );
    strict.image().download().bytes().await.unwrap_err();
    let expected = Drift::new("", "status 200", "status 201");
    assert_eq!(*seen.lock().unwrap(), vec![expected; 5]);
}

#[cfg(feature = "conformance")]
#[test]
fn replayed_traffic_has_the_same_drift() {
    use tagsmith_runtime::conformance::{Entry, Outcome};

    let entry = Entry::of(|client: &Client, _| Ok(client.get("1")));
    for (body, drift) in [(THING, 1), ("{}", 3), ("", 2)] {
        let replayed = entry.replay_response(202, body.as_bytes());
        assert_eq!(replayed.outcome, Outcome::Decoded, "{body}");
        assert_eq!(replayed.drift.len(), drift, "{body}");
        assert_eq!(replayed.drift[0].found, "status 202");
        assert!(replayed.type_name.is_some() && replayed.body.is_some());
    }
    let count = Entry::of(|client: &Client, _| Ok(client.count()));
    let replayed = count.replay_response(201, THING.as_bytes());
    assert_eq!(replayed.outcome, Outcome::Decoded);
    assert!(replayed.type_name.unwrap().ends_with("::Thing"));
    assert_eq!(
        entry.replay_response(202, b"[]").outcome,
        Outcome::DecodeError
    );
    assert_eq!(entry.replay_response(304, b"").outcome, Outcome::ApiError);
    assert_eq!(
        entry.replay_response(302, b"").outcome,
        Outcome::DecodeError
    );
}
