//! Tests of mocks, with a real client and a real server.

use std::time::{Duration, Instant};

use github_rest::copilot::{
    AddCopilotSeatsForUsersBody, GetCopilotSeatDetailsForUserError as SeatError,
    ListCopilotSeatsResponse,
};
use github_rest::mock::{Mock, Text};
use github_rest::types::CopilotSeatDetails;
use github_rest::{Client, Error, LimitKind, Method, OperationExt as _};
use serde_json::json;

fn seat(plan: &str) -> CopilotSeatDetails {
    let mut seat = CopilotSeatDetails::default();
    seat.plan_type = Some(plan.into());
    seat
}

/// Returns the plan of a user's seat.
async fn plan(github: &Client, username: &str) -> Result<String, Error<SeatError>> {
    let copilot = github.copilot();
    let call = copilot.get_copilot_seat_details_for_user("octo-org", username);
    let seat = call.await?;
    Ok(seat.plan_type.as_ref().unwrap().as_str().to_owned())
}

#[tokio::test]
async fn the_most_recently_added_rule_wins() {
    let mock = Mock::start().await;
    let details = || mock.copilot().get_copilot_seat_details_for_user();
    details().fails(SeatError::NotFound(None));
    details().with_username("octocat").returns(seat("business"));
    let github = mock.client();
    assert_eq!(plan(&github, "octocat").await.unwrap(), "business");
    let Error::Api(error) = plan(&github, "ghost").await.unwrap_err() else {
        panic!("no failure of the API");
    };
    assert_eq!(error.status(), 404);
    assert!(matches!(error.kind(), SeatError::NotFound(None)));

    details()
        .with_org("octo-org")
        .with_username("octocat")
        .returns(seat("enterprise"));
    assert_eq!(plan(&github, "octocat").await.unwrap(), "enterprise");
}

#[tokio::test]
async fn an_error_has_its_status_and_body() {
    let mock = Mock::start().await;
    let details = mock.copilot().get_copilot_seat_details_for_user();
    let mut body = github_rest::types::BasicError::default();
    body.message = Some("go away".to_owned());
    details
        .fails(SeatError::Forbidden(Some(body)))
        .then()
        .fails(SeatError::UnprocessableEntity(Some(json!({"a": [1]}))))
        .then()
        .fails(SeatError::Other(Some(json!("odd"))))
        .then()
        .fails_with_status(418, json!({"message": "teapot"}));
    let github = mock.client();
    let error = plan(&github, "octocat").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 403);
    assert_eq!(error.message(), Some("go away"));
    let Error::Api(error) = plan(&github, "octocat").await.unwrap_err() else {
        panic!("no failure of the API");
    };
    let SeatError::UnprocessableEntity(Some(body)) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(*body, json!({"a": [1]}));
    let Error::Api(error) = plan(&github, "octocat").await.unwrap_err() else {
        panic!("no failure of the API");
    };
    assert!(matches!(error.kind(), SeatError::Other(Some(body)) if *body == json!("odd")));
    let error = plan(&github, "octocat").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 418);
    assert_eq!(error.message(), Some("teapot"));
}

#[tokio::test]
async fn the_last_response_of_a_sequence_repeats() {
    let mock = Mock::start().await;
    let details = || mock.copilot().get_copilot_seat_details_for_user();
    details().returns(seat("d"));
    let github = mock.client();
    details()
        .with_username("x")
        .returns(seat("a"))
        .then()
        .returns(seat("b"))
        .times(2)
        .then()
        .returns(seat("c"));
    for expected in ["a", "b", "b", "c", "c", "c"] {
        assert_eq!(plan(&github, "x").await.unwrap(), expected);
    }
    // After a rule is exhausted, earlier rules respond to further calls.
    details().returns(seat("e")).times(1);
    assert_eq!(plan(&github, "y").await.unwrap(), "e");
    assert_eq!(plan(&github, "y").await.unwrap(), "d");
}

