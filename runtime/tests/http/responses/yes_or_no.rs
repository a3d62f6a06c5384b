//! Tests of operations whose status means true or false.

use tagsmith_runtime as runtime;
use tagsmith_runtime::Error;

use crate::api::{self, Client, ThingsError, operation};
use crate::server::{Server, json, reply};

operation!(
    IsStarred,
    IsStarredOperation,
    runtime::YesOrNo,
    "things/is-starred",
    "GET",
    "/things/{thing}/star",
    &[204, 404]
);

fn is_starred(client: &Client, thing: i64) -> IsStarred {
    runtime::Call::of::<IsStarredOperation>(&client.core)
        .path("thing", thing)
        .into()
}

#[tokio::test]
async fn statuses_decode_as_true_or_false() {
    let server = Server::start(|call| match call.target.as_str() {
        "/things/1/star" => reply(204, &[], ""),
        "/things/2/star" => json(404, r#"{"message":"Not Found"}"#),
        "/things/3/star" => json(200, "{}"),
        _ => json(403, r#"{"message":"Forbidden"}"#),
    })
    .await;
    let client = api::client(&server.url);
    for (thing, expected, status) in [(1, true, 204), (2, false, 404), (3, true, 200)] {
        let response = is_starred(&client, thing).await.unwrap();
        assert_eq!(*response, expected);
        assert_eq!(response.status(), status);
        // The undeclared status is drift; the declared ones are not.
        assert_eq!(response.drift().is_empty(), status != 200);
    }
    let error = is_starred(&client, 4).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 403);
}

#[tokio::test]
async fn a_redirect_is_followed_before_the_status_is_decoded() {
    let server = Server::knowing_itself(|url| {
        move |call| match call.target.as_str() {
            "/things/1/star" => reply(302, &[("location", &format!("{url}/things/2/star"))], ""),
            _ => reply(404, &[], ""),
        }
    })
    .await;
    let client = api::client(&server.url);
    assert!(!*is_starred(&client, 1).await.unwrap());
}
