//! Measures requests per second, latency, memory and startup time. Compares them with nginx as a plain proxy of the
//! same upstream.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;

use crate::Result;
use crate::nginx;
use crate::program::{Program, free_address, gateway, raise_descriptors};
use crate::verdict::Verdicts;
use crate::wrk::{self, Load};

#[derive(Args, Debug)]
pub struct Arguments {
    /// Number of rounds under load. The result is the median of the rounds
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds per measurement
    #[arg(long, default_value_t = 4)]
    seconds: u64,
}

/// The path of an operation with a short response, and the upstream's response.
const PATH: &str = "/orgs/octo-org/copilot/billing";
const ANSWER: &str = include_str!("billing.json");

/// The path of an operation for which the upstream has a long response.
const LARGE: &str = "/orgs/octo-org/copilot/billing/seats";
const LARGE_BYTES: usize = 100_000_000;

const CONNECTIONS: usize = 64;
const IDLE: usize = 1_000;
const STARTS: usize = 5;

/// The flags of the gateway. The caller's rate limit is raised to the load of wrk; all other settings are defaults.
const LIMITS: &[&str] = &[
    "--max-connections-per-address=2048",
    "--requests-per-second=1000000",
    "--burst=1000000",
];

/// Runs the measurements, and reports progress on standard error.
pub fn run(arguments: &Arguments) -> Result<Verdicts> {
    raise_descriptors()?;
    let work = tempfile::tempdir().map_err(|error| error.to_string())?;
    let work = work.path();
    let large = work.join("large.json");
    fs::write(&large, text(LARGE_BYTES)).map_err(|error| error.to_string())?;
    let upstream = nginx::upstream(work, ANSWER.trim_end(), (LARGE, &large))?;
    let nginx = nginx::proxy(work, upstream.address())?;
    let gateway = start(&upstream, work)?;

    let mut verdicts = Verdicts::new("nginx");
    load(arguments, (&upstream, &nginx, &gateway), &mut verdicts)?;
    drop(gateway);
    idle(&start(&upstream, work)?, &mut verdicts)?;
    body(&start(&upstream, work)?, &mut verdicts)?;
    starts(&upstream, work, &mut verdicts)?;
    Ok(verdicts)
}

fn start(upstream: &Program, work: &Path) -> Result<Program> {
    let listen = free_address()?;
    let mut command = gateway(upstream.address(), listen, &work.join("gateway.log"))?;
    Program::start(command.args(LIMITS), listen)
}

/// Measures both programs in turn, so that other activity of the machine affects both alike.
fn load(
    arguments: &Arguments,
    (upstream, nginx, gateway): (&Program, &Program, &Program),
    verdicts: &mut Verdicts,
) -> Result<()> {
    let measure = |program: &Program, connections| {
        wrk::run(program.address(), PATH, connections, arguments.seconds)
    };
    let (mut rates, mut tails, mut added) = (Pairs::new(), Pairs::new(), Pairs::new());
    // A warm-up opens the connections and loads the code into memory.
    for program in [nginx, gateway] {
        wrk::run(program.address(), PATH, CONNECTIONS, 1)?;
    }
    for round in 1..=arguments.rounds {
        let (beside, own): (Load, Load) =
            (measure(nginx, CONNECTIONS)?, measure(gateway, CONNECTIONS)?);
        rates.push((own.rate, beside.rate));
        tails.push((millis(own.p99), millis(beside.p99)));
        let direct = measure(upstream, 1)?.p50;
        let (beside, own) = (measure(nginx, 1)?.p50, measure(gateway, 1)?.p50);
        let over = |it: Duration| millis(it) - millis(direct);
        added.push((over(own), over(beside)));
        eprintln!(
            "round {round}: {:?} {:?} {:?}",
            rates.last(),
            tails.last(),
            added.last()
        );
    }
    let (own, beside) = middle(&mut rates, |(own, beside)| own / beside);
    verdicts.add(
        format!("requests a second, {CONNECTIONS} connections"),
        (format!("{own:.0}"), format!("{beside:.0}")),
        format!("≥ 0.5 × nginx: {:.2}", own / beside),
        own >= 0.5 * beside,
    );
    let (own, beside) = middle(&mut tails, |(own, beside)| own / beside);
    verdicts.add(
        format!("p99, {CONNECTIONS} connections"),
        (format!("{own:.2} ms"), format!("{beside:.2} ms")),
        format!("≤ 3 × nginx: {:.2}", own / beside),
        own <= 3.0 * beside,
    );
    let (own, beside) = middle(&mut added, |(own, _)| own);
    verdicts.add(
        "p50 added to the upstream's, 1 connection",
        (format!("{own:.3} ms"), format!("{beside:.3} ms")),
        "≤ 0.3 ms",
        own <= 0.3,
    );
    Ok(())
}

