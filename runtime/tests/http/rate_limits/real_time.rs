//! Tests of rate limits and pacing with real sockets and real time. `waiting`, `scopes` and `graphql` test more cases
//! with a paused clock.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::response::Response;
use tagsmith_runtime::ClientBuilder;

use crate::api::{self, Client, Thing};
use crate::server::{Received, Server, json, reply};

const THING: &str = r#"{"id":1,"name":"a"}"#;
const DATA: &str = r#"{"data":{"x":1}}"#;
const SECONDARY: &str = r#"{"message":"You have exceeded a secondary rate limit."}"#;
const HASTE: &str = r#"{"message":"Validation Failed","errors":[{"resource":"Thing","code":"custom","message":"was submitted too quickly"}]}"#;

/// A server that records the method, the body and the arrival time in milliseconds of each request.
struct Timed {
    server: Server,
    arrived: Arc<Mutex<Vec<(String, String, u128)>>>,
}

impl Timed {
    /// Starts a server. `script` receives a request and the number of earlier requests.
    async fn start(script: impl Fn(&Received, usize) -> Response + Send + Sync + 'static) -> Self {
        let arrived: Arc<Mutex<Vec<_>>> = Arc::default();
        let (reported, begin) = (Arc::clone(&arrived), Instant::now());
        let server = Server::start(move |received: &Received| {
            let mut reported = reported.lock().unwrap();
            let body = String::from_utf8(received.body.clone()).unwrap();
            reported.push((received.method.clone(), body, begin.elapsed().as_millis()));
            script(received, reported.len() - 1)
        })
        .await;
        Self { server, arrived }
    }

    fn builder(&self) -> ClientBuilder<Client> {
        let long = Duration::from_secs(60);
        api::builder(&self.server.url).timeout(long)
    }

    fn patient(&self) -> Client {
        let long = Duration::from_secs(60);
        self.builder().rate_limit_wait(long).build().unwrap()
    }

    /// Returns the arrival times of the requests whose method or body contains a text, in order.
    fn times(&self, of: &str) -> Vec<u128> {
        let arrived = self.arrived.lock().unwrap();
        let these = arrived.iter().filter(|it| it.0 == of || it.1.contains(of));
        let mut times: Vec<_> = these.map(|it| it.2).collect();
        times.sort_unstable();
        times
    }
}

#[tokio::test]
async fn calls_resume_one_by_one_after_a_secondary_limit() {
    const CALLS: usize = 61;
    let timed = Timed::start(|_, before| match before {
        0 => reply(403, &[("retry-after", "1")], SECONDARY),
        _ => json(200, THING),
    })
    .await;
    let client = timed.patient();
    let mut calls = vec![tokio::spawn(client.get("1").into_future())];
    while timed.times("GET").is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // The response was received, too.
    tokio::time::sleep(Duration::from_millis(200)).await;
    calls.extend((1..CALLS).map(|_| tokio::spawn(client.get("1").into_future())));
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let times = timed.times("GET");
    assert_eq!(times.len(), 1 + CALLS);
    // The limit resets at a whole second. Calls are sent 100 ms apart, minus jitter and the delays of a slow machine.
    // Still, at no time do many requests arrive at once.
    assert!(times[1] - times[0] >= 900, "{times:?}");
    assert!(times[CALLS] - times[1] >= 5_800, "{times:?}");
    for few in times[1..].windows(5) {
        assert!(few[4] - few[0] >= 200, "{few:?}");
    }
}

#[tokio::test]
async fn a_422_for_a_too_quick_submission_is_waited_for_and_affects_no_other_operation() {
    let timed = Timed::start(
        |received, before| match (received.method.as_str(), before) {
            ("POST", 0) => reply(422, &[("retry-after", "2")], HASTE),
            ("POST", _) => json(201, THING),
            _ => json(200, THING),
        },
    )
    .await;
    let client = timed.patient();
    let create = tokio::spawn(client.create(&Thing::default()).into_future());
    while timed.times("POST").is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    client.get("1").await.unwrap();
    create.await.unwrap().unwrap();
    let (posts, gets) = (timed.times("POST"), timed.times("GET"));
    assert_eq!((posts.len(), gets.len()), (2, 1));
    assert!(posts[1] - posts[0] >= 1_900, "{posts:?}");
    assert!(gets[0] - posts[0] < 1_500, "{posts:?} {gets:?}");
}

#[tokio::test]
async fn mutations_are_a_second_apart_and_queries_do_not_wait() {
    let timed = Timed::start(|_, _| json(200, DATA)).await;
    let client = timed.builder().pace_writes(true).build().unwrap();
    let write = |number: usize| {
        let client = client.clone();
        tokio::spawn(async move {
            let document = format!("mutation M{number} {{ x }}");
            client.graphql(&document, ()).await.unwrap();
        })
    };
    let writes: Vec<_> = (0..3).map(write).collect();
    for _ in 0..5 {
        client.graphql("query { x }", ()).await.unwrap();
    }
    for write in writes {
        write.await.unwrap();
    }
    let (writes, queries) = (timed.times("mutation"), timed.times("query { x }"));
    assert_eq!((writes.len(), queries.len()), (3, 5));
    for pair in writes.windows(2) {
        assert!(pair[1] - pair[0] >= 950, "{writes:?}");
    }
    assert!(queries[4] < writes[1], "{queries:?} {writes:?}");
}
