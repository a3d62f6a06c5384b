//! Tests of environment variables: a token of one API is never sent to another API.
//!
//! The environment is process-wide. So each test runs itself again in a separate process, which makes the calls.

use std::process::Command;
use std::sync::{Arc, Mutex};

use conformance::server::{Received, Reply, Server};
use tagsmith_runtime::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};

use crate::golden::crates::{another_api, own_profile};
use crate::replay::checks::api_version;

/// The variable that contains the URL of the server to call.
const TARGET: &str = "TAGSMITH_TEST_TARGET";

/// All variables that GitHub Actions, `gh` and GitHub's clients read. The variables with URLs name a server that must
/// not be called.
const TOKENS: [&str; 6] = [
    "GITHUB_TOKEN",
    "GH_TOKEN",
    "GH_ENTERPRISE_TOKEN",
    "GITHUB_ENTERPRISE_TOKEN",
    "GITHUB_PAT",
    "ACTIONS_RUNTIME_TOKEN",
];
const URLS: [&str; 3] = ["GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_GRAPHQL_URL"];

/// Runs the test with this name again in a separate process, with all of GitHub's variables and additional ones.
/// Returns the calls that the target server and the forbidden server received. In the separate process, returns `None`;
/// the test then makes its calls.
async fn run(test: &str, more: &[(&str, &str)]) -> Option<[Vec<Received>; 2]> {
    if std::env::var_os(TARGET).is_some() {
        return None;
    }
    let response = |_: &Received| Reply::json(404, &serde_json::json!({"message": "none"}));
    let target = Server::start(response).await.unwrap();
    let trap = Server::start(response).await.unwrap();
    let mut program = Command::new(std::env::current_exe().unwrap());
    let test = format!("environment_variables::{test}");
    program.args(["--exact", &test, "--nocapture"]);
    program.env(TARGET, target.url()).env("NO_PROXY", "*");
    program.envs(TOKENS.map(|it| (it, "canary")));
    program.envs(URLS.map(|it| (it, trap.url())));
    program.env("GH_HOST", trap.url().trim_start_matches("http://"));
    for (name, value) in more {
        program.env(name, value.replace("TARGET", &target.url()));
    }
    let output = tokio::task::spawn_blocking(move || program.output().unwrap());
    let output = output.await.unwrap();
    let reported = String::from_utf8_lossy(&output.stdout);
    let is_run = output.status.success() && reported.contains("1 passed");
    assert!(
        is_run,
        "{reported}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some([target.received(), trap.received()])
}

fn header<'a>(call: &'a Received, name: &str) -> Option<&'a str> {
    call.headers.get(name).map(|it| it.to_str().unwrap())
}

