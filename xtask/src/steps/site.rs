//! Steps for the reference site: its pages, its TypeScript, its Rust snippets, and its publication.

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::context::Context;
use crate::upstream::description;

/// Generates two sites in the working folder: of the pinned operations, and of the whole description.
const PINNED: &str = "site";
const WHOLE: &str = "site-whole";

/// Checks every page of the whole description against the rules for pages, and tests the search.
pub(super) fn site(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let full = description(context)?;
    let (checker, tagsmith) = (context.program("site")?, context.program("tagsmith")?);
    let (pinned, whole) = (context.emptied(PINNED)?, context.emptied(WHOLE)?);
    cmd!(sh, "{checker} --description {full}").run()?;
    for check in [None, Some("--check")] {
        cmd!(
            sh,
            "{tagsmith} site --description {full} --all-tags --out {whole} {check...}"
        )
        .run()?;
    }
    cmd!(sh, "{tagsmith} site --out {pinned}").run()?;
    for site in [&whole, &pinned] {
        cmd!(sh, "node generator/web/tests/search.mjs {site}").run()?;
    }
    Ok(())
}

/// Tests the snippets, and the pages in a real browser. Tests of sending requests and of secrets over the whole
/// description take too long for every push. The workflow `figures` runs those tests.
pub(super) fn program(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let (pinned, whole) = (context.work.join(PINNED), context.work.join(WHOLE));
    let (tagsmith, gateway) = (
        context.program("tagsmith")?,
        context.program("tagsmith-gateway")?,
    );
    let target = &context.target;
    let _folder = sh.push_dir("generator/web");
    cmd!(sh, "npm ci --silent --no-fund --no-audit").run()?;
    cmd!(sh, "npm run --silent types").run()?;
    cmd!(sh, "node build.mjs --check").run()?;
    cmd!(sh, "npm run --silent unit").run()?;
    cmd!(sh, "npm run --silent snippets -- --site {pinned}").run()?;
    cmd!(
        sh,
        "npm run --silent rust -- --site {pinned} --crate ../../generated --target {target}"
    )
    .run()?;
    cmd!(
        sh,
        "npm run --silent rust -- --site {pinned} --crate ../../generated --docs"
    )
    .run()?;
    cmd!(
        sh,
        "npm run --silent site -- --site {pinned} --tagsmith {tagsmith} --gateway {gateway}"
    )
    .run()?;
    cmd!(sh, "npm run --silent send -- --site {pinned}").run()?;
    cmd!(
        sh,
        "npm run --silent diagnosis -- --site {pinned} --gateway {gateway}"
    )
    .run()?;
    cmd!(sh, "npm run --silent fits -- --site {whole} --pages 60").run()?;
    cmd!(sh, "npm run --silent axe -- --site {pinned} --widths").run()?;
    cmd!(sh, "npm run --silent axe -- --site {whole} --pages 40").run()?;
    cmd!(sh, "npm run --silent figures -- --site {whole} --sizes").run()?;
    Ok(())
}

/// Compiles the Rust snippets of some operations of the whole description, and compares them with the crate's own
/// examples.
pub(super) fn sample(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let (full, whole) = (description(context)?, context.work.join(WHOLE));
    let krate = context.work.join("whole-crate/github-rest");
    let (runtime, target) = (context.root.join("runtime"), &context.target);
    let tagsmith = context.program("tagsmith")?;
    cmd!(sh, "{tagsmith} generate --description {full} --all-tags --out {krate} --name github-rest --runtime-path {runtime}").run()?;
    let _folder = sh.push_dir("generator/web");
    cmd!(sh, "npm ci --silent --no-fund --no-audit").run()?;
    cmd!(
        sh,
        "npm run --silent rust -- --site {whole} --crate {krate} --docs"
    )
    .run()?;
    cmd!(sh, "npm run --silent rust -- --site {whole} --crate {krate} --sample 200 --compile --target {target}").run()?;
    Ok(())
}

/// Runs the commands of the workflow `pages` with a local repository. The second run must publish nothing.
pub(super) fn pages(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let (site, repository) = (context.work.join(PINNED), context.emptied("pages.git")?);
    cmd!(sh, "git init --quiet --bare {repository}").run()?;
    for message in ["published", "the site is published already"] {
        let output = cmd!(sh, ".ci/pages {site} {repository}").read()?;
        ensure!(
            output.lines().any(|it| it == message),
            "`.ci/pages` says: {output}"
        );
    }
    let published = cmd!(sh, "git --git-dir {repository} show gh-pages:index.html").output()?;
    let is_same = published.stdout == sh.read_binary_file(site.join("index.html"))?;
    ensure!(
        is_same,
        "the published front page differs from the site's front page"
    );
    Ok(())
}
