//! The files of a crate, and of what is generated beside it.

use std::collections::BTreeMap;

use crate::api::Api;
use crate::config::Config;
use crate::emit::{fixtures, rust};
use crate::output::Output;

/// Returns the files of a crate, by their paths with `/`.
pub fn crate_files(api: &Api) -> BTreeMap<String, String> {
    rust::render(api)
}

/// Returns all files that a configuration asks for: the crate's and the examples.
pub fn files(api: &Api, config: &Config) -> Output {
    with_files(Output::default(), api, config)
}

/// Adds all files that a configuration asks for.
pub(in crate::pipeline) fn with_files(output: Output, api: &Api, config: &Config) -> Output {
    let output = output.with_listed(&config.out, crate_files(api));
    match &config.fixtures {
        Some(folder) => output.with_listed(folder, fixtures::render(api)),
        None => output,
    }
}
