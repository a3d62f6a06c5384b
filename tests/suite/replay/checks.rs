//! Tests the checks of `replay` on the committed crate.

use conformance::check;
use conformance::description::{self, Description};
use conformance::report::Report;
use conformance::subject::Subject;
use conformance::violation::Violation;
use github_rest::Client;
use tagsmith::config::Config;

pub(crate) fn subject() -> Subject<Client> {
    let api = Description::pinned().unwrap();
    let count = api.operations().len();
    let subject = Subject::new(api, None, github_rest::conformance::operations()).unwrap();
    assert_eq!(subject.operations.len(), count);
    subject
}

/// Returns the API version in the configuration of the crate.
pub(crate) fn api_version() -> Option<&'static str> {
    let path = description::repository().join("tagsmith.toml");
    let version = Config::read(&path).unwrap().package.api_version;
    version.map(|it| &*it.leak())
}

/// Asserts that no check failed, and that enough cases were covered.
pub(crate) fn assert_passed(report: &Report, least: usize) {
    assert!(report.failures().is_empty(), "{report}");
    assert!(report.passed() >= least, "{report}");
}

pub(crate) fn connected(base: &str) -> Result<Client, String> {
    let builder = Client::builder().base_url(base).token("a-token");
    let builder = builder.retry(github_rest::RetryPolicy::never());
    let builder = builder.drift(|_| {});
    builder.build().map_err(|error| error.to_string())
}

#[test]
fn every_example_round_trips() {
    let subject = subject();
    let report = check::examples(&subject).unwrap();
    assert_passed(&report, subject.operations.len());
    let departing = report.row("responses with the expected drift");
    let satisfying = report.row("responses that satisfy their schema");
    assert!(departing > 0, "{report}");
    assert_eq!(report.row("responses that round-trip"), satisfying);
}

#[test]
fn an_operation_without_an_entry_is_an_error() {
    let mut entries = github_rest::conformance::operations();
    let gone = entries.pop().unwrap().descriptor().id;
    let error = Subject::new(Description::pinned().unwrap(), None, entries).err();
    assert!(error.unwrap().contains(gone));
}

#[test]
fn a_description_without_examples_is_an_error() {
    let path = "/orgs/{org}/copilot/billing";
    let id = "copilot/get-copilot-organization-details";
    let api = serde_json::json!({"paths": {path: {"get": {"operationId": id}}}});
    let mut entries = github_rest::conformance::operations();
    entries.retain(|entry| entry.descriptor().id == id);
    let subject = Subject::new(Description::of(api), None, entries).unwrap();
    assert!(
        check::examples(&subject)
            .unwrap_err()
            .contains("no examples")
    );
}

#[test]
fn random_bodies_round_trip() {
    let plan = check::Plan {
        runs: 4,
        seed: 0,
        operation: None,
    };
    let subject = subject();
    let report = check::synthetic(&subject, &plan).unwrap();
    assert_passed(&report, subject.operations.len() * 20);
    for violation in Violation::ALL {
        assert!(report.row(violation.name()) > 0, "{violation:?}: {report}");
    }
}

#[test]
fn a_missing_property_of_a_union_is_reported() {
    let plan = check::Plan {
        runs: 16,
        seed: 0,
        operation: None,
    };
    let report = check::unions(&subject(), &plan).unwrap();
    assert_passed(&report, 20);
}

/// Tests a description that the crate was not generated from: one property has a different type.
#[test]
fn a_crate_of_another_description_is_detected() {
    let text = std::fs::read_to_string(description::repository().join("spec/github.yaml")).unwrap();
    let mut root: serde_json::Value = serde_yaml::from_str(&text).unwrap();
    let member = root
        .pointer_mut("/components/schemas/copilot-seat-details/properties/plan_type")
        .unwrap();
    *member = serde_json::json!({"type": "integer"});
    let entries = github_rest::conformance::operations();
    let subject = Subject::new(Description::of(root), None, entries).unwrap();
    let plan = check::Plan {
        runs: 4,
        seed: 0,
        operation: Some("copilot/get-copilot-seat-details-for-user".to_owned()),
    };
    let report = check::synthetic(&subject, &plan).unwrap();
    let first = report.failures().first().unwrap();
    assert_eq!(
        (first.name.as_str(), first.pointer.as_str()),
        ("valid", "/plan_type")
    );
    let report = check::examples(&subject).unwrap();
    assert!(!report.failures().is_empty(), "{report}");
}
