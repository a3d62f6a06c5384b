//! Compares a client for another account with a separate client: the time to create it, and its memory.

#![allow(missing_docs)]

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use github_rest::auth::Credential;
use github_rest::{BuildError, Client};

/// The maximum duration of `with_credentials`.
const MOST_TIME: Duration = Duration::from_micros(50);
const MOST_BYTES: u64 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let builder = || Client::builder().base_url("http://127.0.0.1:9");
    let base = builder().token("t").build()?;
    let own = || builder().token("t").build();
    let other = || match Credential::bearer("u") {
        Ok(credential) => base.with_credentials(credential),
        Err(error) => Err(error.into()),
    };
    print("a client of its own", measure(20, own)?);
    let (time, bytes) = measure(20_000, other)?;
    print("a client for another account", (time, bytes));
    if time > MOST_TIME || bytes > MOST_BYTES {
        return Err(format!("that is more than {MOST_TIME:?} or {MOST_BYTES} bytes").into());
    }
    Ok(())
}

/// Returns the mean time of creating one client, and the bytes that the client keeps allocated.
fn measure(
    times: u32,
    make: impl Fn() -> Result<Client, BuildError>,
) -> Result<(Duration, u64), BuildError> {
    black_box(make()?);
    let mut made = Ok(());
    let allocated = allocation_counter::measure(|| match make() {
        Ok(client) => drop(black_box(client)),
        Err(error) => made = Err(error),
    });
    made?;
    let begin = Instant::now();
    for _ in 0..times {
        black_box(make()?);
    }
    Ok((begin.elapsed() / times, allocated.bytes_max))
}

fn print(what: &str, (time, bytes): (Duration, u64)) {
    println!("{what}: {time:.1?}, at most {bytes} bytes");
}