#[tokio::test]
async fn the_client_retries() {
    let mock = Mock::start().await;
    let details = mock.copilot().get_copilot_seat_details_for_user();
    details
        .drops_connection()
        .then()
        .fails(SeatError::InternalServerError(None))
        .then()
        .returns(seat("business"))
        .expect(3);
    let github = mock.client();
    assert_eq!(plan(&github, "octocat").await.unwrap(), "business");
    mock.verify();

    details.drops_connection();
    let error = plan(&github, "octocat").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn a_response_can_be_delayed() {
    let mock = Mock::start().await;
    let details = mock.copilot().get_copilot_seat_details_for_user();
    let delay = Duration::from_millis(300);
    details.returns(seat("business")).delay(delay);
    let github = mock.client();
    let begin = Instant::now();
    plan(&github, "octocat").await.unwrap();
    assert!(begin.elapsed() >= delay);
    let call = github
        .copilot()
        .get_copilot_seat_details_for_user("o", "u")
        .timeout(Duration::from_millis(20));
    assert!(matches!(call.await, Err(Error::Timeout(_))));
}

#[tokio::test]
async fn rate_limits_are_reported_like_githubs() {
    for (kind, wait) in [(LimitKind::Primary, 40), (LimitKind::Secondary, 50)] {
        let mock = Mock::start().await;
        let details = mock.copilot().get_copilot_seat_details_for_user();
        details.rate_limited(kind, Duration::from_secs(wait));
        let error = plan(&mock.client(), "octocat").await.unwrap_err();
        let Error::RateLimited(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.limit().kind, kind);
        let left = error.limit().until.duration_since(jiff::Timestamp::now());
        let wait = wait as i64;
        assert!((wait - 2..=wait + 1).contains(&left.as_secs()), "{left:?}");
    }
    let mock = Mock::start().await;
    mock.copilot()
        .get_copilot_seat_details_for_user()
        .rate_limited(LimitKind::Primary, Duration::ZERO)
        .then()
        .returns(seat("business"));
    let github = mock.builder().rate_limit_wait(Duration::from_secs(5));
    let github = github.build().unwrap();
    assert_eq!(plan(&github, "octocat").await.unwrap(), "business");
}

#[tokio::test]
async fn pages_are_linked() {
    let mock = Mock::start().await;
    let page = |plans: &[&str]| {
        let mut page = ListCopilotSeatsResponse::default();
        page.seats = Some(plans.iter().map(|it| seat(it)).collect());
        page
    };
    mock.copilot()
        .list_copilot_seats()
        .returns_pages([page(&["a", "b"]), page(&["c"]), page(&[])]);
    let copilot = mock.client().copilot();
    let mut items = copilot.list_copilot_seats("ö/1").per_page(2).items();
    let mut plans = Vec::new();
    while let Some(seat) = items.try_next().await.unwrap() {
        plans.push(seat.plan_type.unwrap().as_str().to_owned());
    }
    assert_eq!(plans, ["a", "b", "c"]);
    let calls = mock.copilot().list_copilot_seats().calls();
    let pages: Vec<_> = calls.iter().map(|it| it.argument("page")).collect();
    assert_eq!(pages, [None, Some("2"), Some("3")]);
    assert!(calls.iter().all(|it| it.argument("per_page") == Some("2")));
    assert!(calls.iter().all(|it| it.argument("org") == Some("ö/1")));
    assert_eq!(
        mock.copilot()
            .list_copilot_seats()
            .with_page(3)
            .calls()
            .len(),
        1
    );

    let second = copilot.list_copilot_seats("o").page(2).await.unwrap();
    assert_eq!(second.seats.as_ref().unwrap().len(), 1);
    let beyond = copilot.list_copilot_seats("o").page(4).await.unwrap_err();
    assert_eq!(beyond.status().unwrap(), 501);
}

#[tokio::test]
async fn parameters_are_matched_exactly() {
    let mock = Mock::start().await;
    let names = ["a/b", "a b", "a%2Fb", "ü#?&=", "a+b", "{username}", "..."];
    for name in names {
        let details = mock.copilot().get_copilot_seat_details_for_user();
        details.with_username(name).returns(seat(name));
    }
    let github = mock.client();
    for name in names {
        assert_eq!(plan(&github, name).await.unwrap(), name);
    }
    let calls = mock.calls();
    let arguments: Vec<_> = calls
        .iter()
        .map(|it| it.argument("username").unwrap())
        .collect();
    assert_eq!(arguments, names);
    assert!(calls.iter().all(|it| {
        it.operation() == Some("copilot/get-copilot-seat-details-for-user") && it.is_mocked()
    }));
}

#[tokio::test]
async fn a_body_is_compared_as_json() {
    let mock = Mock::start().await;
    let add = || mock.copilot().add_copilot_seats_for_users();
    let mut created = github_rest::copilot::AddCopilotSeatsForUsersResponse::default();
    created.seats_created = 7;
    let body = AddCopilotSeatsForUsersBody::new(["octocat", "ü"]);
    add().sending(body.clone()).returns(created);
    add()
        .matching(|call| call.text().contains("ghost"))
        .fails_with_status(410, json!(null));
    let copilot = mock.client().copilot();
    let response = copilot
        .add_copilot_seats_for_users("o", body)
        .await
        .unwrap();
    assert_eq!(
        (response.status().as_u16(), response.seats_created),
        (201, 7)
    );
    let status = async |names: &[&str]| {
        let body = AddCopilotSeatsForUsersBody::new(names.iter().copied());
        let error = copilot.add_copilot_seats_for_users("o", body).await;
        error.unwrap_err().status().unwrap().as_u16()
    };
    assert_eq!(status(&["ghost"]).await, 410);
    assert_eq!(status(&["octocat"]).await, 501);
    let calls = add().calls();
    assert_eq!(calls.len(), 3);
    assert_eq!(
        calls[0].json().unwrap(),
        json!({"selected_usernames": ["octocat", "ü"]})
    );
}

#[tokio::test]
async fn an_unmocked_call_gets_a_message() {
    let mock = Mock::start().await;
    let github = mock.client();
    let error = plan(&github, "octocat").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    let message = error.to_string();
    let expected = "copilot/get-copilot-seat-details-for-user is not mocked for \
                    `GET /orgs/octo-org/members/octocat/copilot`; there are no rules";
    assert!(message.contains(expected), "{message}");
    mock.copilot()
        .get_copilot_seat_details_for_user()
        .with_username("hubot")
        .returns(seat("business"));
    mock.copilot()
        .list_copilot_seats()
        .returns(Default::default());
    let message = plan(&github, "octocat").await.unwrap_err().to_string();
    let expected = "with username [\"hubot\"]: `username` is [\"octocat\"] instead of [\"hubot\"]; \
                    there is a rule for copilot/list-copilot-seats";
    assert!(message.contains(expected), "{message}");
    let wrong = verified(&mock).unwrap_err();
    assert!(
        wrong.contains("get-copilot-seat-details-for-user is not mocked"),
        "{wrong}"
    );
}

fn verified(mock: &Mock) -> Result<(), String> {
    let verify = std::panic::AssertUnwindSafe(|| mock.verify());
    let panic = std::panic::catch_unwind(verify);
    panic.map_err(|it| *it.downcast::<String>().unwrap())
}

#[tokio::test]
async fn expectations_are_checked() {
    let mock = Mock::start().await;
    let details = mock.copilot().get_copilot_seat_details_for_user();
    details.returns(seat("business")).expect(2);
    let github = mock.client();
    plan(&github, "octocat").await.unwrap();
    let wrong = verified(&mock).unwrap_err();
    assert!(
        wrong.contains("2 calls expected, 1 received (tests/suite/mocks.rs:"),
        "{wrong}"
    );
    let dropped = std::panic::AssertUnwindSafe(|| drop(mock));
    assert!(std::panic::catch_unwind(dropped).is_err());
}

#[tokio::test]
async fn mocks_are_independent_and_stop_when_they_are_dropped() {
    let (one, two) = (Mock::start().await, Mock::start().await);
    for (mock, plan) in [(&one, "one"), (&two, "two")] {
        let details = mock.copilot().get_copilot_seat_details_for_user();
        details.returns(seat(plan));
    }
    let (first, second) = (one.client(), two.client());
    assert_eq!(plan(&first, "x").await.unwrap(), "one");
    assert_eq!(plan(&second, "x").await.unwrap(), "two");
    let reported = one.copilot().get_copilot_seat_details_for_user();
    drop(one);
    // The server's thread stops after a short delay.
    let begin = Instant::now();
    let error = loop {
        match plan(&first, "x").await {
            Err(error) => break error,
            Ok(_) => assert!(begin.elapsed() < Duration::from_secs(10)),
        }
    };
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!(plan(&second, "x").await.unwrap(), "two");
    assert!(!reported.returns(seat("late")).then().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_get_their_own_responses() {
    let mock = Mock::start().await;
    for name in 0..50 {
        let details = mock.copilot().get_copilot_seat_details_for_user();
        let name = name.to_string();
        details
            .with_username(name.clone())
            .returns(seat(&name))
            .expect(1);
    }
    let github = mock.client();
    let calls = (0..50).map(|name| {
        let github = github.clone();
        tokio::spawn(async move {
            let name = name.to_string();
            assert_eq!(plan(&github, &name).await.unwrap(), name);
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    mock.verify();
}

#[tokio::test]
async fn another_media_type_can_be_mocked() {
    let mock = Mock::start().await;
    let list = mock.copilot().list_copilot_seats();
    list.returns_as::<Text>("seats: ü".to_owned());
    let copilot = mock.client().copilot();
    let call = copilot.list_copilot_seats("o").accept("text/plain").text();
    assert_eq!(*call.await.unwrap(), "seats: ü");
}

#[tokio::test]
async fn undeclared_endpoints_can_be_mocked() {
    let mock = Mock::start().await;
    let things = mock.request(Method::GET, "/orgs/{org}/new-things");
    things.returns(json!(["a"]));
    let of_two = things.matching(|call| call.argument("page") == Some("2"));
    of_two.rate_limited(LimitKind::Secondary, Duration::from_secs(60));
    let graphql = mock.request(Method::POST, "/graphql");
    graphql.returns(json!({"data": {"viewer": null}}));

    let github = mock.client();
    let request = || {
        let request = github.request(Method::GET, "/orgs/{org}/new-things");
        request.path("org", "octo-org")
    };
    assert_eq!(request().await.unwrap().into_body(), json!(["a"]));
    let response = github.graphql("{ viewer { login } }", ()).await.unwrap();
    assert!(response.data["viewer"].is_null());
    let other = github.request(Method::POST, "/orgs/octo-org/new-things");
    let message = other.await.unwrap_err().to_string();
    let expected = "`POST /orgs/octo-org/new-things` matches no operation of the API; there is a rule for GET /orgs/{org}/new-things;";
    assert!(message.contains(expected), "{message}");
    let limited = request().query("page", 2).await.unwrap_err();
    assert!(matches!(limited, Error::RateLimited(_)), "{limited:?}");
    assert_eq!(mock.calls().len(), 4);
}
