//! Steps that compare the generated files with the pinned description, and the pinned description with upstream's.

use anyhow::Result;
use xshell::cmd;

use crate::context::Context;
use crate::review;
use crate::upstream::{Lock, description};

// These steps run the program by `cargo run -p tagsmith`, with the default features, as users would.

pub(super) fn regenerate(context: &Context) -> Result<()> {
    let sh = &context.sh;
    Ok(cmd!(sh, "cargo regen --check").run()?)
}

pub(super) fn version(context: &Context) -> Result<()> {
    let sh = &context.sh;
    Ok(cmd!(sh, "cargo run --quiet -p tagsmith -- release --check").run()?)
}

pub(super) fn upstream(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let file = description(context)?;
    let line = format!("{}  {}\n", Lock::read(context)?.sha256, file.display());
    Ok(cmd!(sh, "sha256sum --check").stdin(line).run()?)
}

/// Checks that upstream's file leads to the same pinned description and the same crate.
pub(super) fn pin(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let (full, lock) = (description(context)?, Lock::read(context)?);
    let version = lock.version;
    cmd!(
        sh,
        "cargo run --quiet -p tagsmith -- pin --description {full} --version {version}"
    )
    .run()?;
    cmd!(
        sh,
        "cargo run --quiet -p tagsmith -- generate --check --description {full}"
    )
    .run()?;
    Ok(cmd!(sh, "git diff --exit-code -- spec").run()?)
}

pub(super) fn example(context: &Context) -> Result<()> {
    review::check(context)
}
