//! Tests which servers receive the token of an environment variable.

use std::ffi::OsString;
use std::sync::{Arc, Mutex};

use http::StatusCode;
use http::header::AUTHORIZATION;

use super::send;
use crate::base::attempt_count::AttemptCount;
use crate::base::defaults::{Defaults, TokenVariables};
use crate::base::descriptor::Descriptor;
use crate::call::arguments::Call;
use crate::core::client::Core;
use crate::http::reply::Sender;
use crate::http::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};

const API: &str = "https://api.example.org";

static LISTED: Defaults = Defaults::new(API, "test/1").token_variables(&[TokenVariables::new(
    &["EXAMPLE_TOKEN"],
    &[
        "api.example.org",
        "uploads.example.org",
        "*.cdn.example.org",
    ],
)]);

/// The token is for the default base URL, and for the uploads URL that belongs to it.
static PRESET: Defaults = Defaults::new(API, "test/1")
    .base_url_variable("EXAMPLE_URL")
    .token_variables(&[TokenVariables::new(&["EXAMPLE_TOKEN"], &[])])
    .uploads(&[("https://api.*", "https://uploads.*")]);

static ROOT: Descriptor = Descriptor::new("root", "GET", "/x");
static COLLECTOR: Descriptor =
    Descriptor::new("collect", "GET", "/x").server("https://collector.example");
static PLAIN: Descriptor = Descriptor::new("plain", "GET", "/x").server("http://api.example.org");
static UPLOADS: Descriptor =
    Descriptor::new("upload", "GET", "/x").server("https://uploads.example.org");
static CDN: Descriptor = Descriptor::new("cdn", "GET", "/x").server("https://a.cdn.example.org");

/// A URL, and the credential that was sent to it.
type Sent = (String, Option<String>);

/// Records the URL and the credential of each request.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Sent>>>);

impl Transport for Kept {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let token = request.headers.get(AUTHORIZATION);
        let token = token.map(|it| it.to_str().unwrap().to_owned());
        let host = request.url.host_str().unwrap().to_owned();
        self.0.lock().unwrap().push((host, token));
        let mut response = HttpResponse::new(Body::empty());
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        Box::pin(async { Ok(response) })
    }
}

/// Returns the host of a call, and whether the token was sent.
async fn called(
    defaults: &'static Defaults,
    url: Option<&'static str>,
    operation: &'static Descriptor,
) -> (String, bool) {
    let kept = Kept::default();
    let builder = Core::builder::<Core>(defaults).with_variables(|name| match name {
        "EXAMPLE_TOKEN" => Some(OsString::from("canary")),
        "EXAMPLE_URL" => url.map(OsString::from),
        _ => None,
    });
    let core = builder.transport(kept.clone()).build().unwrap();
    let call = Call::new(&core, operation);
    let head = send(&call, false, &AttemptCount::default()).await.unwrap();
    let [(host, token)] = &kept.0.lock().unwrap()[..] else {
        panic!()
    };
    let expected = match token {
        Some(_) => Sender::Known,
        None => Sender::Unnamed("EXAMPLE_TOKEN"),
    };
    assert_eq!(head.reply.sender, expected);
    (host.clone(), token.as_deref() == Some("Bearer canary"))
}

#[tokio::test]
async fn the_token_is_sent_to_an_operations_own_server_only_if_its_audience_includes_it() {
    for (defaults, operation, host, is_sent) in [
        (&LISTED, &ROOT, "api.example.org", true),
        (&LISTED, &UPLOADS, "uploads.example.org", true),
        (&LISTED, &CDN, "a.cdn.example.org", true),
        (&LISTED, &COLLECTOR, "collector.example", false),
        (&LISTED, &PLAIN, "api.example.org", false),
        (&PRESET, &ROOT, "api.example.org", true),
        (&PRESET, &UPLOADS, "uploads.example.org", true),
        (&PRESET, &CDN, "a.cdn.example.org", false),
        (&PRESET, &COLLECTOR, "collector.example", false),
    ] {
        let expected = (host.to_owned(), is_sent);
        assert_eq!(called(defaults, None, operation).await, expected);
    }
    // If the environment sets the base URL, operations with their own server use that base URL.
    for (url, host) in [
        ("https://api.other.example", "uploads.other.example"),
        ("https://other.example", "other.example"),
    ] {
        let sent = called(&PRESET, Some(url), &COLLECTOR).await;
        assert_eq!(sent, (host.to_owned(), true));
    }
    let preset = called(&PRESET, Some(API), &COLLECTOR).await;
    assert_eq!(preset, ("collector.example".to_owned(), false));
}
