//! Tests error responses of every operation: declared statuses, an undeclared status, and malformed bodies.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use conformance::description::Description;
use conformance::server::{Reply, Server};
use serde_json::json;
use tagsmith_runtime::conformance::{Arguments, Outcome};

use crate::examples::{arguments, client, entries, request_body};

fn html(status: u16) -> Reply {
    Reply {
        body: Bytes::from_static(b"<html>Unicorn!</html>"),
        ..Reply::empty(status).header("content-type", "text/html")
    }
}

#[tokio::test]
async fn every_status_has_its_own_error() {
    let reply = Arc::new(Mutex::new(Reply::empty(500)));
    let shared = reply.clone();
    let server = Server::start(move |_| shared.lock().unwrap().clone())
        .await
        .unwrap();
    let client = client(&server);
    let entries = entries();
    let mut seen = 0;
    for operation in Description::pinned().unwrap().operations() {
        let entry = &entries[operation.id.as_str()];
        let given = Arguments {
            parameters: arguments(&operation),
            body: request_body(&operation.id),
        };
        let declared = operation.responses.iter().map(|(status, _)| *status);
        let failures = declared.filter(|status| *status >= 300);
        for status in failures.chain([418]) {
            let what = format!("{} {status}", operation.id);
            let says =
                json!({"message": "no, you", "documentation_url": "https://docs", "status": "x"});
            for body in [
                Reply::json(status, &says),
                Reply::empty(status),
                html(status),
            ] {
                let has_message = body.body.starts_with(b"{");
                *reply.lock().unwrap() = body;
                let error = entry.call(&client, &given).unwrap().await.unwrap_err();
                assert_eq!(error.status().map(|it| it.as_u16()), Some(status), "{what}");
                let message = error.message();
                assert_eq!(message, has_message.then_some("no, you"), "{what}");
                assert!(
                    error.to_string().contains(&status.to_string()),
                    "{what}: {error}"
                );
                seen += 1;
            }
            let replayed = entry.replay_response(status, says.to_string().as_bytes());
            assert_eq!(replayed.outcome, Outcome::ApiError, "{what}");
        }
    }
    let operations = Description::pinned().unwrap().operations().len();
    assert!(seen > operations * 5, "only {seen}");
}

#[tokio::test]
async fn an_undecodable_success_is_a_decode_error() {
    let reply = Arc::new(Mutex::new(Reply::empty(500)));
    let shared = reply.clone();
    let server = Server::start(move |_| shared.lock().unwrap().clone())
        .await
        .unwrap();
    let client = client(&server);
    let entries = entries();
    for operation in Description::pinned().unwrap().operations() {
        let entry = &entries[operation.id.as_str()];
        let given = Arguments {
            parameters: arguments(&operation),
            body: request_body(&operation.id),
        };
        let success = operation.responses.iter().find(|(status, _)| *status < 300);
        let (status, response) = success.unwrap();
        if response.get("content").is_none() {
            // An undeclared body is ignored, so it causes no error.
            *reply.lock().unwrap() = Reply::json(200, &json!({"more": 1}));
            reply.lock().unwrap().status = *status;
            entry.call(&client, &given).unwrap().await.unwrap();
            continue;
        }
        for body in [
            Reply::empty(*status),
            html(*status),
            Reply::json(*status, &json!("text")),
        ] {
            *reply.lock().unwrap() = body;
            let error = entry.call(&client, &given).unwrap().await.unwrap_err();
            assert!(error.to_string().contains(&operation.id), "{error}");
        }
    }
}
