//! What is published, and the programs beside the workspace.

use anyhow::Result;
use xshell::cmd;

use crate::context::Context;

/// Packages what is published: `conformance` and `xtask` are not.
pub(crate) const PACKAGE: &[&str] = &[
    "package",
    "--quiet",
    "--workspace",
    "--exclude",
    "conformance",
    "--exclude",
    "xtask",
];

/// Programs that are no members of the workspace, since their dependencies are nobody else's.
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
    // Cargo keeps what it unpacked of an earlier run's packages, by version and not by content.
    cmd!(
        sh,
        "bash -c 'rm -rf \"${CARGO_HOME:-$HOME/.cargo}\"/registry/src/-*'"
    )
    .run()?;
    Ok(cmd!(sh, "cargo {PACKAGE...} --allow-dirty").run()?)
}
