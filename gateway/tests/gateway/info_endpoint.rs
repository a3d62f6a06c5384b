//! Tests of `GET /-/gateway`, which returns the properties of the gateway.

use crate::support::upstream::json;
use crate::support::world::World;

const PAGE: &str = "https://docs.example";

#[tokio::test]
async fn the_info_endpoint_returns_the_gateways_properties_for_get_only() {
    let world = World::start(&["--allow-origin", PAGE], |_| json("[]")).await;
    let got = world
        .send(
            "GET",
            "/-/gateway",
            &format!("origin: {PAGE}\r\nx-tagsmith-gateway: 1\r\n"),
            "",
        )
        .await;
    let body: serde_json::Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(body["name"], "tagsmith-gateway");
    assert_eq!(
        body["upstream"],
        format!("http://{}", world.upstream.address)
    );
    assert_eq!(
        (&body["api_version"], &body["writes"]),
        (&"2022-11-28".into(), &false.into())
    );
    assert_eq!(body["operations"].as_array().unwrap().len(), 19);
    assert_eq!(
        world.send("POST", "/-/gateway", "", "").await.problem(),
        "method"
    );
    world.end().await;
}
