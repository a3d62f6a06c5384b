//! Compares tolerant decoding of 1.5 MB of seats with serde derives of the same types.

#![allow(missing_docs)]

mod derived;
mod seats;

use std::hint::black_box;

use conformance::in_turn;
use criterion::{Criterion, Throughput};
use github_rest::copilot::ListCopilotSeatsResponse;
use tagsmith_runtime::Payload;

/// The number of seats in 1.5 MB.
const SEATS: usize = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let body = seats::body(SEATS)?;
    let tolerant = || Payload::new(black_box(&body)).json::<ListCopilotSeatsResponse>();
    let derived = || serde_json::from_slice::<derived::Seats>(black_box(&body));

    let mut payload = Payload::new(&body);
    let read: ListCopilotSeatsResponse = payload.json()?;
    assert_eq!(
        payload.drift(),
        [],
        "the body deviates from the description"
    );
    assert_eq!(read.seats.map(|it| it.len()), Some(SEATS));
    assert_eq!(derived()?.seats.map(|it| it.len()), Some(SEATS));

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("tagsmith", |bencher| bencher.iter(tolerant));
    group.bench_function("derives", |bencher| bencher.iter(derived));
    group.finish();
    criterion.final_summary();

    let (tolerant, derived) = in_turn::measure(
        200,
        || drop(black_box(tolerant())),
        || drop(black_box(derived())),
    );
    let ratio = tolerant.as_secs_f64() / derived.as_secs_f64();
    println!("in turn: tagsmith {tolerant:.2?}, derives {derived:.2?} of CPU: {ratio:.2} times");
    Ok(())
}
