//! The change report in CONTRIBUTING.md: the output of `tagsmith diff` for two versions of the description.

use anyhow::{Context as _, Result, bail};
use xshell::cmd;

use crate::context::Context;
use crate::upstream;

const PAGE: &str = "CONTRIBUTING.md";
const OLD: &str = "22.0.0";
const NEW: &str = "23.0.2";
const OPENING: &str = "~~~~markdown\n";
const CLOSING: &str = "\n~~~~\n";
/// The text at which the first collapsible part of the report ends. The page shows the report up to this text.
const LAST: &str = "</details>\n";

/// Fails if the page shows an outdated report.
pub(crate) fn check(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let (page, expected) = (sh.read_file(PAGE)?, expected(context)?);
    if page == expected {
        return Ok(());
    }
    cmd!(sh, "diff -u {PAGE} -")
        .stdin(expected)
        .ignore_status()
        .run()?;
    bail!(
        "{PAGE} shows an outdated report: run `cargo xtask bless review`, and check whether the text still matches"
    )
}

/// Writes the report into the page.
pub(crate) fn write(context: &Context) -> Result<()> {
    Ok(context.sh.write_file(PAGE, expected(context)?)?)
}

/// Returns the page with this report between the page's code fences.
fn expected(context: &Context) -> Result<String> {
    let sh = &context.sh;
    let old = upstream::version(context, OLD)?;
    let new = upstream::version(context, NEW)?;
    let manifest = context.root.join("Cargo.toml");
    // The command uses no configuration, so that the report always starts at version 0.1.0.
    let _elsewhere = sh.push_dir(&context.work);
    let report = cmd!(
        sh,
        "cargo run --quiet --manifest-path {manifest} -p tagsmith -- diff {old} {new} --tag copilot --format markdown --fail-on never"
    )
    .read()?;
    let page = sh.read_file(context.root.join(PAGE))?;
    with_report(&page, &report)
}

fn with_report(page: &str, report: &str) -> Result<String> {
    let (before, after) = page
        .split_once(OPENING)
        .with_context(|| format!("{PAGE} has no line `~~~~markdown`"))?;
    let (_, after) = after
        .split_once(CLOSING)
        .with_context(|| format!("{PAGE} has no line `~~~~`"))?;
    let begin = match report.split_once(LAST) {
        Some((begin, _)) => format!("{begin}{}", LAST.trim_end()),
        None => report.trim_end().to_owned(),
    };
    Ok(format!("{before}{OPENING}{begin}{CLOSING}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_the_report_between_the_fences() {
        let page = "a\n~~~~markdown\nold\n~~~~\nb\n";
        let expected = "a\n~~~~markdown\n# new\n</details>\n~~~~\nb\n";
        let report = "# new\n</details>\n\nmore\n</details>\n";
        assert_eq!(with_report(page, report).unwrap(), expected);
        assert_eq!(with_report(expected, report).unwrap(), expected);
        assert!(with_report("a\n", report).is_err());
    }
}
