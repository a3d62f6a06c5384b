//! Runs `wrk` to generate load, and parses its output.

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use crate::Result;

/// The result of a run of wrk.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Requests per second.
    pub rate: f64,
    /// The median latency.
    pub p50: Duration,
    /// The latency at the 99th percentile.
    pub p99: Duration,
}

/// Sends requests over a number of connections for some seconds.
pub fn run(address: SocketAddr, path: &str, connections: usize, seconds: u64) -> Result<Load> {
    let threads = connections.min(2);
    let output = Command::new("wrk")
        .arg("--latency")
        .arg(format!("-t{threads}"))
        .arg(format!("-c{connections}"))
        .arg(format!("-d{seconds}s"))
        .arg(format!("http://{address}{path}"))
        .output()
        .map_err(|error| format!("`wrk` does not start: {error}\nhelp: apt-get install wrk"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    // Every request must have succeeded, because a fast refusal would distort the result.
    for sign in ["Non-2xx", "Socket errors"] {
        if let Some(line) = text.lines().find(|line| line.contains(sign)) {
            return Err(format!("wrk on {address}: {}", line.trim()));
        }
    }
    read(&text).ok_or_else(|| format!("the output of wrk cannot be parsed: {text}"))
}

fn read(text: &str) -> Option<Load> {
    let after = |name: &str| {
        let mut lines = text.lines().map(str::trim);
        lines
            .find_map(|line| line.strip_prefix(name))
            .map(str::trim)
    };
    Some(Load {
        rate: after("Requests/sec:")?.parse().ok()?,
        p50: time(after("50%")?)?,
        p99: time(after("99%")?)?,
    })
}

/// Parses `12.34us`, `1.20ms` and `1.00s`.
fn time(text: &str) -> Option<Duration> {
    let units = [("us", 1e-6), ("ms", 1e-3), ("s", 1.0)];
    let (number, unit) = units
        .iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    let seconds = number.parse::<f64>().ok()? * unit;
    Duration::try_from_secs_f64(seconds).ok()
}
