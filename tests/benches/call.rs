//! Compares calls through the client with bare reqwest and serde derives, against a loopback server.

#![allow(missing_docs)]

mod derived;
mod seats;
mod served;

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use conformance::in_turn;
use criterion::Criterion;
use futures_util::StreamExt as _;
use github_rest::transport::{Fault, HttpRequest, HttpResponse, Transport};
use github_rest::{BoxFuture, Bytes, Client, HeaderMap};

/// The number of calls in one measurement.
const CALLS: u32 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let url = served::serve(seats::body(2)?)?;
    let client = Client::builder().base_url(&url).token("t").build()?;
    let bare = bare()?;
    let runtime = served::single()?;
    let tagsmith = || runtime.block_on(through_client(&client));
    let reqwest = || runtime.block_on(through_reqwest(&bare, &url));
    assert_eq!(tagsmith()?, reqwest()?);

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("call");
    group.bench_function("tagsmith", |bencher| bencher.iter(|| tagsmith().ok()));
    group.bench_function("reqwest", |bencher| bencher.iter(|| reqwest().ok()));
    let body = Bytes::from(seats::body(2)?);
    let alone = Client::builder()
        .token("t")
        .transport(AtOnce(body))
        .build()?;
    let alone = || runtime.block_on(through_client(&alone));
    group.bench_function("without a network", |bencher| bencher.iter(|| alone().ok()));
    group.finish();
    criterion.final_summary();

    let many = |call: &dyn Fn() -> CallResult| {
        for _ in 0..CALLS {
            let _ = black_box(call());
        }
    };
    let (ours, bare_ones) = in_turn::measure(200, || many(&tagsmith), || many(&reqwest));
    let more = (ours.as_secs_f64() - bare_ones.as_secs_f64()) / f64::from(CALLS);
    println!(
        "CPU for a call: {:.1} µs more than bare reqwest",
        more * 1e6
    );

    let one = in_turn::measure_clock(200, || many(&tagsmith), || many(&reqwest));
    print("one call after the other", one);
    let flight = || runtime.block_on(in_flight(|| through_client(&client)));
    let bare_flight = || runtime.block_on(in_flight(|| through_reqwest(&bare, &url)));
    print(
        "64 calls in flight",
        in_turn::measure_clock(100, flight, bare_flight),
    );
    Ok(())
}

/// A reqwest client that sends the same requests with the same timeouts.
fn bare() -> Result<reqwest::Client, Box<dyn Error>> {
    let headers = [
        ("accept", "application/vnd.github+json"),
        ("accept-encoding", "gzip"),
        ("x-github-api-version", "2022-11-28"),
    ];
    let mut defaults = HeaderMap::new();
    for (name, value) in headers {
        defaults.insert(name, value.parse()?);
    }
    let client = reqwest::Client::builder()
        .user_agent("github-rest/0.1.0")
        .default_headers(defaults)
        .timeout(Duration::from_secs(60))
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .build()?;
    Ok(client)
}

/// A transport without a network, so that only the client's own work is measured.
struct AtOnce(Bytes);

impl Transport for AtOnce {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        Box::pin(std::future::ready(Ok(HttpResponse::new(
            self.0.clone().into(),
        ))))
    }
}

/// Prints both times and their ratio within one run.
fn print(what: &str, (ours, bare): (Duration, Duration)) {
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    println!("{what}: {ours:.1?} against {bare:.1?} of bare reqwest, {ratio:.2} times");
}

/// Makes calls, with this many in flight.
async fn in_flight<F: Future<Output = CallResult>>(call: impl Fn() -> F) {
    /// The total number of calls, and the number of calls in flight.
    const ALL: usize = 1024;
    const AT_ONCE: usize = 64;
    let calls = futures_util::stream::iter(0..ALL).map(|_| call());
    let mut outcomes = std::pin::pin!(calls.buffer_unordered(AT_ONCE));
    while let Some(outcome) = outcomes.next().await {
        let _ = black_box(outcome);
    }
}

/// The number of seats in the response.
type CallResult = Result<Option<i64>, Box<dyn Error>>;

async fn through_client(client: &Client) -> CallResult {
    let seats = client.copilot().list_copilot_seats("octo-org").await?;
    Ok(seats.total_seats)
}

/// The equivalent code with reqwest: a path argument, a credential, a status check and typed values.
async fn through_reqwest(client: &reqwest::Client, url: &str) -> CallResult {
    let org = black_box("octo-org");
    let request = client.get(format!("{url}/orgs/{org}/copilot/billing/seats"));
    let response = request.bearer_auth("t").send().await?;
    let bytes = response.error_for_status()?.bytes().await?;
    let seats: derived::Seats = serde_json::from_slice(&bytes)?;
    Ok(seats.total_seats)
}
