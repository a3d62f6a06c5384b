//! Tests that no output contains a credential, for every kind of credential, in successes and failures.

use std::collections::BTreeSet;
use std::time::Duration;

use tagsmith_runtime::auth::{
    Api, App, Credential, CredentialError, CredentialSource, DeviceFlow, GhCli,
};
use tagsmith_runtime::{BoxFuture, ClientBuilder};
use tempfile::TempDir;

use crate::api::{self, Client};
use crate::credentials::gh;
use crate::credentials::github_app::KEY;
use crate::overheard::{listen, note, note_error, overheard};
use crate::server::{Received, Server, json, raw, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

/// Makes successful and failing calls, and records everything that a program could log.
async fn use_it(make: impl Fn(&str) -> ClientBuilder<Client>) {
    listen();
    let server = Server::start(response).await;
    let truncated = raw(
        "HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{\"token\":\"canary",
        Duration::ZERO,
    );
    let truncated = truncated.await;
    let stalled = raw("", Duration::from_secs(3600)).await;
    let closed = "http://127.0.0.1:9";
    let all = ["1", "401", "404", "500", "elsewhere", "html"];
    for (url, things) in [
        (server.url.as_str(), &all[..]),
        (&truncated, &all[..1]),
        (&stalled, &all[..1]),
        (closed, &all[..1]),
    ] {
        for is_http2 in [false, true] {
            let builder = make(url).http(move |http| match is_http2 {
                true => http.http2_prior_knowledge(),
                false => http,
            });
            let builder = builder.timeout(Duration::from_millis(500));
            note(&builder);
            let client = builder.build().unwrap();
            note(&client);
            for thing in things {
                let call = client.get(*thing);
                note(&call);
                match call.await {
                    Ok(response) => note(&response),
                    Err(error) => note_error(&error),
                }
            }
        }
    }
    let exposed = make("http://example.org").build();
    note_error(&exposed.unwrap_err());
    let received = server.received();
    assert!(received.iter().any(|it| it.target == "/things/1"));
    assert!(overheard().contains("event of h2::"));
    assert_hidden(&received);
}

fn response(call: &Received) -> axum::response::Response {
    let end = call.target.rsplit('/').next().unwrap();
    match end {
        "1" => json(200, THING),
        "access_tokens" if call.target.contains("/8/") => json(404, r#"{"message":"Not Found"}"#),
        "access_tokens" if call.target.contains("/9/") => json(201, r#"{"token":"canary token"}"#),
        "access_tokens" => json(
            201,
            r#"{"token":"canary","expires_at":"2100-01-01T00:00:00Z"}"#,
        ),
        "401" => json(401, r#"{"message":"Bad credentials"}"#),
        "404" => json(404, "{}"),
        "elsewhere" => reply(302, &[("location", "http://localhost:9/x")], ""),
        "html" => reply(200, &[], "<html>"),
        _ => json(500, "{}"),
    }
}

/// Asserts that the output contains neither the sent credentials nor the secrets that they were created from.
fn assert_hidden(received: &[Received]) {
    let all = overheard();
    let sent = received.iter().filter_map(|it| it.header("authorization"));
    let sent = sent.filter_map(|it| it.split_once(' '));
    let sent: BTreeSet<_> = sent.map(|(_, secret)| secret).collect();
    let key = std::str::from_utf8(KEY).unwrap().lines();
    let key = key.filter(|line| !line.starts_with("-----"));
    for secret in sent
        .into_iter()
        .chain(key)
        .chain(["canary", "Bearer ", "Basic "])
    {
        if all.contains(secret) {
            let line = all.lines().find(|line| line.contains(secret));
            panic!("{secret} shows in {line:?}");
        }
    }
    for call in received {
        assert!(!call.target.contains("canary"), "{}", call.target);
    }
}

#[tokio::test]
async fn a_token_is_not_in_the_output() {
    use_it(|url| api::anonymous(url).token("canary")).await;
}

#[tokio::test]
async fn the_secret_of_an_oauth_app_is_not_in_the_output() {
    use_it(|url| api::anonymous(url).oauth_app("Iv1.x", "canary")).await;
}

#[tokio::test]
async fn the_key_of_an_app_is_not_in_the_output() {
    let app = App::new(1, KEY).unwrap();
    note(&app);
    use_it(|url| api::anonymous(url).credentials(app.clone())).await;
    for key in [&KEY[..KEY.len() / 2], &KEY[10..], &KEY[40..]] {
        note_error(&App::new(1, key).unwrap_err());
    }
    assert_hidden(&[]);
}

#[tokio::test]
async fn an_installation_token_is_not_in_the_output() {
    let app = App::new(1, KEY).unwrap();
    for installation in [7, 8, 9] {
        note(&app.installation(installation).repositories(["a"]));
        listen();
        let server = Server::start(response).await;
        let builder = api::anonymous(&server.url).credentials(app.installation(installation));
        match builder.build().unwrap().get("1").await {
            Ok(response) => note(&response),
            Err(error) => note_error(&error),
        }
    }
    use_it(|url| api::anonymous(url).credentials(app.installation(7))).await;
}

#[tokio::test]
async fn the_token_of_gh_is_not_in_the_output() {
    let folder = TempDir::new().unwrap();
    let program = gh::fake(&folder, "echo canary");
    note(&GhCli::new().program(&program));
    use_it(|url| api::anonymous(url).credentials(GhCli::new().program(&program))).await;
    for script in [
        "echo canary; exit 1",
        "echo canary canary",
        "echo canary; sleep 9",
    ] {
        let folder = TempDir::new().unwrap();
        let source = GhCli::new().program(gh::fake(&folder, script));
        let source = source.time_limit(Duration::from_millis(300));
        let builder = api::anonymous("http://127.0.0.1:9").credentials(source);
        note_error(&builder.build().unwrap().get("1").await.unwrap_err());
    }
    assert_hidden(&[]);
}

#[tokio::test]
async fn the_tokens_of_the_device_flow_are_not_in_the_output() {
    listen();
    let code =
        r#"{"device_code":"canary","user_code":"WDJB-MJHT","verification_uri":"x","interval":1}"#;
    let granted = Server::start(move |call| match call.target.as_str() {
        "/login/device/code" => json(200, code),
        _ => json(200, r#"{"access_token":"canary","refresh_token":"canary"}"#),
    });
    let granted = granted.await;
    let refused = Server::start(move |call| match call.target.as_str() {
        "/login/device/code" => json(200, code),
        _ => json(200, r#"{"token":"canary"}"#),
    });
    let refused = refused.await;
    let truncated = raw(
        "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"device_code\":\"canary",
        Duration::ZERO,
    );
    let truncated = truncated.await;
    for url in [&granted.url, &refused.url, &truncated] {
        let flow = DeviceFlow::new("Iv1.x").host(url);
        note(&flow);
        match flow.run(note).await {
            Ok(token) => note(&token),
            Err(error) => note_error(&error),
        }
    }
    let mut received = granted.received();
    received.extend(refused.received());
    assert_eq!(received.len(), 4);
    assert_hidden(&received);
}

/// A custom credential source.
struct Own;

impl CredentialSource for Own {
    fn credential<'a>(
        &'a self,
        _: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(async {
            let credential = Credential::bearer("canary")?.account("an account");
            note(&credential);
            Ok(credential)
        })
    }
}

#[tokio::test]
async fn the_token_of_a_custom_source_is_not_in_the_output() {
    use_it(|url| api::anonymous(url).credentials(Own)).await;
}
