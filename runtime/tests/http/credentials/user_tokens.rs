//! Tests of user tokens, which are renewed by a refresh token that can be used only once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_runtime::Error;
use tagsmith_runtime::auth::{DeviceFlow, DeviceToken, UserToken};
use tagsmith_runtime::transport::Stage;
use tokio::task::JoinSet;
use tokio::time::{advance, sleep, timeout};

use crate::api::{self, Client};
use crate::credentials::installation::{MINUTE, THING};
use crate::fakes::{Asked, Network, Scripted, broken, clock, say};

/// Returns the response with the token of this number.
fn token(number: usize) -> Scripted {
    say(
        200,
        format!(
            r#"{{"access_token":"access-{number}","token_type":"bearer","scope":"","expires_in":28800,
                "refresh_token":"refresh-{number}","refresh_token_expires_in":15897600}}"#
        ),
    )
}

fn is_for_token(asked: &Asked) -> bool {
    asked.target == "https://github.com/login/oauth/access_token"
}

/// A network whose login host responds to each refresh token by a script.
fn network(renew: impl Fn(usize, &Asked) -> Scripted + Send + Sync + 'static) -> Network {
    let renewals = Mutex::new(0);
    Network::new(move |asked| {
        if asked.target.ends_with("/login/device/code") {
            return say(
                200,
                r#"{"device_code":"d","user_code":"u","verification_uri":"v","interval":1}"#,
            );
        }
        if !is_for_token(asked) {
            return say(200, THING);
        }
        if asked.body.contains("device_code") {
            return token(0);
        }
        let mut renewals = renewals.lock().unwrap();
        *renewals += 1;
        renew(*renewals, asked)
    })
}

async fn log_in(network: &Network) -> UserToken {
    let flow = DeviceFlow::new("Iv1.x").transport(network.clone());
    let token = flow.run(|_| {}).await.unwrap();
    UserToken::new("Iv1.x", token).transport(network.clone())
}

fn client(network: &Network, source: UserToken) -> Client {
    let builder = api::anonymous("https://api.example.org").transport(network.clone());
    builder.credentials(source).clock(clock(0)).build().unwrap()
}

/// Returns the forms of all renewal requests.
fn renewals(network: &Network) -> Vec<String> {
    let asked = network.asked().into_iter();
    asked
        .filter(|it| is_for_token(it) && !it.body.contains("device_code"))
        .map(|it| it.body)
        .collect()
}

/// Returns the token of the last call.
fn last(network: &Network) -> String {
    let asked = network.asked();
    let call = asked.iter().rev().find(|it| it.target.contains("example"));
    let sent = call.unwrap().authorization.clone().unwrap();
    sent.strip_prefix("Bearer ").unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_expires_with_the_latest_refresh_token() {
    let network = network(|number, _| token(number));
    let reported: Arc<Mutex<Vec<DeviceToken>>> = Arc::default();
    let tell = Arc::clone(&reported);
    let source = log_in(&network).await.on_renewal(move |token| {
        tell.lock().unwrap().push(token.clone());
    });
    assert!(!format!("{source:?}").contains("-0"), "{source:?}");
    let client = client(&network, source);
    client.get("1").await.unwrap();
    advance(8 * 60 * MINUTE - 6 * MINUTE).await;
    client.get("1").await.unwrap();
    assert_eq!(last(&network), "access-0");
    for number in 1..3 {
        advance(2 * MINUTE).await;
        client.get("1").await.unwrap();
        assert_eq!(last(&network), format!("access-{number}"));
        assert_eq!(
            renewals(&network).last().unwrap(),
            &format!(
                "client_id=Iv1.x&grant_type=refresh_token&refresh_token=refresh-{}",
                number - 1
            )
        );
        assert_eq!(
            reported.lock().unwrap().last().unwrap().refresh_token(),
            Some(format!("refresh-{number}").as_str())
        );
        advance(8 * 60 * MINUTE - 6 * MINUTE).await;
    }
    assert_eq!(renewals(&network).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_share_one_renewal_of_a_stored_refresh_token() {
    let network = network(|number, _| token(number).after(20));
    let source = UserToken::from_refresh_token("Iv1.x", "refresh-kept").client_secret("secret");
    let client = client(&network, source.transport(network.clone()));
    let mut calls = JoinSet::new();
    for _ in 0..1000 {
        calls.spawn(client.get("1").into_future());
    }
    for call in calls.join_all().await {
        call.unwrap();
    }
    assert_eq!(
        renewals(&network),
        [
            "client_id=Iv1.x&grant_type=refresh_token&refresh_token=refresh-kept&client_secret=secret"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_renewal_continues_if_its_call_is_dropped() {
    let network = network(|number, _| token(number).after(5));
    let source = UserToken::from_refresh_token("Iv1.x", "refresh-kept");
    let client = client(&network, source.transport(network.clone()));
    let call = client.get("1").into_future();
    timeout(Duration::from_secs(1), call).await.unwrap_err();
    sleep(Duration::from_secs(60)).await;
    client.get("1").await.unwrap();
    assert_eq!(last(&network), "access-1");
    assert_eq!(renewals(&network).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_renewed_once() {
    let renewing = network(|number, _| token(number));
    let inner = renewing.clone();
    let network = Network::new(move |asked| {
        let is_old = asked.authorization.as_deref() == Some("Bearer access-0");
        if is_old {
            return say(401, "{}");
        }
        inner.say(asked)
    });
    let source = log_in(&network).await;
    let client = client(&network, source);
    client.get("1").await.unwrap();
    client.get("1").await.unwrap();
    assert_eq!(last(&network), "access-1");
    assert_eq!(renewals(&network).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn renewal_errors_are_retried_or_returned() {
    let unsteady = network(|number, _| match number {
        1 => broken(Stage::Connect),
        2 => say(502, "<html>"),
        _ => token(number),
    });
    let source = UserToken::from_refresh_token("Iv1.x", "canary");
    let user = client(&unsteady, source.transport(unsteady.clone()));
    user.get("1").await.unwrap();
    assert_eq!(renewals(&unsteady).len(), 3);

    for (body, expected) in [
        (
            r#"{"error":"bad_refresh_token","error_description":"canary"}"#,
            "the refresh token is no longer valid: the user has to log in again",
        ),
        (
            r#"{"error":"incorrect_client_credentials"}"#,
            "no token: GitHub refused: incorrect_client_credentials: check the client id",
        ),
        (
            "{}",
            "no token: GitHub's response cannot be parsed (status 200 OK)",
        ),
    ] {
        let network = network(move |_, _| say(200, body));
        let source = UserToken::from_refresh_token("Iv1.x", "canary");
        let client = client(&network, source.transport(network.clone()));
        let error = client.get("1").await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)), "{error:?}");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        assert_eq!(renewals(&network).len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_without_a_refresh_token_is_used_unchanged() {
    let network = Network::new(|asked| match asked.target.as_str() {
        "https://github.com/login/device/code" => say(
            200,
            r#"{"device_code":"d","user_code":"u","verification_uri":"v","interval":1}"#,
        ),
        it if it.contains("github.com") => say(200, r#"{"access_token":"access-0"}"#),
        _ => say(401, "{}"),
    });
    let source = log_in(&network).await;
    let client = client(&network, source);
    for _ in 0..2 {
        let error = client.get("1").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 401);
        assert_eq!(last(&network), "access-0");
    }
    assert!(renewals(&network).is_empty());
}
