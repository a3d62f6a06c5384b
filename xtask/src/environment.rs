//! Removes the environment variables that `cargo run` sets for the package xtask only.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::Result;

/// Runs this program again without the variables that `cargo run` set, and returns its exit code. Returns `None` if no
/// such variable is set.
///
/// The build script of `ring` runs again if CARGO_MANIFEST_DIR changes. With that variable, each cargo process that
/// this program starts would rebuild `ring` and all packages that depend on `ring`.
pub(crate) fn cleaned() -> Result<Option<ExitCode>> {
    let names = env::vars_os().map(|it| it.0);
    let of_package: Vec<_> = names
        .filter(|it| is_of_package(&it.to_string_lossy()))
        .collect();
    if of_package.is_empty() {
        return Ok(None);
    }
    let mut again = Command::new(env::current_exe()?);
    again.args(env::args_os().skip(1));
    for name in of_package {
        again.env_remove(name);
    }
    Ok(Some(match again.status()?.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }))
}

fn is_of_package(name: &str) -> bool {
    name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_")
}
