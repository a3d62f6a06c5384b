//! Compares the generated client with octocrab: time and allocations of the same calls to the same server, in turn.

#[path = "../../benches/derived/mod.rs"]
mod derived;
#[path = "../../src/in_turn.rs"]
mod in_turn;
#[path = "../../benches/seats/mod.rs"]
mod seats;
#[path = "../../benches/served/mod.rs"]
mod served;

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use github_rest::Client;
use octocrab::Octocrab;

/// The total number of seats in the response.
type Outcome = Result<Option<i64>, Box<dyn Error>>;

/// The number of calls in one measurement.
const CALLS: u32 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    println!("| a page of seats | | github-rest | octocrab | ratio |");
    println!("|---|---|---|---|---|");
    for seats in [2, 100] {
        compare(seats)?;
    }
    Ok(())
}

fn compare(seats: usize) -> Result<(), Box<dyn Error>> {
    let url = served::serve(seats::body(seats)?)?;
    let runtime = served::single()?;
    let ours = Client::builder().base_url(&url).token("t").build()?;
    let theirs = {
        let _entered = runtime.enter();
        Octocrab::builder()
            .base_uri(url)?
            .personal_token("t".to_owned())
            .build()?
    };
    let ours = || runtime.block_on(through_ours(&ours));
    let theirs = || runtime.block_on(through_octocrab(&theirs));
    assert_eq!(ours()?, theirs()?);

    let many = |call: &dyn Fn() -> Outcome| {
        for _ in 0..CALLS {
            let _ = black_box(call());
        }
    };
    let clock = in_turn::measure_clock(60, || many(&ours), || many(&theirs));
    row(seats, "time on the clock", clock);
    let cpu = in_turn::measure(60, || many(&ours), || many(&theirs));
    row(seats, "CPU of the caller", cpu);
    let allocated = |call: &dyn Fn() -> Outcome| {
        allocation_counter::measure(|| {
            let _ = black_box(call());
        })
    };
    let (a, b) = (allocated(&ours), allocated(&theirs));
    let ratio = |a: u64, b: u64| a as f64 / b as f64;
    for (what, a, b) in [
        ("allocations", a.count_total, b.count_total),
        ("bytes allocated", a.bytes_total, b.bytes_total),
        ("peak of allocated bytes", a.bytes_max, b.bytes_max),
    ] {
        println!("| {seats} | {what} | {a} | {b} | {:.2} |", ratio(a, b));
    }
    Ok(())
}

fn row(seats: usize, what: &str, (ours, theirs): (Duration, Duration)) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let (ours, theirs) = (ours / CALLS, theirs / CALLS);
    println!("| {seats} | {what} | {ours:.1?} | {theirs:.1?} | {ratio:.2} |");
}

async fn through_ours(client: &Client) -> Outcome {
    let seats = client.copilot().list_copilot_seats("octo-org").await?;
    Ok(seats.total_seats)
}

/// Calls octocrab's `get`, because its `orgs(org).copilot().billing_seats()` decodes different properties. With the
/// same properties, the figures compare the clients, not the sizes of the types.
async fn through_octocrab(client: &Octocrab) -> Outcome {
    let route = "/orgs/octo-org/copilot/billing/seats";
    let seats: derived::Seats = client.get(route, None::<&()>).await?;
    Ok(seats.total_seats)
}
