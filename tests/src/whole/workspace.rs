//! Writes the workspace around a whole crate: a manifest, the lock file of this repository, and a small program.

use std::fs;
use std::path::Path;

use super::{Made, NAME, Whole, at};
use crate::description::repository;

/// Writes everything except the crate itself.
pub(super) fn write(whole: &Whole, made: &Made) -> Result<(), String> {
    let repository = repository().canonicalize().map_err(at(&repository()))?;
    let put = |name: &str, text: &str| put(&whole.build.join(name), text);
    put("Cargo.toml", WORKSPACE)?;
    let lock = repository.join("Cargo.lock");
    put("Cargo.lock", &fs::read_to_string(&lock).map_err(at(&lock))?)?;
    let tests = repository.join("tests");
    put("check/Cargo.toml", &manifest(&tests))?;
    put("check/src/main.rs", &program(made))
}

/// The compiler profile of this repository, so that built dependencies are reused.
const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["client", "check"]

[profile.dev]
debug = "line-tables-only"
"#;

fn manifest(tests: &Path) -> String {
    format!(
        r#"[package]
name = "check"
version = "0.0.0"
edition = "2024"
publish = false

[[bin]]
name = "replay"
path = "src/main.rs"

[dependencies]
client = {{ package = "{NAME}", path = "../client", features = ["conformance"] }}
conformance = {{ path = {tests:?} }}
"#
    )
}

fn program(made: &Made) -> String {
    let has_repos = made.tags.iter().any(|it| it == "repos");
    let (import, raw) = match has_repos {
        true => (
            "use client::OperationExt as _;\n",
            "Some(conformance::raw_calls!())",
        ),
        false => ("", "None"),
    };
    format!(
        r#"//! Proves the crate beside it: `replay --help`.

use std::process::ExitCode;

use client::Client;
{import}use conformance::check::{{Crate, main as check}};

fn main() -> ExitCode {{
    check(Crate {{
        name: {name:?},
        operations: client::conformance::operations(),
        tags: &{tags:?},
        description: {description:?},
        api_version: {api_version:?},
        client: |url| {{
            let builder = Client::builder().base_url(url).token("a-token").drift(|_| {{}});
            // Without retries, each call is exactly one request.
            let builder = builder.retry(client::RetryPolicy::never());
            builder.build().map_err(|error| error.to_string())
        }},
        endpoint: |to| {{
            let builder = Client::builder().base_url(to.api).uploads_url(to.uploads);
            let builder = builder.token(to.token).transport(to.transport);
            let builder = builder.retry(client::RetryPolicy::never());
            builder.build().map_err(|error| error.to_string())
        }},
        raw: {raw},
    }})
}}
"#,
        name = made.config.package.name,
        tags = made.tags,
        description = made.description,
        api_version = made.config.package.api_version,
    )
}

/// Writes a file only if its content changed, so that unchanged files are not compiled again.
pub(super) fn put(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(at(path))
}
