//! Steps for updates of the description: downloads, killed updates, full disks, and the change report compared with the
//! compiler.

mod disk;

use anyhow::Result;
use xshell::cmd;

pub(super) use self::disk::disks;
use crate::context::Context;
use crate::upstream::{Lock, version};

/// The versions of the description that the step `changes` compares with each other and with the pinned one.
const EARLIER: &[&str] = &["19.1.0", "21.0.0", "22.0.0"];

pub(super) fn download(context: &Context) -> Result<()> {
    let sh = &context.sh;
    // Built with the features of all packages, so that few packages are built twice.
    cmd!(
        sh,
        "cargo test --quiet --workspace --features tagsmith/update --test update_from_url"
    )
    .run()?;
    Ok(())
}

/// Kills an update at each system call that changes the disk, and checks that the next update finishes the work.
pub(super) fn kill(context: &Context) -> Result<()> {
    let (sh, kill) = (&context.sh, context.program("kill")?);
    Ok(cmd!(sh, "{kill}").run()?)
}

/// Compares the Rust verdicts of the change report with the compiler: for each case, and between versions of the
/// description.
pub(super) fn changes(context: &Context) -> Result<()> {
    let (sh, changes) = (&context.sh, context.program("changes")?);
    let pairs = context.emptied("pairs")?;
    let pinned = Lock::read(context)?.version;
    for each in EARLIER.iter().copied().chain([pinned.as_str()]) {
        let description = version(context, each)?;
        sh.copy_file(description, pairs.join(format!("{each}.json")))?;
    }
    let probes = context.work.join("probes");
    cmd!(sh, "{changes} --build {probes} --pairs {pairs}")
        .env("CARGO_TARGET_DIR", &context.target)
        .run()?;
    Ok(())
}
