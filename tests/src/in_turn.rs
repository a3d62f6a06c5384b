//! Measures two functions in turn, so that disturbances affect both alike.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// Returns the CPU time of each function on this thread, as the median of many rounds.
pub fn measure(rounds: usize, one: impl FnMut(), other: impl FnMut()) -> (Duration, Duration) {
    measure_by(cpu, rounds, one, other)
}

/// Returns the wall-clock time of each function, as the median of many rounds.
pub fn measure_clock(
    rounds: usize,
    one: impl FnMut(),
    other: impl FnMut(),
) -> (Duration, Duration) {
    measure_by(clock, rounds, one, other)
}

fn measure_by(
    time: impl Fn(&mut dyn FnMut()) -> Duration,
    rounds: usize,
    mut one: impl FnMut(),
    mut other: impl FnMut(),
) -> (Duration, Duration) {
    let mut times = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        times.0.push(time(&mut one));
        times.1.push(time(&mut other));
    }
    (median(times.0), median(times.1))
}

fn cpu(run: &mut dyn FnMut()) -> Duration {
    let begin = ThreadTime::now();
    run();
    begin.elapsed()
}

fn clock(run: &mut dyn FnMut()) -> Duration {
    let begin = Instant::now();
    run();
    begin.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
