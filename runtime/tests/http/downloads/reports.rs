//! Tests of reports behind signed URLs, which are read row by row.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json as value};
use tagsmith_runtime::transport::{Body, BoxFuture, Fault, HttpRequest, Transport};
use tagsmith_runtime::{
    AnyError, Error, OperationExt as _, ReportError, ReportErrorKind, RetryPolicy, Rows,
};

use crate::api::{self, Client, ThingsError};
use crate::server::{Received, Server, json, raw, reply};

type Problem = ReportError<ThingsError>;

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Day {
    day: u32,
}

fn gzip(text: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

/// Starts an API server that returns signed links.
async fn api_with(links: Vec<String>) -> (Server, Client) {
    let body = value!({ "download_links": links }).to_string();
    let server = Server::start(move |_| json(200, body.clone())).await;
    let client = api::client(&server.url);
    (server, client)
}

/// Starts a server with reports, and returns a client. The API returns this many links: `/0`, `/1` and so on.
async fn reports(
    count: usize,
    response: impl Fn(&str) -> Response<axum::body::Body> + Send + Sync + 'static,
) -> (Server, Client) {
    let response = move |call: &Received| response(call.target.split('?').next().unwrap());
    let server = Server::start(response).await;
    let link = |index| format!("{}/{index}?sig=secret", server.url);
    let (_, client) = api_with((0..count).map(link).collect()).await;
    (server, client)
}

/// Returns all rows, and the error that ended them.
async fn all<T: serde::de::DeserializeOwned + Send + 'static>(
    mut rows: Rows<T, ThingsError>,
) -> (Vec<T>, Vec<Problem>) {
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    loop {
        match rows.try_next().await {
            Ok(Some(row)) => read.push(row),
            Ok(None) => return (read, errors),
            Err(error) => errors.push(error),
        }
    }
}

async fn days(client: &Client) -> (Vec<u32>, Vec<Problem>) {
    let (days, errors) = all(client.report().reports().rows::<Day>()).await;
    (days.into_iter().map(|it| it.day).collect(), errors)
}

fn problem(errors: &[Problem]) -> (usize, &ReportErrorKind) {
    let [ReportError::Report(error)] = errors else {
        panic!("{errors:?}")
    };
    assert_eq!(error.operation(), "things/get-report");
    (error.link(), error.problem())
}

#[tokio::test]
async fn every_format_is_split_into_rows_in_the_order_of_the_links() {
    let forms = [
        "{\"day\":0}\n{\"day\":1}\n",
        "\r\n{\"day\":2}\r\n\r\n{\"day\":3}",
        "[{\"day\":4},\n {\"day\":5}]",
        "{\n  \"day\": 6\n}",
        "",
        "[]",
        "{\"day\":7}",
    ];
    for is_compressed in [false, true] {
        let (server, client) = reports(forms.len(), move |path| {
            let index: usize = path[1..].parse().unwrap();
            // The reports at the beginning have the longest delay.
            std::thread::sleep(Duration::from_millis(20 * (7 - index as u64)));
            let form = forms[index];
            match (is_compressed, index % 2) {
                (false, _) => reply(200, &[("content-type", "application/x-ndjson")], form),
                // The file is compressed, and compressed again for transfer.
                (true, 0) => reply(200, &[("content-type", "application/gzip")], gzip(form)),
                (true, _) => reply(200, &[("content-encoding", "gzip")], gzip(form)),
            }
        })
        .await;
        let (days, errors) = days(&client).await;
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(days, Vec::from_iter(0..8));
        let mut rows = client.report().reports().rows::<Json>();
        assert_eq!(rows.try_next().await.unwrap().unwrap(), value!({"day": 0}));
        for call in server.received() {
            assert!(call.target.ends_with("?sig=secret"));
            for name in ["authorization", "x-github-api-version"] {
                assert_eq!(call.header(name), None, "{name}");
            }
            assert_eq!(call.header("accept"), Some("*/*"));
        }
    }
}

