//! Tests the crate from a user's point of view: an example program runs, and public types are `Send`.

use conformance::server::{Received, Reply, Server};
use github_rest::{AnyError, Client, Error, Response, copilot};
use serde_json::json;

use crate::examples::client;

#[path = "../examples/seats.rs"]
#[allow(dead_code, clippy::print_stdout)]
mod program;

/// Responds to seat requests as GitHub does, with three pages and `Link` headers.
fn seats(base: &str, request: &Received) -> Reply {
    if request.path.contains("/members/") {
        return if request.path.contains("/octocat/") {
            let seat = json!({"created_at": "2021-08-03T18:00:00-06:00", "last_activity_at": null});
            Reply::json(200, &seat)
                .header("x-ratelimit-remaining", "41")
                .header("x-ratelimit-limit", "60")
                .header("x-ratelimit-used", "19")
                .header("x-ratelimit-reset", "1700000000")
        } else {
            Reply::json(404, &json!({"message": "no such seat", "status": "404"}))
        };
    }
    let query = request.query.clone().unwrap_or_default();
    let page = query
        .split('&')
        .find_map(|it| it.strip_prefix("page=")?.parse().ok())
        .unwrap_or(1);
    let seat = |index: usize| {
        json!({"created_at": "2021-08-03T18:00:00Z", "plan_type": "business",
        "assignee": {"login": format!("user-{page}-{index}")}})
    };
    let body = json!({"total_seats": 6, "seats": [seat(1), seat(2)]});
    let reply = Reply::json(200, &body);
    if page == 3 {
        return reply;
    }
    let next = format!(
        "<{base}{}?per_page=100&page={}>; rel=\"next\"",
        request.path,
        page + 1
    );
    reply.header("link", next)
}

async fn github() -> (Server, Client) {
    let base = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let shared = base.clone();
    let server = Server::start(move |request| seats(shared.get().unwrap(), request))
        .await
        .unwrap();
    base.set(server.url()).unwrap();
    let client = client(&server);
    (server, client)
}

#[tokio::test]
async fn the_example_program_runs() {
    let (_server, github) = github().await;
    let lines = program::seats(&github, "octo-org", "octocat")
        .await
        .unwrap();
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[0], "octocat: None, Some(41)");
    assert_eq!(lines[6], "user-3-2: Some(Business)");
    let lines = program::seats(&github, "octo-org", "ghost").await.unwrap();
    assert_eq!(lines[0], "ghost: no such seat");
}

#[tokio::test]
async fn one_error_type_accepts_the_errors_of_several_operations() {
    async fn both(github: &Client) -> Result<(), AnyError> {
        let copilot = github.copilot();
        copilot.get_copilot_organization_details("octo-org").await?;
        copilot
            .get_copilot_seat_details_for_user("octo-org", "ghost")
            .await?;
        Ok(())
    }
    let server = Server::start(|_| {
        Reply::json(403, &json!({"message": "go away"})).header("x-github-request-id", "ID")
    })
    .await
    .unwrap();
    let error = both(&client(&server)).await.unwrap_err();
    assert_eq!(error.status().map(|it| it.as_u16()), Some(403));
    assert_eq!(error.message(), Some("go away"));
    assert_eq!(error.request_id(), Some("ID"));
    assert!(error.to_string().contains("go away"));
}

#[test]
fn public_types_are_send() {
    fn goes_anywhere<T: Send + Sync + 'static>() {}
    fn can_be_sent<T: Send + 'static>(_: T) {}
    goes_anywhere::<Client>();
    goes_anywhere::<copilot::Copilot>();
    goes_anywhere::<Response<copilot::ListCopilotSeatsResponse>>();
    goes_anywhere::<Error<copilot::ListCopilotSeatsError>>();
    goes_anywhere::<AnyError>();
    let copilot = Client::builder()
        .build()
        .map(|client: Client| client.copilot())
        .unwrap();
    can_be_sent(copilot.list_copilot_seats("o"));
    can_be_sent(copilot.list_copilot_seats("o").pages());
    can_be_sent(copilot.list_copilot_seats("o").items());
    can_be_sent(copilot.list_copilot_seats("o").into_future());
    // The response and the error of every operation are `Send`, because `Entry` requires that.
    let _ = github_rest::conformance::operations();
}

#[test]
fn values_can_be_created_in_tests() {
    use github_rest::types::{CopilotSeatDetails, SimpleUser};
    let mut user = SimpleUser::default();
    user.login = "octocat".to_owned();
    let mut seat = CopilotSeatDetails::default();
    seat.assignee = Some(user);
    seat.plan_type = Some("enterprise".into());
    assert_eq!(seat.assignee.as_ref().unwrap().login, "octocat");
    assert_eq!(seat.clone(), seat);
    assert_eq!(seat.plan_type.unwrap().as_str(), "enterprise");

    use copilot::{AddCopilotSeatsForUsersBody, AddOrganizationsToEnterpriseCodingAgentPolicyBody};
    let body = AddCopilotSeatsForUsersBody::new(["octocat"]);
    assert_eq!(
        serde_json::to_value(&body).unwrap(),
        json!({"selected_usernames": ["octocat"]})
    );
    let body = AddOrganizationsToEnterpriseCodingAgentPolicyBody::default().organizations(["a"]);
    assert_eq!(
        serde_json::to_value(&body).unwrap(),
        json!({"organizations": ["a"]})
    );
}

#[tokio::test]
async fn reports_are_read_row_by_row() {
    let base = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let shared = base.clone();
    let server = Server::start(move |request| match request.path.as_str() {
        "/report" => Reply::json(200, &json!([{"day": "2025-10-10"}, {"day": "2025-10-11"}])),
        path if path.contains("/enterprises/") => Reply::empty(204),
        _ => {
            let link = format!("{}/report?sig=secret", shared.get().unwrap());
            let body = json!({"download_links": [link, link], "report_day": "2025-10-11",
                "report_start_day": "2025-10-10", "report_end_day": "2025-10-11"});
            Reply::json(200, &body)
        }
    })
    .await
    .unwrap();
    base.set(server.url()).unwrap();
    let copilot = client(&server).copilot();
    let report = copilot.copilot_organization_usage_metrics("octo-org");
    let mut rows = report.reports().rows::<serde_json::Value>();
    let mut days = Vec::new();
    while let Some(row) = rows.try_next().await.unwrap() {
        days.push(row["day"].clone());
    }
    assert_eq!(
        days,
        ["2025-10-10", "2025-10-11", "2025-10-10", "2025-10-11"]
    );
    let calls = server.received();
    assert!(calls[0].headers.contains_key("x-github-api-version"));
    for call in &calls[1..] {
        assert!(!call.headers.contains_key("authorization"));
        assert!(!call.headers.contains_key("x-github-api-version"));
    }
    assert_eq!(calls.len(), 3);

    let report =
        copilot.copilot_enterprise_repos_one_day_report("octo", "2025-10-11".parse().unwrap());
    let mut rows = report.reports().rows::<serde_json::Value>();
    assert!(
        rows.try_next().await.unwrap().is_none(),
        "no report is no row"
    );
}
