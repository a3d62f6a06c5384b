//! Measures a program: time, and peak memory.
//!
//! The kernel reports the usage of all completed children of a process together. So each program runs as the only child
//! of a small helper process, which is this program, run with [`FLAG`]. The helper's own memory of a few megabytes is
//! the lower bound of the measurement.

use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

/// The first argument of the helper process. The program and its arguments follow.
pub const FLAG: &str = "--measured";

/// The usage of one run of a program, including its children.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Usage {
    /// Wall-clock time in seconds.
    pub wall: f64,
    /// CPU time in seconds, including system time.
    pub cpu: f64,
    /// The peak memory of the largest process, in bytes.
    pub peak: u64,
}

/// Runs a command, and returns the time and memory that it used.
///
/// # Errors
///
/// Fails if the command cannot be run, or if it fails.
pub fn measured(command: &Command) -> Result<Usage, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |why: &dyn std::fmt::Display| format!("{program}: {why}");
    let own = std::env::current_exe().map_err(|error| failed(&error))?;
    let mut small = Command::new(own);
    small.arg(FLAG).arg(command.get_program());
    small.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => small.env(name, value),
            None => small.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        small.current_dir(folder);
    }
    let output = small.output();
    let output = output.map_err(|error| format!("{}: {error}", small.get_program().display()))?;
    if !output.status.success() {
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        let reported = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "{program} {} fails:\n{reported}",
            arguments.join(" ")
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(&error))
}

/// Runs a program as the helper process, and prints the program's usage.
pub fn run(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(program) = arguments.next() else {
        eprintln!("error: the arguments contain no program to measure");
        return ExitCode::from(2);
    };
    let begin = Instant::now();
    let status = Command::new(&program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    let wall = begin.elapsed().as_secs_f64();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => return ExitCode::from(status.code().map_or(2, |_| 1)),
        Err(error) => {
            eprintln!("error: {}: {error}", program.to_string_lossy());
            return ExitCode::from(2);
        }
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map(|all| {
        let micros = all.user_time().num_microseconds() + all.system_time().num_microseconds();
        Usage {
            wall,
            cpu: micros as f64 / 1e6,
            peak: u64::try_from(all.max_rss()).unwrap_or(0) * RSS_UNIT,
        }
    });
    match usage.map(|usage| serde_json::to_string(&usage)) {
        Ok(Ok(usage)) => println!("{usage}"),
        _ => return ExitCode::from(2),
    }
    ExitCode::SUCCESS
}

/// Linux reports memory in kibibytes, macOS in bytes.
const RSS_UNIT: u64 = if cfg!(target_os = "linux") { 1024 } else { 1 };

/// Returns the median, or zero if there are no values.
pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let at = |index: usize| values.get(index).copied().unwrap_or(0.0);
    if values.len() % 2 == 1 {
        at(middle)
    } else {
        f64::midpoint(at(middle.saturating_sub(1)), at(middle))
    }
}

/// Returns the largest peak memory of several runs.
pub(super) fn peak(runs: &[Usage]) -> u64 {
    runs.iter().map(|it| it.peak).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn computes_the_median() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median([4.0, 1.0].into_iter()), 2.5);
        assert_eq!(median([].into_iter()), 0.0);
    }
}
