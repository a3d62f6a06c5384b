//! Steps that check only the sources: format, lints, spelling, workflows and documentation.

use anyhow::Result;
use xshell::cmd;

use crate::context::Context;

pub(super) fn format(context: &Context) -> Result<()> {
    let sh = &context.sh;
    Ok(cmd!(sh, "cargo fmt --all --check").run()?)
}

pub(super) fn lints(context: &Context) -> Result<()> {
    let sh = &context.sh;
    cmd!(
        sh,
        "cargo clippy --quiet --workspace --all-targets -- -D warnings"
    )
    .run()?;
    // Checked with the default features, as users have them. The tests enable more features.
    cmd!(
        sh,
        "cargo clippy --quiet -p github-rest --lib -- -D warnings"
    )
    .run()?;
    Ok(())
}

/// Checks the spelling of all files, and the Markdown.
pub(super) fn words(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let python = context.python(&["typos==1.52.0"])?;
    cmd!(sh, "{python}/typos").run()?;
    let node = context.node(&["markdownlint-cli2@0.22.1"])?;
    cmd!(sh, "{node}/markdownlint-cli2").run()?;
    Ok(())
}

/// Checks the permissions and the schema of the workflows, without GitHub.
pub(super) fn workflows(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let bin = context.python(&["zizmor==1.32.0", "check-jsonschema==0.39.0"])?;
    let folder = ".github/workflows";
    cmd!(sh, "{bin}/zizmor --quiet --offline --pedantic {folder}").run()?;
    let files = sh.read_dir(folder)?;
    cmd!(
        sh,
        "{bin}/check-jsonschema --builtin-schema vendor.github-workflows {files...}"
    )
    .run()?;
    Ok(())
}

pub(super) fn documentation(context: &Context) -> Result<()> {
    let sh = &context.sh;
    cmd!(sh, "cargo doc --quiet --workspace --no-deps --all-features")
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    Ok(())
}
