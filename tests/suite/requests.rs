//! Tests of requests on the wire, compared with the description alone.

use conformance::check::{self, Identity};

use crate::replay::checks::{api_version, assert_passed, connected, subject};

#[tokio::test]
async fn every_call_matches_the_description() {
    let identity = Identity {
        name: "github-rest",
        api_version: api_version(),
    };
    let subject = subject();
    let report = check::wire(&subject, identity, connected).await.unwrap();
    // The test also covers values that would change the path, which are never sent.
    let operations = subject.operations.len();
    assert_passed(&report, operations * 5);
    assert!(report.row("values that would change the path") > operations);
}

#[tokio::test]
async fn a_call_that_differs_from_the_description_is_detected() {
    let identity = Identity {
        name: "someone-else",
        api_version: api_version(),
    };
    let report = check::wire(&subject(), identity, connected).await.unwrap();
    assert_eq!(report.failures().len(), report.row("calls"), "{report}");
    let first = report.failures().first().unwrap().to_string();
    assert!(first.contains("User-Agent is github-rest/"), "{first}");
}
