//! The table of CI steps.

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

/// A CI step. A step can run alone if the steps that it needs have run before.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// The steps whose output files this step reads. These steps precede this step in the table.
    pub(crate) needs: &'static [&'static str],
    pub(crate) run: fn(&Context) -> Result<()>,
    /// Whether the step mostly waits for a browser, a server or the disk. If so, it can run in parallel with other
    /// steps.
    pub(crate) waits: bool,
}

#[rustfmt::skip]
pub(crate) const STEPS: &[Step] = &[
    step("format", "checks the format of all Rust code", &[], sources::format),
    step("lints", "runs clippy on all targets, and on the generated crate with its default features", &[], sources::lints),
    step("words", "checks the spelling with typos, and the Markdown with markdownlint-cli2", &[], sources::words),
    step("workflows", "checks the GitHub workflows with zizmor and check-jsonschema", &[], sources::workflows),
    step("documentation", "builds the documentation without warnings", &[], sources::documentation),
    step("download", "tests the feature `update` of the generator", &[], updates::download),
    beside("kill", "kills an update at each call that changes the disk, and checks that the next update finishes it", &[], updates::kill),
    step("regenerate", "checks that `cargo regen` changes nothing", &[], pin::regenerate),
    step("version", "checks the crate's version against the changes since the last release", &[], pin::version),
    step("upstream", "downloads the description that the lock file names, and checks its digest", &[], pin::upstream),
    step("pin", "checks that pinning and generating from the whole description changes nothing", &["upstream"], pin::pin),
    step("example", "checks the change report that CONTRIBUTING.md shows", &[], pin::example),
    beside("disks", "generates and updates on a full disk and in a read-only folder, as root", &[], updates::disks),
    step("changes", "compares the change report with the compiler's errors", &["upstream"], updates::changes),
    step("whole", "compiles the crate of the whole description and compares it with the description", &["upstream"], whole::whole),
    step("corpus", "generates from a sample of the corpus that has every construct, and compiles the crates", &[], whole::corpus),
    step("oracles", "calls third-party servers through the whole crate", &["whole"], whole::oracles),
    step("programs", "runs the example programs, and compares their length with octocrab's", &["upstream"], whole::programs),
    step("site", "renders the reference sites, and checks each page and the search", &["upstream"], site::site),
    beside("program", "tests the site's TypeScript: snippets, Chromium, accessibility, sizes", &["site"], site::program),
    beside("sample", "compiles the Rust snippets of 200 operations of the whole description", &["site"], site::sample),
    beside("pages", "publishes the site into a repository on this disk, as the workflow `pages` does", &["site"], site::pages),
    beside("browser", "tests the gateway's rules for browsers in Chromium", &[], gateway::browser),
    beside("clients", "sends requests of octokit, PyGithub, gh and curl through the gateway", &["upstream"], gateway::clients),
    beside("deploying", "tests the set-ups in gateway/DEPLOYING.md", &[], gateway::deploying),
    step("soak", "checks that the gateway's memory does not grow under 30 s of failing load", &[], gateway::soak),
    step("apart", "checks the programs outside of the workspace", &[], packages::apart),
    step("package", "packages the published crates, and builds the packages", &[], packages::package),
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
        waits: false,
    }
}

const fn beside(
    name: &'static str,
    what: &'static str,
    needs: &'static [&'static str],
    run: fn(&Context) -> Result<()>,
) -> Step {
    Step {
        waits: true,
        ..step(name, what, needs, run)
    }
}
