//! Tests of `seats` and `triage` with octocrab and wiremock: the counterpart of `mocked.rs` in `tests/programs`.

#[allow(dead_code)]
#[path = "../examples/seats.rs"]
mod seats;
#[allow(dead_code)]
#[path = "../examples/triage.rs"]
mod triage;

use octocrab::Octocrab;
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const DATE: &str = "2020-01-01T00:00:00Z";

fn user(login: &str) -> Value {
    let url = "https://example.org/";
    json!({
        "login": login, "id": 1, "node_id": "", "avatar_url": url, "gravatar_id": "", "url": url,
        "html_url": url, "followers_url": url, "following_url": url, "gists_url": url,
        "starred_url": url, "subscriptions_url": url, "organizations_url": url, "repos_url": url,
        "events_url": url, "received_events_url": url, "type": "User", "site_admin": false,
    })
}

fn seat(login: &str, last: &str) -> Value {
    json!({"created_at": DATE, "assignee": user(login), "last_activity_at": last})
}

fn page(seats: Vec<Value>) -> ResponseTemplate {
    let body = json!({"total_seats": 101, "seats": seats});
    ResponseTemplate::new(200).set_body_json(body)
}

fn client(server: &MockServer) -> octocrab::Result<Octocrab> {
    Octocrab::builder().base_uri(server.uri())?.build()
}

#[tokio::test]
async fn an_interrupted_audit_resumes() -> anyhow::Result<()> {
    let server = MockServer::start().await;
    let list = |page| {
        let list = Mock::given(method("GET")).and(path("/orgs/o/copilot/billing/seats"));
        list.and(query_param("page", page))
    };
    let mut first = vec![seat("a", DATE)];
    first.resize(100, seat("b", &chrono::Utc::now().to_rfc3339()));
    list("1").respond_with(page(first)).mount(&server).await;
    let broken = list("2").respond_with(ResponseTemplate::new(422));
    broken.up_to_n_times(1).mount(&server).await;
    let second = page(vec![seat("c", DATE)]);
    list("2").respond_with(second).mount(&server).await;

    let folder = tempfile::tempdir()?;
    let state = folder.path().join("state");
    let mut idle = Vec::new();
    let github = client(&server)?;
    let run = seats::audit(&github, "o", &state, |it| idle.push(it.to_owned())).await;
    assert!(run.is_err() && state.exists());
    seats::audit(&github, "o", &state, |it| idle.push(it.to_owned())).await?;
    assert_eq!(idle, ["a", "c"]);
    assert!(!state.exists());
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
    Ok(())
}

fn issue(labels: Value, pull_request: Value) -> Value {
    let url = "https://example.org/";
    json!({
        "id": 1, "node_id": "", "url": url, "repository_url": url, "labels_url": url,
        "comments_url": url, "events_url": url, "html_url": url, "number": 7, "state": "open",
        "title": "", "user": user("octocat"), "labels": labels, "assignees": [], "locked": false,
        "comments": 0, "created_at": DATE, "updated_at": DATE, "pull_request": pull_request,
    })
}

#[tokio::test]
async fn an_issue_without_a_label_is_triaged() -> anyhow::Result<()> {
    let server = MockServer::start().await;
    let url = "https://example.org/";
    let pull = json!({"url": url, "html_url": url, "diff_url": url, "patch_url": url});
    let bug = json!([{
        "id": 1, "node_id": "", "url": url, "name": "bug", "color": "", "default": false,
    }]);
    let issues = [
        issue(json!([]), Value::Null),
        issue(json!([]), pull),
        issue(bug, Value::Null),
    ];
    let list = Mock::given(method("GET")).and(path("/repos/o/r/issues"));
    let list = list.respond_with(ResponseTemplate::new(200).set_body_json(issues));
    list.mount(&server).await;
    let label = Mock::given(method("POST")).and(path("/repos/o/r/issues/7/labels"));
    let label = label.and(body_string_contains("needs-triage"));
    let label = label.respond_with(ResponseTemplate::new(200).set_body_json(json!([])));
    label.expect(1).mount(&server).await;
    let comment = Mock::given(method("POST")).and(path("/repos/o/r/issues/7/comments"));
    let comment = comment.and(body_string_contains("@octocat"));
    let body = json!({
        "id": 1, "node_id": "", "url": url, "html_url": url, "user": user("octocat"),
        "created_at": DATE,
    });
    let comment = comment.respond_with(ResponseTemplate::new(201).set_body_json(body));
    comment.expect(1).mount(&server).await;

    assert_eq!(triage::triage(&client(&server)?, "o", "r").await?, 1);
    server.verify().await;
    Ok(())
}
