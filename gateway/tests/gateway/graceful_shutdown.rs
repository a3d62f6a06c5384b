//! Tests of graceful shutdown: requests in flight finish, and new requests are refused.

use std::time::Duration;

use crate::support::upstream::Act;
use crate::support::world::{SEATS, World};

#[tokio::test]
async fn requests_in_flight_finish_and_new_ones_are_refused() {
    let pieces: Vec<Vec<u8>> =
        std::iter::once(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec())
            .chain(std::iter::repeat_n(b"1\r\na\r\n".to_vec(), 30))
            .chain(std::iter::once(b"0\r\n\r\n".to_vec()))
            .collect();
    let mut world = World::start(&[], move |_| Act::Slowly(pieces.clone())).await;
    let idle = world.connect().await;
    let running = world.running.take().unwrap();
    let address = world.address;
    let (got, is_ended) = tokio::join!(world.get(SEATS), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        running.stop().await
    });
    assert!(is_ended && got.is_whole && got.status == 200, "{got:?}");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    drop(idle);
}

#[tokio::test]
async fn requests_that_exceed_the_drain_timeout_are_cut_off() {
    let mut world = World::start(&["--drain-timeout", "300ms"], |_| {
        Act::SayAndStall(Vec::new())
    })
    .await;
    let running = world.running.take().unwrap();
    let _stream = world.begin(SEATS).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!running.stop().await);
}
