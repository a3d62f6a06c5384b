//! Tests of the errors outside of a tokio runtime, for code that needs one.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tagsmith_runtime::auth::Credential;
use tagsmith_runtime::transport::{BoxFuture, Fault, HttpRequest, HttpResponse, Transport};
use tagsmith_runtime::{AnyError, OperationExt as _, Upload};

use crate::api::{self, Client, Thing};

/// Runs a future as `futures::executor::block_on` does, without a runtime.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A transport that needs no runtime, so that the call itself must detect the missing runtime.
struct Never;

impl Transport for Never {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        panic!("nothing is sent outside of a runtime")
    }
}

fn says_so(what: &str, error: &str) {
    let expected = format!(
        "{what} needs a tokio runtime, and this thread has none: await it within `#[tokio::main]` or \
         `Runtime::block_on`, or use `.send()` of the feature `blocking`"
    );
    assert!(error.ends_with(&expected), "{error}");
}

#[test]
fn a_call_says_that_it_needs_a_runtime() {
    let own: Client = api::builder("http://127.0.0.1:9").build().unwrap();
    let builder = api::builder("http://127.0.0.1:9").transport(Never);
    let builder = builder.attempt_timeout(Duration::from_secs(1));
    let patient = builder
        .rate_limit_wait(Duration::from_secs(1))
        .pace_writes(true)
        .max_concurrent(1);
    let another: Client = patient.build().unwrap();
    let thing = Thing::default();
    for client in [own, another] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let errors: [AnyError; 9] = [
            block_on(client.get("1").into_future()).unwrap_err().into(),
            block_on(client.create(&thing).into_future())
                .unwrap_err()
                .into(),
            block_on(client.upload("a").into_future())
                .unwrap_err()
                .into(),
            block_on(
                client
                    .get("1")
                    .timeout(Duration::from_secs(1))
                    .into_future(),
            )
            .unwrap_err()
            .into(),
            block_on(client.get("1").download().bytes())
                .unwrap_err()
                .into(),
            block_on(client.image().download().to_file(&path))
                .unwrap_err()
                .into(),
            block_on(client.list().pages().try_next())
                .unwrap_err()
                .into(),
            block_on(client.list().items().read_ahead().try_next())
                .unwrap_err()
                .into(),
            block_on(client.get("1").if_none_match("\"1\"").into_future())
                .unwrap_err()
                .into(),
        ];
        for error in errors {
            says_so("the call", &error.to_string());
            assert!(error.to_string().starts_with("things/"), "{error}");
        }
        let mut rows = client.report().reports().rows::<u32>();
        let error = block_on(rows.try_next()).unwrap_err();
        says_so("the call", &error.to_string());
    }
}

#[test]
fn a_file_says_that_it_needs_a_runtime() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = block_on(Upload::file(file.path())).unwrap_err();
    says_so("opening a file", &error.to_string());
}

#[cfg(all(feature = "app", feature = "device", feature = "gh"))]
#[test]
fn sources_say_that_they_need_a_runtime() {
    use tagsmith_runtime::auth::{DeviceFlow, GhCli, UserToken};

    let builder = || api::anonymous("http://127.0.0.1:9");
    let clients: [Client; 3] = [
        builder()
            .credentials(crate::credentials::github_app::app().installation(7))
            .build()
            .unwrap(),
        builder().credentials(GhCli::new()).build().unwrap(),
        builder()
            .credentials(UserToken::from_refresh_token("Iv1.x", "canary"))
            .build()
            .unwrap(),
    ];
    for client in clients {
        let error = block_on(client.core.credential()).unwrap_err();
        says_so("the source of credentials", &error.to_string());
    }
    let error = block_on(DeviceFlow::new("Iv1.x").run(|_| {})).unwrap_err();
    says_so("the device flow", &error.to_string());
}

#[test]
fn a_client_is_built_without_a_runtime() {
    let client: Client = api::anonymous("http://127.0.0.1:9").build().unwrap();
    let source = Credential::bearer("canary").unwrap();
    client.core.with_credentials(source).unwrap();
}
