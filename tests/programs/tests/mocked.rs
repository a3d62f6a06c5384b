//! Tests of `seats` and `triage` with the crate's feature `mock`.

#[allow(dead_code)]
#[path = "../src/bin/seats.rs"]
mod seats;
#[allow(dead_code)]
#[path = "../src/bin/triage.rs"]
mod triage;

use github_rest::copilot::ListCopilotSeatsResponse;
use github_rest::jiff::Timestamp;
use github_rest::mock::Mock;
use github_rest::types::issue::IssuePullRequest;
use github_rest::types::{CopilotSeatDetails, Issue, SimpleUser};

fn user(login: &str) -> Option<SimpleUser> {
    let mut user = SimpleUser::default();
    user.login = login.to_owned();
    Some(user)
}

fn page(seats: &[(&str, Option<Timestamp>)]) -> ListCopilotSeatsResponse {
    let seat = |(login, last): &(&str, Option<Timestamp>)| {
        let mut seat = CopilotSeatDetails::default();
        seat.assignee = user(login);
        seat.last_activity_at = *last;
        seat
    };
    let mut page = ListCopilotSeatsResponse::default();
    page.seats = Some(seats.iter().map(seat).collect());
    page
}

#[tokio::test]
async fn an_interrupted_audit_resumes() -> anyhow::Result<()> {
    let mock = Mock::start().await;
    let list = || mock.copilot().list_copilot_seats();
    let second = page(&[("c", None)]);
    list().returns_pages([
        page(&[("a", None), ("b", Some(Timestamp::now()))]),
        second.clone(),
    ]);
    let broken = list().with_page(2).fails_with_status(422, "?".into());
    broken.then().returns(second);

    let folder = tempfile::tempdir()?;
    let state = folder.path().join("state");
    let mut idle = Vec::new();
    let github = mock.client();
    let run = seats::audit(&github, "o", &state, |it| idle.push(it.to_owned())).await;
    assert!(run.is_err() && state.exists());
    seats::audit(&github, "o", &state, |it| idle.push(it.to_owned())).await?;
    assert_eq!(idle, ["a", "c"]);
    assert!(!state.exists());
    assert_eq!(list().calls().len(), 3);
    Ok(())
}

#[tokio::test]
async fn an_issue_without_a_label_is_triaged() -> anyhow::Result<()> {
    let mock = Mock::start().await;
    let mut open = Issue::default();
    (open.number, open.user) = (7, user("octocat"));
    let mut pull = open.clone();
    pull.pull_request = Some(IssuePullRequest::default());
    let mut labelled = open.clone();
    labelled.labels = vec!["bug".to_owned().into()];
    let issues = mock.issues();
    let list = issues.list_for_repo();
    list.returns_pages([vec![open], vec![pull, labelled]]);
    let label = issues.add_labels().with_issue_number(7);
    label.returns(Vec::new()).expect(1);
    let comment = issues.create_comment().with_issue_number(7);
    comment.returns(Default::default()).expect(1);

    assert_eq!(triage::triage(&mock.client(), "o", "r").await?, 1);
    mock.verify();
    let labels = label.calls()[0].json();
    assert_eq!(labels.unwrap()["labels"][0], "needs-triage");
    assert!(comment.calls()[0].text().contains("@octocat"));
    Ok(())
}
