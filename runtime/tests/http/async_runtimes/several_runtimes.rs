//! Tests of one client in several tokio runtimes, some of which shut down during the test.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tagsmith_runtime::{BodyStream, OperationExt as _, RetryPolicy};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::api::{self, Client, Thing, ThingsError};
use crate::server::{Server, json};

/// Starts a server in its own runtime, which outlives the runtimes of the test.
fn server() -> Server {
    let (reported, hears) = mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async {
            let server = Server::start(|call| {
                // The delay lasts until other runtimes have shut down.
                thread::sleep(Duration::from_millis(5));
                json(
                    if call.method == "POST" { 201 } else { 200 },
                    r#"{"id":1,"name":"a"}"#,
                )
            });
            reported.send(server.await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    hears.recv().unwrap()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn several_threads() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// A client without retries.
fn client(server: &Server) -> Client {
    let builder = api::builder(&server.url).retry(RetryPolicy::never());
    builder.timeout(Duration::from_secs(20)).build().unwrap()
}

async fn open(client: &Client) -> BodyStream<ThingsError> {
    client.get("1").download().stream().await.unwrap()
}

async fn create(client: &Client) {
    let thing = Thing {
        id: 1,
        name: "a".to_owned(),
    };
    client.create(&thing).await.unwrap();
}

#[test]
fn each_call_may_run_in_its_own_runtime() {
    let server = server();
    let client = client(&server);
    for make in [runtime, several_threads] {
        for _ in 0..10 {
            make().block_on(create(&client));
        }
    }
    assert_eq!(server.received().len(), 20);
    // The first runtime has its own connection pool; all others share a pool.
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_runtime_shutdown_cancels_no_call_of_another_runtime() {
    let server = server();
    let client = client(&server);
    thread::scope(|scope| {
        for number in 0..8 {
            let client = &client;
            let make = if number % 2 == 0 {
                runtime
            } else {
                several_threads
            };
            scope.spawn(move || {
                for _ in 0..20 {
                    make().block_on(create(client));
                }
            });
        }
    });
    assert_eq!(server.received().len(), 8 * 20);
}

#[test]
fn an_idle_runtime_delays_no_other() {
    let server = server();
    let client = client(&server);
    let idle = runtime();
    idle.block_on(create(&client));
    runtime().block_on(async {
        let created = timeout(Duration::from_secs(5), create(&client));
        created.await.unwrap();
    });
    idle.block_on(create(&client));
    assert_eq!(server.received().len(), 3);
}

#[test]
fn a_body_may_be_read_in_another_runtime_than_its_call() {
    let server = server();
    let client = client(&server);
    let first = several_threads();
    let mut stream = first.block_on(open(&client));
    // The call was made on a different thread and in a different runtime.
    let piece = runtime().block_on(stream.try_next()).unwrap();
    assert_eq!(piece.unwrap(), r#"{"id":1,"name":"a"}"#);
    let mut stream = first.block_on(open(&client));
    let piece = crate::async_runtimes::without_runtime::block_on(stream.try_next()).unwrap();
    assert_eq!(piece.unwrap(), r#"{"id":1,"name":"a"}"#);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_and_async_calls_work_together() {
    use tagsmith_runtime::blocking::Blocking as _;

    let server = server();
    let client = client(&server);
    for _ in 0..3 {
        client.get("1").send().unwrap();
        runtime().block_on(create(&client));
    }
    assert_eq!(server.received().len(), 6);
}
