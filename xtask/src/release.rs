//! `cargo xtask release`: the checks that the workflow `release` runs before it publishes.

use anyhow::{Context as _, Result};
use clap::Args;
use xshell::cmd;

use crate::context::Context;
use crate::steps::PACKAGE;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The tag of the release [default: `v` plus the version of the generated crate]
    #[arg(value_name = "TAG")]
    tag: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let context = Context::new()?;
    let sh = &context.sh;
    let tag = match &arguments.tag {
        Some(tag) => tag.clone(),
        None => {
            let id = cmd!(sh, "cargo pkgid --package github-rest").read()?;
            let version = id.rsplit(['#', '@']).next();
            format!(
                "v{}",
                version.context("the output of `cargo pkgid` contains no version")?
            )
        }
    };
    cmd!(sh, "cargo run --quiet -p tagsmith -- changelog --tag {tag}").run()?;
    cmd!(sh, "cargo run --quiet -p tagsmith -- release --check").run()?;
    cmd!(sh, "cargo {PACKAGE...} --locked").run()?;
    println!("{tag} can be released: `git tag {tag} && git push origin {tag}`");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_workflow_packages_the_same_crates() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let workflow = path.join("../.github/workflows/release.yml");
        let command = format!("run: cargo {} --locked\n", PACKAGE.join(" "));
        assert!(
            std::fs::read_to_string(workflow)
                .unwrap()
                .contains(&command),
            "{command}"
        );
    }
}
