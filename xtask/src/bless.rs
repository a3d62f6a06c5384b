//! `cargo xtask bless`: rewrites the expected files of tests.

use anyhow::{Result, bail};
use clap::Args;
use xshell::cmd;

use crate::context::Context;
use crate::review;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Which files to rewrite: `golden`, `manifests`, `kinds`, `refusals`, `review` [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

type Write = fn(&Context) -> Result<()>;

/// The sets of expected files, in the order of rewriting.
const ALL: &[(&str, Write)] = &[
    ("golden", golden),
    ("manifests", manifests),
    ("kinds", kinds),
    ("refusals", refusals),
    ("review", review::write),
];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    for name in &arguments.names {
        if !ALL.iter().any(|it| it.0 == name) {
            bail!(
                "there are no expected files `{name}`; `cargo xtask bless --help` lists the names"
            );
        }
    }
    let context = Context::new()?;
    for (name, write) in ALL {
        if arguments.names.is_empty() || arguments.names.iter().any(|it| it == name) {
            write(&context)?;
        }
    }
    Ok(())
}

/// The golden crates in tests/golden, and the base crate in tests/changes.
fn golden(context: &Context) -> Result<()> {
    let (sh, golden) = (&context.sh, context.program("golden")?);
    Ok(cmd!(sh, "{golden}").run()?)
}

/// The manifests of some golden crates, in tests/suite/golden/manifests.
fn manifests(context: &Context) -> Result<()> {
    blessed(context, "the_manifests_of_some_crates")
}

/// The list of all kinds of changes, generator/CHANGES.md.
fn kinds(context: &Context) -> Result<()> {
    blessed(context, "kinds")
}

/// The expected diagnostics of the descriptions in tests/diagnostics.
fn refusals(context: &Context) -> Result<()> {
    blessed(context, "diagnostics")
}

/// Runs tests of the suite twice: first to rewrite files, then to check them.
fn blessed(context: &Context, tests: &str) -> Result<()> {
    let sh = &context.sh;
    let run = || cmd!(sh, "cargo test --quiet --workspace --test suite -- {tests}");
    run().env("EXPECTORATE", "overwrite").run()?;
    Ok(run().run()?)
}
