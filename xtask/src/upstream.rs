//! The description that upstream publishes: its lock file and its versions.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use xshell::cmd;

use crate::context::Context;

const LOCK: &str = "spec/github.lock";

/// The content of spec/github.lock. An update of the description changes this file.
pub(crate) struct Lock {
    pub(crate) version: String,
    pub(crate) sha256: String,
    upstream: String,
    file: String,
}

impl Lock {
    pub(crate) fn read(context: &Context) -> Result<Self> {
        let text = context.sh.read_file(LOCK)?;
        let value = |key: &str| {
            let begin = format!("{key} = \"");
            let lines = text.lines();
            let mut values = lines.filter_map(|it| it.strip_prefix(&begin)?.strip_suffix('"'));
            let value = values.next().map(str::to_owned);
            value.with_context(|| format!("{LOCK} has no `{key}`"))
        };
        Ok(Self {
            version: value("version")?,
            sha256: value("sha256")?,
            upstream: value("upstream")?,
            file: value("file")?,
        })
    }
}

/// Returns the path of the pinned version of the description. The step `upstream` checks its digest.
pub(crate) fn description(context: &Context) -> Result<PathBuf> {
    version(context, &Lock::read(context)?.version)
}

/// Returns the path of a version of the description. Downloads the file if it does not exist.
pub(crate) fn version(context: &Context, version: &str) -> Result<PathBuf> {
    let sh = &context.sh;
    let Lock { upstream, file, .. } = Lock::read(context)?;
    let folder = context.work.join("upstream").join(version);
    let description = folder.join(&file);
    if description.exists() {
        return Ok(description);
    }
    // The file is downloaded to a temporary path first, so that an existing file is always complete.
    let part = context.emptied("upstream.part")?;
    let package = format!("{upstream}@{version}");
    cmd!(sh, "npm pack --silent --pack-destination {part} {package}")
        .ignore_stdout()
        .run()?;
    let pack = sh.read_dir(&part)?.into_iter().next();
    let pack = pack.with_context(|| format!("npm has no {package}"))?;
    let member = format!("package/generated/{file}");
    cmd!(sh, "tar xzf {pack} -C {part} --strip-components=2 {member}").run()?;
    sh.create_dir(&folder)?;
    std::fs::rename(part.join(&file), &description)?;
    Ok(description)
}
