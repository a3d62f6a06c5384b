//! Tests of drift callbacks and of strict mode.

use std::sync::{Arc, Mutex};

use tagsmith_runtime::{DriftReport, Error};

use crate::api::{self, Client};
use crate::server::{Server, json};

async fn drifting() -> Server {
    Server::start(|_| json(200, r#"{"id":"1","name":null}"#)).await
}

#[tokio::test]
async fn the_callback_receives_all_drift() {
    let server = drifting().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&seen);
    let observer = move |report: &DriftReport<'_>| {
        reported
            .lock()
            .unwrap()
            .push((report.operation, report.status, report.entries.to_vec()));
    };
    let client: Client = api::builder(&server.url).drift(observer).build().unwrap();
    let thing = client.get("1").await.unwrap();
    assert_eq!((thing.id, thing.name.as_str()), (0, ""));
    let paths: Vec<_> = thing.drift().iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["/id", "/name"]);
    let seen = seen.lock().unwrap();
    assert_eq!(*seen, [("things/get", 200, thing.drift().to_vec())]);
}

#[tokio::test]
async fn strict_mode_makes_drift_an_error() {
    let server = drifting().await;
    let client: Client = api::builder(&server.url).strict(true).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}")
    };
    assert_eq!((error.path(), error.drift().len()), ("/id", 2));
    assert_eq!(
        error.to_string(),
        "things/get: 200 deviates from the description; at /id: expected an integer, found a \
         string, filled with `0`; at /name: expected a string, found null, filled with an empty string"
    );
}
