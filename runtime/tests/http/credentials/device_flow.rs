//! Tests of the device flow against a fake server with GitHub's documented responses.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_runtime::auth::{DeviceError, DeviceFlow, DevicePrompt, DeviceToken};
use tagsmith_runtime::transport::Stage;
use tokio::time::{Instant, timeout};

use crate::fakes::{Network, Scripted, broken, say};
use crate::server::{Server, json};

const CODE: &str = r#"{"device_code":"canary-device","user_code":"WDJB-MJHT",
    "verification_uri":"https://github.com/login/device","expires_in":900,"interval":5}"#;
const TOKEN: &str = r#"{"access_token":"canary-access","token_type":"bearer","scope":"repo,gist",
    "expires_in":28800,"refresh_token":"canary-refresh","refresh_token_expires_in":15897600}"#;

fn error(code: &str) -> Scripted {
    say(
        200,
        format!(r#"{{"error":"{code}","error_description":"Words of GitHub."}}"#),
    )
}

/// A network that issues a code and then sends these responses. The last response repeats.
fn network(responses: Vec<fn() -> Scripted>) -> Network {
    let next = Mutex::new(0);
    Network::new(move |asked| {
        assert!(asked.authorization.is_none());
        if asked.target == "https://github.com/login/device/code" {
            return say(200, CODE);
        }
        assert_eq!(asked.target, "https://github.com/login/oauth/access_token");
        let mut next = next.lock().unwrap();
        let response = responses[*next];
        *next = responses.len().min(*next + 2) - 1;
        response()
    })
}

async fn run(network: &Network) -> Result<DeviceToken, DeviceError> {
    let flow = DeviceFlow::new("Iv1.x").scopes(["repo", "gist"]);
    flow.transport(network.clone()).run(|_| {}).await
}

fn polls(network: &Network) -> Vec<u64> {
    let asked = network.asked();
    asked[1..].iter().map(|it| it.at.as_secs()).collect()
}

#[tokio::test(start_paused = true)]
async fn the_flow_shows_a_code_and_returns_a_token() {
    let pending: fn() -> Scripted = || error("authorization_pending");
    let network = network(vec![pending, pending, || say(200, TOKEN)]);
    let seen: Arc<Mutex<Option<DevicePrompt>>> = Arc::default();
    let displayed = Arc::clone(&seen);
    let flow = DeviceFlow::new("Iv1.x").scopes(["repo", "gist"]);
    let running = flow.transport(network.clone()).run(move |prompt| {
        *displayed.lock().unwrap() = Some(prompt.clone());
    });
    let token = tokio::spawn(running).await.unwrap().unwrap();
    let prompt = seen.lock().unwrap().clone().unwrap();
    assert_eq!(prompt.user_code, "WDJB-MJHT");
    assert_eq!(prompt.verification_uri, "https://github.com/login/device");
    assert_eq!(prompt.expires_in, Duration::from_secs(900));
    assert_eq!(token.access_token(), "canary-access");
    assert_eq!(token.refresh_token(), Some("canary-refresh"));
    assert_eq!(token.scopes(), ["repo", "gist"]);
    assert_eq!(token.expires_in(), Some(Duration::from_secs(28_800)));
    let asked = network.asked();
    assert_eq!(asked[0].body, "client_id=Iv1.x&scope=repo+gist");
    assert_eq!(
        asked[1].body,
        "client_id=Iv1.x&device_code=canary-device&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
    );
    assert_eq!(polls(&network), [5, 10, 15]);
}

#[tokio::test(start_paused = true)]
async fn polling_slows_down_on_request_and_after_connection_errors() {
    let network = network(vec![
        || error("slow_down"),
        || say(200, r#"{"error":"slow_down","interval":30}"#),
        || say(502, "<html>"),
        || broken(Stage::Connect),
        || say(200, TOKEN),
    ]);
    run(&network).await.unwrap();
    assert_eq!(polls(&network), [5, 15, 45, 80, 120]);
}

#[tokio::test(start_paused = true)]
async fn the_flow_ends_when_the_code_expires() {
    let network = network(vec![|| error("authorization_pending")]);
    let begin = Instant::now();
    let result = run(&network).await;
    assert!(matches!(result, Err(DeviceError::Expired)), "{result:?}");
    assert_eq!(begin.elapsed(), Duration::from_secs(900));
}

#[tokio::test(start_paused = true)]
async fn each_refusal_ends_the_flow() {
    let end = async |response: fn() -> Scripted| run(&network(vec![response])).await.unwrap_err();
    let denied = end(|| error("access_denied")).await;
    assert!(matches!(denied, DeviceError::Denied), "{denied:?}");
    let expired = end(|| error("expired_token")).await;
    assert!(matches!(expired, DeviceError::Expired), "{expired:?}");
    let wrong = end(|| error("incorrect_device_code")).await;
    assert_eq!(
        wrong.to_string(),
        "no token: GitHub refused: incorrect_device_code (Words of GitHub.)"
    );
    let disabled = end(|| error("device_flow_disabled")).await;
    assert!(
        disabled
            .to_string()
            .contains("enable it in the app's settings")
    );
    for odd in [
        || say(200, "{}"),
        || say(404, "<html>"),
        || say(200, r#"{"access_token":""}"#),
    ] {
        let odd = end(odd).await;
        assert!(matches!(odd, DeviceError::Unreadable { .. }), "{odd:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_code_request_ends_the_flow_without_a_prompt() {
    for (response, expected) in [
        (
            r#"{"error":"unauthorized_client"}"#,
            "no token: GitHub refused: unauthorized_client",
        ),
        (
            r#"{"error":"device_flow_disabled"}"#,
            "no token: GitHub refused: device_flow_disabled: enable it in the app's settings",
        ),
        (
            r#"{"user_code":"x"}"#,
            "no token: GitHub's response cannot be parsed (status 200 OK)",
        ),
    ] {
        let network = Network::new(move |_| say(200, response));
        let flow = DeviceFlow::new("x").transport(network);
        let result = flow.run(|_| panic!("nothing to show")).await;
        assert_eq!(result.unwrap_err().to_string(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_cancels_the_flow() {
    let network = network(vec![|| error("authorization_pending")]);
    timeout(Duration::from_secs(12), run(&network))
        .await
        .unwrap_err();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(polls(&network), [5, 10]);
}

#[tokio::test]
async fn the_flow_works_with_its_own_connections() {
    let server = Server::start(|call| match call.target.as_str() {
        "/ghe/login/device/code" => json(200, CODE.replace("\"interval\":5", "\"interval\":0")),
        "/ghe/login/oauth/access_token" => json(200, TOKEN),
        _ => json(404, "{}"),
    })
    .await;
    let flow = DeviceFlow::new("x").host(format!("{}/ghe/", server.url));
    let token = flow.run(|_| {}).await.unwrap();
    assert_eq!(token.access_token(), "canary-access");
    let received = server.received();
    assert!(
        received
            .iter()
            .all(|it| it.header("accept") == Some("application/json"))
    );
    assert!(received.iter().all(|it| it.header("user-agent").is_some()));
}

#[tokio::test]
async fn a_token_is_not_fetched_over_http() {
    for host in [
        "http://example.org",
        "https://a:canary@example.org",
        "github.com",
        "ftp://x",
    ] {
        let error = DeviceFlow::new("x")
            .host(host)
            .run(|_| {})
            .await
            .unwrap_err();
        assert!(matches!(error, DeviceError::Setting(_)), "{error:?}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}
