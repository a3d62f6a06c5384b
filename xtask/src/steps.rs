//! The table of the steps of CI.

mod gateway;
mod packages;
mod pin;
mod site;
mod sources;
mod updates;
mod whole;

use anyhow::Result;

use crate::context::Context;

pub(crate) use self::packages::PACKAGE;

/// One step: it can be run by itself, after those that it needs.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// The steps whose files it reads; they stand before it.
    pub(crate) needs: &'static [&'static str],
    pub(crate) run: fn(&Context) -> Result<()>,
}

#[rustfmt::skip]
pub(crate) const STEPS: &[Step] = &[
    step("format", "checks the format of all Rust", &[], sources::format),
    step("lints", "runs clippy on all targets, and on the generated crate with its default features", &[], sources::lints),
    step("words", "checks the spelling with typos, and the Markdown with markdownlint-cli2", &[], sources::words),
    step("workflows", "checks the GitHub workflows with zizmor and check-jsonschema", &[], sources::workflows),
    step("documentation", "builds the documentation without a warning", &[], sources::documentation),
    step("download", "tests the feature `update` of the generator", &[], updates::download),
    step("kill", "kills an update at each call that changes the disk; the next update finishes it", &[], updates::kill),
    step("regenerate", "checks that `cargo regen` changes nothing", &[], pin::regenerate),
    step("version", "checks the crate's version against the changes since the last release", &[], pin::version),
    step("upstream", "downloads the description that the lock names, and checks its digest", &[], pin::upstream),
    step("pin", "pins and generates from the whole description, which changes nothing", &["upstream"], pin::pin),
    step("example", "checks the change report that CONTRIBUTING.md shows", &[], pin::example),
    step("disks", "generates and updates on a full disk and in a read-only folder, as root", &[], updates::disks),
    step("changes", "compares the change report with the compiler's errors", &["upstream"], updates::changes),
    step("whole", "compiles the crate of the whole description and compares it with the description", &["upstream"], whole::whole),
    step("oracles", "calls servers of other projects through the whole crate", &["whole"], whole::oracles),
    step("programs", "runs the programs of a user, none longer than with octocrab", &["upstream"], whole::programs),
    step("site", "renders the reference sites, and checks each page and the search", &["upstream"], site::site),
    step("program", "tests the pages' program: snippets, Chromium, accessibility, sizes", &["site"], site::program),
    step("sample", "compiles the Rust snippets of 200 operations of the whole description", &["site"], site::sample),
    step("pages", "publishes the site into a repository on this disk, as the workflow `pages` does", &["site"], site::pages),
    step("browser", "tests the gateway's rules for browsers in Chromium", &[], gateway::browser),
    step("clients", "sends requests of octokit, PyGithub, gh and curl through the gateway", &["upstream"], gateway::clients),
    step("deploying", "tries what gateway/DEPLOYING.md shows", &[], gateway::deploying),
    step("soak", "checks that the gateway does not grow under 30 s of failing load", &[], gateway::soak),
    step("apart", "checks the programs that are no members of the workspace", &[], packages::apart),
    step("package", "packages all that is published, and builds the packages", &[], packages::package),
];

const fn step(
    name: &'static str,
    what: &'static str,
    needs: &'static [&'static str],
    run: fn(&Context) -> Result<()>,
) -> Step {
    Step {
        name,
        what,
        needs,
        run,
    }
}