#[tokio::test]
async fn links_to_the_apis_own_host_get_no_token_either() {
    let server = Server::knowing_itself(|own| {
        move |call| match call.target.as_str() {
            "/report" => json(
                200,
                value!({ "download_links": [format!("{own}/0")] }).to_string(),
            ),
            _ => reply(200, &[], "{\"day\":0}"),
        }
    })
    .await;
    let (days, _) = days(&api::client(&server.url)).await;
    assert_eq!(days, [0]);
    let calls = server.received();
    assert_eq!(calls[0].header("authorization"), Some("Bearer canary"));
    assert_eq!(calls[1].header("authorization"), None);
}

#[tokio::test]
async fn a_response_without_links_has_no_rows() {
    let (_server, client) = api_with(Vec::new()).await;
    let (days, errors) = days(&client).await;
    assert!(days.is_empty() && errors.is_empty());
}

#[tokio::test]
async fn a_failing_call_is_the_operations_error() {
    let server = Server::start(|_| json(404, r#"{"message":"none"}"#)).await;
    let (_, errors) = days(&api::client(&server.url)).await;
    let [ReportError::Call(Error::Api(error))] = &errors[..] else {
        panic!("{errors:?}")
    };
    assert!(matches!(error.kind(), ThingsError::NotFound(Some(_))));
}

#[tokio::test]
async fn invalid_links_are_not_followed() {
    for link in ["/relative", "file:///etc/passwd", "", "ftp://127.0.0.1/x"] {
        let (_server, client) = api_with(vec![link.to_owned()]).await;
        let (_, errors) = days(&client).await;
        assert!(
            matches!(problem(&errors), (0, ReportErrorKind::Link)),
            "{errors:?}"
        );
    }
}

#[tokio::test]
async fn an_expired_link_is_an_error_without_the_url() {
    let (_server, client) = reports(2, |path| match path {
        "/0" => reply(200, &[], "{\"day\":0}"),
        _ => reply(403, &[], "expired"),
    })
    .await;
    let (days, mut errors) = days(&client).await;
    assert_eq!(days, [0]);
    let (1, ReportErrorKind::Fetch(Error::Api(error))) = problem(&errors) else {
        panic!("{errors:?}")
    };
    assert_eq!(error.bytes(), "expired");
    let error = AnyError::from(errors.remove(0));
    assert_eq!(error.operation(), Some("things/get-report"));
    let displayed = format!("{error} {error:?}");
    assert!(!displayed.contains("secret"), "{displayed}");
    let expected = "things/get-report: 403 Forbidden (of link 1)";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn an_invalid_row_can_be_skipped() {
    let body = "{\"day\":0}\n{\"day\":\"x\"}\nnothing\n{\"day\":3}";
    let (_server, client) = reports(1, move |_| reply(200, &[], body)).await;
    let (days, errors) = days(&client).await;
    assert_eq!(days, [0, 3]);
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 2);
    let start = "things/get-report: row 1 of link 0 cannot be read: invalid type";
    assert!(lines[0].starts_with(start), "{lines:?}");
    assert!(lines[1].contains("row 2 of link 0"), "{lines:?}");
}

#[tokio::test]
async fn a_truncated_report_is_an_error() {
    for body in ["{\"day\":0}\n{\"day\":", "[{\"day\":0}", "[{\"day\":0},{"] {
        let (_server, client) = reports(1, move |_| reply(200, &[], body)).await;
        let (days, errors) = days(&client).await;
        assert_eq!(days, [0]);
        let is_truncated = matches!(problem(&errors), (0, ReportErrorKind::Truncated { row: 1 }));
        assert!(is_truncated, "{errors:?}");
    }
    let url = raw(
        "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"day\":0}\n{",
        Duration::ZERO,
    )
    .await;
    let (_server, client) = api_with(vec![url]).await;
    let (days, errors) = days(&client).await;
    assert_eq!(days, [0]);
    let is_broken_off = matches!(
        problem(&errors),
        (0, ReportErrorKind::Fetch(Error::Transport(_)))
    );
    assert!(is_broken_off, "{errors:?}");
}

#[tokio::test]
async fn damaged_gzip_is_an_error_and_several_members_are_allowed() {
    let whole = gzip("{\"day\":0}\n");
    for length in 1..whole.len() {
        let cut = whole[..length].to_vec();
        let (_server, client) = reports(1, move |_| reply(200, &[], cut.clone())).await;
        let (_, errors) = days(&client).await;
        assert!(
            matches!(problem(&errors), (0, ReportErrorKind::Damaged(_))),
            "{errors:?}"
        );
    }
    let mut damaged = gzip(&"{\"day\":0}\n".repeat(1_000_000));
    damaged[20] ^= 0xff;
    damaged.extend(vec![0; 5_000_000]);
    let (_server, client) = reports(1, move |_| reply(200, &[], damaged.clone())).await;
    let (_, errors) = days(&client).await;
    assert!(
        matches!(problem(&errors), (0, ReportErrorKind::Damaged(_))),
        "{errors:?}"
    );

    let two = [whole, gzip("{\"day\":1}")].concat();
    let (_server, client) = reports(1, move |_| reply(200, &[], two.clone())).await;
    assert_eq!(days(&client).await.0, [0, 1]);
}

#[tokio::test]
async fn an_endless_row_is_detected_in_bounded_memory() {
    let bomb = gzip(&format!("{{\"day\":0}}\n\"{}", "x".repeat(50_000_000)));
    let (_server, client) = reports(1, move |_| reply(200, &[], bomb.clone())).await;
    let rows = client.report().reports().max_row(1000).rows::<Day>();
    let (days, errors) = all(rows).await;
    assert_eq!(days, [Day { day: 0 }]);
    let expected = "things/get-report: row 1 of link 0 is longer than 1000 bytes (`max_row`)";
    assert_eq!(errors[0].to_string(), expected);
}

/// Returns links to ten reports. Serves each report after a second, and counts the requests.
#[derive(Clone, Default)]
struct Slow {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Slow {
    fn send(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<tagsmith_runtime::transport::HttpResponse, Fault>> {
        Box::pin(async move {
            let path = request.url.path();
            if path == "/report" {
                let links = (0..10).map(|it| format!("https://example.org/{it}"));
                let body = value!({ "download_links": Vec::from_iter(links) });
                return Ok(Response::new(Body::from(body.to_string())));
            }
            let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
            self.most.fetch_max(now, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.now.fetch_sub(1, Ordering::Relaxed);
            let row = format!("{{\"day\":{}}}", &path[1..]);
            Ok(Response::new(Body::from(row)))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn max_concurrent_limits_the_fetches() {
    for (concurrent, seconds) in [(0, 10), (1, 10), (4, 3), (10, 1), (usize::MAX, 1)] {
        let slow = Slow::default();
        let builder = api::builder("https://api.example.org").transport(slow.clone());
        let client: Client = builder.build().unwrap();
        let begin = tokio::time::Instant::now();
        let reports = client.report().reports().max_concurrent(concurrent);
        let (days, errors) = all(reports.rows::<Day>()).await;
        assert!(errors.is_empty(), "{errors:?}");
        assert!(days.iter().map(|it| it.day).eq(0..10));
        assert_eq!(begin.elapsed().as_secs(), seconds, "{concurrent}");
        assert_eq!(slow.most.load(Ordering::Relaxed), concurrent.clamp(1, 10));
    }
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_loses_no_row_and_dropping_the_rows_cancels_the_fetches() {
    let slow = Slow::default();
    let builder = api::builder("https://api.example.org").transport(slow.clone());
    let client: Client = builder.build().unwrap();
    let mut rows = client.report().reports().rows::<Day>();
    let mut days = Vec::new();
    while days.len() < 5 {
        let limit = Duration::from_millis(300);
        if let Ok(row) = tokio::time::timeout(limit, rows.try_next()).await {
            days.push(row.unwrap().unwrap().day);
        }
    }
    assert_eq!(days, [0, 1, 2, 3, 4]);
    drop(rows);
    let begun = slow.most.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(slow.most.load(Ordering::Relaxed), begun);
}

#[tokio::test]
async fn options_of_the_call_apply_to_its_reports() {
    let (server, client) = reports(1, |_| reply(502, &[], "")).await;
    let patient = RetryPolicy::new().first_wait(Duration::from_millis(1));
    for (retry, in_all) in [(RetryPolicy::never(), 1), (patient.attempts(2), 3)] {
        let call = client.report().retry(retry);
        let (_, errors) = all::<Json>(call.reports().rows()).await;
        assert_eq!(errors.len(), 1);
        assert_eq!(server.received().len(), in_all);
    }
}