/// Returns the memory of the gateway with idle connections, each of which sent one request.
fn idle(gateway: &Program, verdicts: &mut Verdicts) -> Result<()> {
    let mut waiting = Vec::new();
    for _ in 0..IDLE {
        let mut stream = connect(gateway.address())?;
        request(&mut stream, PATH, "keep-alive")?;
        let mut response = vec![0; 4096];
        let length = stream
            .read(&mut response)
            .map_err(|error| error.to_string())?;
        expect_ok(response.get(..length).unwrap_or_default())?;
        waiting.push(stream);
    }
    std::thread::sleep(Duration::from_secs(1));
    let held = gateway.descriptors()?;
    if held < IDLE as u64 {
        return Err(format!(
            "the gateway has only {held} open descriptors for {IDLE} connections"
        ));
    }
    let megabytes = gateway.resident()? as f64 * 1024.0 / 1e6;
    verdicts.add(
        format!("all memory with {IDLE} idle connections"),
        (format!("{megabytes:.1} MB"), String::new()),
        "≤ 40 MB",
        megabytes <= 40.0,
    );
    Ok(())
}

/// Measures the memory for a long response, with a fast reader and with a reader that pauses.
fn body(gateway: &Program, verdicts: &mut Verdicts) -> Result<()> {
    for (name, pause) in [
        ("", Duration::ZERO),
        (", read after 2 s", Duration::from_secs(2)),
    ] {
        let before = gateway.resident()?;
        gateway.forget_peak()?;
        let mut stream = connect(gateway.address())?;
        request(&mut stream, LARGE, "close")?;
        std::thread::sleep(pause);
        let begin = Instant::now();
        let length = drain(&mut stream)?;
        let seconds = begin.elapsed().as_secs_f64();
        if length < LARGE_BYTES {
            return Err(format!(
                "only {length} of {LARGE_BYTES} bytes were received"
            ));
        }
        let more = gateway.peak()?.saturating_sub(before) as f64 * 1024.0 / 1e6;
        verdicts.add(
            format!(
                "memory added by a body of {} MB{name}",
                LARGE_BYTES / 1_000_000
            ),
            (
                format!("{more:.1} MB ({:.0} MB/s)", length as f64 / 1e6 / seconds),
                String::new(),
            ),
            "≤ 16 MB",
            more <= 16.0,
        );
    }
    Ok(())
}

/// Returns the time from the start of the process to the end of the first response. This includes the check of the
/// credential.
fn starts(upstream: &Program, work: &Path, verdicts: &mut Verdicts) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let begin = Instant::now();
        let gateway = start(upstream, work)?;
        let mut stream = connect(gateway.address())?;
        request(&mut stream, PATH, "close")?;
        drain(&mut stream)?;
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    let time = times.get(STARTS / 2).copied().unwrap_or_default();
    verdicts.add(
        "start to first response",
        (format!("{:.0} ms", millis(time)), String::new()),
        "≤ 100 ms",
        time <= Duration::from_millis(100),
    );
    Ok(())
}

fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).map_err(|error| format!("{address}: {error}"))?;
    let patience = Some(Duration::from_secs(30));
    stream
        .set_read_timeout(patience)
        .map_err(|error| error.to_string())?;
    Ok(stream)
}

fn request(stream: &mut TcpStream, path: &str, connection: &str) -> Result<()> {
    let host = stream.peer_addr().map_err(|error| error.to_string())?;
    let text = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: {connection}\r\n\r\n");
    stream
        .write_all(text.as_bytes())
        .map_err(|error| error.to_string())
}

/// Reads a response until the connection ends, and returns its length.
fn drain(stream: &mut TcpStream) -> Result<usize> {
    let mut piece = vec![0; 64 * 1024];
    let mut length = 0;
    loop {
        let read = stream.read(&mut piece).map_err(|error| error.to_string())?;
        if length == 0 {
            expect_ok(piece.get(..read).unwrap_or_default())?;
        }
        if read == 0 {
            return Ok(length);
        }
        length += read;
    }
}

fn expect_ok(response: &[u8]) -> Result<()> {
    if response.starts_with(b"HTTP/1.1 200 ") {
        return Ok(());
    }
    let response = String::from_utf8_lossy(response);
    Err(format!(
        "not a 200: {}",
        response.get(..400).unwrap_or(&response)
    ))
}

/// Returns a JSON text of this length in bytes.
fn text(bytes: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes);
    text.push(b'"');
    while text.len() < bytes - 1 {
        text.extend_from_slice(b"all that is in here is there to be long, and for nothing else: ");
    }
    text.truncate(bytes - 1);
    text.push(b'"');
    text
}

/// The results of gateway and nginx in each round.
type Pairs = Vec<(f64, f64)>;

/// Returns the median round by a measure.
fn middle(rounds: &mut Pairs, by: impl Fn((f64, f64)) -> f64) -> (f64, f64) {
    rounds.sort_unstable_by(|left, right| by(*left).total_cmp(&by(*right)));
    rounds.get(rounds.len() / 2).copied().unwrap_or_default()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