fn target() -> String {
    std::env::var(TARGET).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn githubs_variables_do_not_affect_another_api() {
    let test = "githubs_variables_do_not_affect_another_api";
    let Some([target, trap]) = run(test, &[]).await else {
        return calls_of_another_api().await;
    };
    assert!(trap.is_empty(), "{trap:?}");
    let paths: Vec<&str> = target.iter().map(|it| it.path.as_str()).collect();
    let expected = ["/things", "/api/v3/things", "/api/v3/things/1/image"];
    assert_eq!(paths, expected);
    for call in &target {
        assert_eq!(header(call, "authorization"), None);
        assert_eq!(header(call, "accept"), Some("application/json"));
        let all = format!("{:?}", call.headers).to_lowercase();
        assert!(!all.contains("github") && !all.contains("canary"), "{all}");
    }
}

async fn calls_of_another_api() {
    let target = target();
    for url in [target.clone(), format!("{target}/api/v3")] {
        let client: another_api::Client = another_api::Client::builder()
            .base_url(url)
            .from_env()
            .build()
            .unwrap();
        let error = client.things().list().await.unwrap_err();
        assert_eq!(error.message(), Some("none"));
    }
    let client: another_api::Client = another_api::Client::builder()
        .from_env()
        .base_url(format!("{target}/api/v3"))
        .build()
        .unwrap();
    client.things().upload(1, "a").await.unwrap_err();

    // Without a configured base URL, the calls are sent to the server of the description.
    let sent = Sent::default();
    let client: another_api::Client = another_api::Client::builder()
        .from_env()
        .transport(sent.clone())
        .build()
        .unwrap();
    client.things().list().await.unwrap();
    let [(url, headers)] = &sent.0.lock().unwrap()[..] else {
        panic!()
    };
    assert_eq!(url, "https://api.example.com/api/v3/things");
    assert!(
        !headers.contains("canary") && !headers.contains("github"),
        "{headers}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_with_its_own_variables_reads_only_these() {
    let more = [
        ("EXAMPLE_URL", "TARGET/api/v3"),
        ("EXAMPLE_TOKEN", "example"),
        ("STAGE_TOKEN", "stage"),
    ];
    let test = "an_api_with_its_own_variables_reads_only_these";
    let Some([target, trap]) = run(test, &more).await else {
        return calls_of_own_profile().await;
    };
    assert!(trap.is_empty(), "{trap:?}");
    let [call] = &target[..] else {
        panic!("{target:?}")
    };
    assert_eq!(call.path, "/api/v3/things");
    assert_eq!(header(call, "authorization"), Some("Bearer example"));
    assert_eq!(header(call, "accept"), Some("application/vnd.example+json"));
    assert_eq!(header(call, "x-example-version"), Some("2"));
    assert_eq!(header(call, "x-github-api-version"), None);
}

async fn calls_of_own_profile() {
    let client = own_profile::Client::from_env().unwrap();
    client.things().list().await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_github_crate_sends_a_token_only_to_its_servers() {
    let test = "the_github_crate_sends_a_token_only_to_its_servers";
    // If a variable set a host, it would have to match the base URL.
    let Some([target, trap]) = run(test, &[("GH_HOST", "")]).await else {
        return calls_of_github().await;
    };
    // The server of `GITHUB_API_URL`.
    let [call] = &trap[..] else {
        panic!("{trap:?}")
    };
    assert_eq!(header(call, "authorization"), Some("Bearer canary"));
    // The server that the program configured.
    assert_eq!(target.len(), 3);
    for call in &target {
        assert_eq!(header(call, "authorization"), None);
        assert_eq!(header(call, "accept"), Some("application/vnd.github+json"));
        assert_eq!(header(call, "x-github-api-version"), api_version());
    }

    let more = [("GITHUB_API_URL", "TARGET/api/v3"), ("GH_HOST", "")];
    let [target, trap] = run(test, &more).await.unwrap();
    assert!(trap.is_empty(), "{trap:?}");
    assert_eq!(target.len(), 4);
    for call in &target {
        assert_eq!(header(call, "authorization"), Some("Bearer canary"));
    }
}

async fn calls_of_github() {
    use github_rest::Client;
    let url = || format!("{}/api/v3", target());
    for client in [
        Client::from_env(),
        Client::builder().base_url(url()).from_env().build(),
        Client::builder().from_env().base_url(url()).build(),
        Client::builder().base_url(target()).from_env().build(),
    ] {
        let call = client.unwrap().copilot();
        let error = call.get_copilot_organization_details("octo-org").await;
        let error = error.unwrap_err();
        assert_eq!(error.message(), Some("none"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_error_names_the_variable_of_an_unsent_token() {
    let test = "the_error_names_the_variable_of_an_unsent_token";
    if run(test, &[]).await.is_none() {
        error_of_github().await;
    }
}

async fn error_of_github() {
    let server = Server::start(|_| Reply::json(401, &serde_json::json!({"message": "no"})));
    let server = server.await.unwrap();
    let builder = github_rest::Client::builder().from_env();
    let client = builder.base_url(server.url()).build().unwrap();
    let call = client
        .copilot()
        .get_copilot_organization_details("octo-org");
    let error = call.await.unwrap_err().to_string();
    let expected = "; the token in `GITHUB_TOKEN` was not sent, because it is for another server";
    assert!(
        error.contains(expected) && !error.contains("canary"),
        "{error}"
    );
}

/// A transport that records the targets and credentials of requests.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Vec<(String, String)>>>);

impl Transport for Sent {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let headers = format!("{:?}", request.headers).to_lowercase();
        self.0
            .lock()
            .unwrap()
            .push((request.url.to_string(), headers));
        Box::pin(async { Ok(HttpResponse::new(Body::from("[]"))) })
    }
}
