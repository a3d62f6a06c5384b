//! The soak test: sends failing traffic for minutes, and checks for leaks. The traffic pauses for measurements.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;

use crate::program::{CREDENTIAL, Program, free_address, gateway, raise_descriptors};
use crate::traffic::KINDS;
use crate::verdict::Verdicts;
use crate::{Result, faults};

#[derive(Args, Debug)]
pub struct Arguments {
    /// Duration in seconds
    #[arg(long, default_value_t = 120)]
    seconds: u64,
}

/// The number of clients for fast requests, and for slow requests.
const QUICK: usize = 6;
const SLOW: usize = 24;

/// The duration of traffic between pauses, and the time for requests to finish before a measurement.
const BUSY: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_secs(3);

/// The allowed growth from the second quarter of the run to the last.
const MEGABYTES: f64 = 4.0;
const DESCRIPTORS: u64 = 16;

/// The flags of the gateway: short timeouts that many requests reach, and high values for all other limits.
const LIMITS: &[&str] = &[
    "--head-timeout=2s",
    "--upstream-timeout=2s",
    "--stall-timeout=2s",
    "--requests-per-second=1000",
];

/// The results for each kind of request, and the first failure of each.
type Counts = BTreeMap<&'static str, (u64, Option<String>)>;

/// The state that the clients share.
#[derive(Debug, Default)]
struct Shared {
    number: AtomicU32,
    pause: AtomicBool,
    stop: AtomicBool,
    counts: Mutex<Counts>,
}

/// The measurements during a pause.
#[derive(Clone, Copy, Debug)]
struct Weight {
    megabytes: f64,
    descriptors: u64,
}

/// Runs the soak test, and reports each measurement on standard error.
pub fn run(arguments: &Arguments) -> Result<Verdicts> {
    raise_descriptors()?;
    let work = tempfile::tempdir().map_err(|error| error.to_string())?;
    let log = work.path().join("gateway.log");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let upstream = runtime.block_on(faults::start())?;
    let listen = free_address()?;
    let program = Program::start(gateway(upstream, listen, &log)?.args(LIMITS), listen)?;

    let shared = Arc::new(Shared::default());
    for (clients, slow) in [(QUICK, false), (SLOW, true)] {
        for client in 0..clients {
            runtime.spawn(send(shared.clone(), listen, slow, client));
        }
    }
    let weights = weigh(&program, &shared, Duration::from_secs(arguments.seconds))?;
    shared.stop.store(true, Ordering::Relaxed);
    runtime.shutdown_timeout(PAUSE);

    let counts = shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
    let mut verdicts = Verdicts::new("");
    growth(&weights, &mut verdicts);
    outcomes(&counts, &mut verdicts);
    end(program, &log, &mut verdicts)?;
    Ok(verdicts)
}

/// Sends one kind of request after the other, until the test stops.
async fn send(shared: Arc<Shared>, gateway: SocketAddr, slow: bool, client: usize) {
    let kinds = KINDS.iter().filter(|kind| kind.slow == slow);
    // Clients start at different kinds of requests, so that all kinds are in flight at any time.
    for kind in kinds.cycle().skip(client) {
        while shared.pause.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        let number = shared.number.fetch_add(1, Ordering::Relaxed);
        let outcome = kind.send(gateway, number).await;
        let mut counts = shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, failure) = counts.entry(kind.name).or_default();
        *count += 1;
        if failure.is_none() {
            *failure = outcome.err();
        }
    }
}

fn weigh(program: &Program, shared: &Shared, all: Duration) -> Result<Vec<Weight>> {
    let begin = Instant::now();
    let mut weights = Vec::new();
    while begin.elapsed() < all {
        std::thread::sleep(BUSY);
        shared.pause.store(true, Ordering::Relaxed);
        std::thread::sleep(PAUSE);
        let weight = Weight {
            megabytes: program.resident()? as f64 * 1024.0 / 1e6,
            descriptors: program.descriptors()?,
        };
        shared.pause.store(false, Ordering::Relaxed);
        eprintln!(
            "{:>4} s: {:.1} MB, {} descriptors, {} requests",
            begin.elapsed().as_secs(),
            weight.megabytes,
            weight.descriptors,
            shared.number.load(Ordering::Relaxed),
        );
        weights.push(weight);
    }
    Ok(weights)
}

/// Compares the last quarter of the run with the second. The first quarter is ignored, because the gateway still
/// allocates memory for reuse.
fn growth(weights: &[Weight], verdicts: &mut Verdicts) {
    let quarter = (weights.len() / 4).max(1);
    let middle = |part: &[Weight], by: fn(&Weight) -> f64| {
        let mut figures: Vec<f64> = part.iter().map(by).collect();
        figures.sort_unstable_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let second = weights.get(quarter..quarter * 2).unwrap_or_default();
    let last = weights.get(weights.len() - quarter..).unwrap_or_default();
    for (what, by, most) in [
        (
            "memory, MB",
            (|it| it.megabytes) as fn(&Weight) -> f64,
            MEGABYTES,
        ),
        (
            "descriptors",
            |it| it.descriptors as f64,
            DESCRIPTORS as f64,
        ),
    ] {
        let (before, after) = (middle(second, by), middle(last, by));
        verdicts.add(
            format!("{what}: last quarter against the second"),
            (format!("{before:.1} → {after:.1}"), String::new()),
            format!("≤ {most} more"),
            after - before <= most,
        );
    }
}

/// Checks that requests of every kind were sent, and that all had the expected result.
fn outcomes(counts: &Counts, verdicts: &mut Verdicts) {
    for kind in KINDS {
        let (count, failure) = counts.get(kind.name).cloned().unwrap_or_default();
        if let Some(failure) = &failure {
            eprintln!("{failure}");
        }
        verdicts.add(
            kind.name,
            (format!("{count} requests"), String::new()),
            "every request has the expected result",
            count > 0 && failure.is_none(),
        );
    }
}

/// Checks that the gateway stops on a signal, and that its output does not contain the credential.
fn end(program: Program, log: &Path, verdicts: &mut Verdicts) -> Result<()> {
    let ended = program.stop()?;
    verdicts.add(
        "end by SIGTERM",
        (if ended { "0" } else { "not 0" }.to_owned(), String::new()),
        "0",
        ended,
    );
    let file = fs::File::open(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let (mut lines, mut leaks) = (0, 0);
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(|error| error.to_string())?;
        lines += 1;
        leaks += usize::from(String::from_utf8_lossy(&line).contains(CREDENTIAL));
    }
    verdicts.add(
        format!("credential in {lines} lines of log"),
        (leaks.to_string(), String::new()),
        "0",
        leaks == 0 && lines > 0,
    );
    Ok(())
}
