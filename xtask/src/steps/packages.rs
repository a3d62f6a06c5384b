//! Steps for the published packages, and for the programs outside of the workspace.

use anyhow::Result;
use xshell::cmd;

use crate::context::Context;

/// Packages the published crates: all except `conformance` and `xtask`.
pub(crate) const PACKAGE: &[&str] = &[
    "package",
    "--quiet",
    "--workspace",
    "--exclude",
    "conformance",
    "--exclude",
    "xtask",
];

/// Checks programs outside of the workspace. Their dependencies are used by no other package.
pub(super) fn apart(context: &Context) -> Result<()> {
    let sh = &context.sh;
    for folder in ["tests/octocrab", "runtime/examples/otlp"] {
        cmd!(
            sh,
            "cargo check --quiet --locked --all-targets --manifest-path {folder}/Cargo.toml"
        )
        .env("CARGO_TARGET_DIR", &context.target)
        .run()?;
    }
    Ok(())
}

pub(super) fn package(context: &Context) -> Result<()> {
    let sh = &context.sh;
    // Cargo caches unpacked packages by version, not by content, so the packages of an earlier run must be removed.
    cmd!(
        sh,
        "bash -c 'rm -rf \"${CARGO_HOME:-$HOME/.cargo}\"/registry/src/-*'"
    )
    .run()?;
    Ok(cmd!(sh, "cargo {PACKAGE...} --allow-dirty").run()?)
}
