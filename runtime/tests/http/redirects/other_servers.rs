//! Tests of operations that have their own server.

use tagsmith_runtime::AnyError;

use crate::api::{self, Client};
use crate::server::{Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;

async fn server() -> Server {
    Server::start(|_| json(201, THING)).await
}

#[tokio::test]
async fn the_builder_sets_the_uploads_url_and_the_token_is_sent_there() {
    let (base, uploads) = (server().await, server().await);
    let url = format!("{}/up/", uploads.url.replace("127.0.0.1", "localhost"));
    let client: Client = api::builder(&base.url).uploads_url(url).build().unwrap();
    client.upload("a").await.unwrap();
    let [call] = &uploads.received()[..] else {
        panic!()
    };
    assert_eq!(call.target, "/up/image");
    assert_eq!(call.header("authorization"), Some("Bearer canary"));
    assert!(base.received().is_empty());
}

#[tokio::test]
async fn uploads_use_a_custom_base_url() {
    for (path, expected) in [("", "/image"), ("/api/v3", "/api/uploads/image")] {
        let base = server().await;
        let client = api::client(&format!("{}{path}", base.url));
        client.upload("a").await.unwrap();
        let [call] = &base.received()[..] else {
            panic!()
        };
        assert_eq!(call.target, expected);
        assert_eq!(call.header("authorization"), Some("Bearer canary"));
    }
}

#[tokio::test]
async fn other_calls_use_the_base_url() {
    let (base, uploads) = (Server::start(|_| json(200, THING)).await, server().await);
    let builder = api::builder(&base.url).uploads_url(&uploads.url);
    builder.build().unwrap().get("1").await.unwrap();
    assert!(uploads.received().is_empty());
    assert_eq!(
        base.received()[0].header("authorization"),
        Some("Bearer canary")
    );
}

#[tokio::test]
async fn a_redirect_between_the_servers_drops_the_token() {
    let uploads = Server::start(|_| json(200, THING)).await;
    let there = format!("{}/x", uploads.url);
    let base = Server::start(move |_| reply(302, &[("location", &there)], "")).await;
    let builder = api::builder(&base.url).uploads_url(&uploads.url);
    builder.build().unwrap().get("1").await.unwrap();
    assert_eq!(uploads.received()[0].header("authorization"), None);
}

#[tokio::test]
async fn without_a_custom_base_url_the_description_decides() {
    // The declared server does not exist. The error shows which host was called.
    let nobody = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    let builder = api::anonymous("https://api.example.org/").token("canary");
    let client: Client = builder
        .http(move |http| http.resolve("uploads.example.org", nobody))
        .build()
        .unwrap();
    let error = AnyError::from(client.upload("a").await.unwrap_err());
    let expected = "things/upload-image: cannot connect to uploads.example.org: ";
    assert!(error.to_string().starts_with(expected), "{error}");
}
