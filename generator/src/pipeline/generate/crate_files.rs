//! The files of a crate and its fixtures.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::crate_ir::Crate;
use crate::emit::{fixtures, rust};
use crate::output::Output;

/// Returns the files of a crate, by their paths with `/`.
pub fn crate_files(krate: &Crate<'_>) -> BTreeMap<String, String> {
    rust::render(krate)
}

/// Returns all files of a configuration: the crate and the fixtures.
pub fn files(krate: &Crate<'_>, config: &Config) -> Output {
    with_files(Output::default(), krate, config)
}

/// Adds all files of a configuration to `output`.
pub(in crate::pipeline) fn with_files(
    output: Output,
    krate: &Crate<'_>,
    config: &Config,
) -> Output {
    let output = output.with_listed(&config.out, crate_files(krate));
    match &config.fixtures {
        Some(folder) => output.with_listed(folder, fixtures::render(krate)),
        None => output,
    }
}
