//! Tests of disks that cannot be written to: a read-only folder and a full disk. No file may change.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use xshell::{Cmd, Shell, cmd};

use crate::context::Context;

const READ_ONLY: &str = "cannot write the file: permission denied";
const FULL: &str = "cannot write the file: no space left on device";
/// The free space for an update in KiB, from none to a sufficient amount.
const FREE: &[usize] = &[0, 4, 64, 256, 512, 1024, 2048, 4096];
/// The minimum number of free spaces at which the update must fail.
const REFUSED: usize = 4;

pub(crate) fn disks(context: &Context) -> Result<()> {
    let sh = &context.sh;
    let is_root = cmd!(sh, "id -u").read()? == "0";
    ensure!(is_root, "only root can make the disks of this step");
    // The folder is outside of the working folder, which a user other than root may not be able to access.
    let place = sh.create_temp_dir()?;
    let place = place.path();
    let program = place.join("tagsmith");
    sh.copy_file(context.program("tagsmith")?, &program)?;
    let copied = ["spec", "tagsmith.toml"];
    cmd!(sh, "cp -r {copied...} {place}").run()?;
    cmd!(sh, "chmod -R a+rX {place}").run()?;
    read_only(sh, place, &program)?;
    full_while_generating(sh, place, &program)?;
    full_while_updating(sh, place, &program)
}

/// Tests an update in a folder that is read-only for a user without root.
fn read_only(sh: &Shell, place: &Path, program: &Path) -> Result<()> {
    let locked = sh.create_dir(place.join("locked"))?;
    sh.write_file(locked.join("mine"), "mine\n")?;
    let _place = sh.push_dir(place);
    refused(
        cmd!(
            sh,
            "runuser -u nobody -- {program} generate --out {locked}/crate"
        ),
        READ_ONLY,
    )?;
    let left = sh.read_dir(&locked)?;
    ensure!(left == [locked.join("mine")], "{left:?} is left");
    Ok(())
}

fn full_while_generating(sh: &Shell, place: &Path, program: &Path) -> Result<()> {
    let disk = Disk::mount(sh, place.join("small"), "256k")?;
    let folder = &disk.folder;
    let _place = sh.push_dir(place);
    refused(cmd!(sh, "{program} generate --out {folder}/crate"), FULL)?;
    let left = sh.read_dir(folder)?;
    ensure!(left.is_empty(), "{left:?} is left");
    Ok(())
}

/// Tests that an update changes nothing until there is sufficient space.
fn full_while_updating(sh: &Shell, place: &Path, program: &Path) -> Result<()> {
    let before = sh.create_dir(place.join("before"))?;
    let copied = ["spec", "generated", "tagsmith.toml"];
    cmd!(sh, "cp -r {copied...} {before}").run()?;
    sh.create_dir(before.join("tests"))?;
    cmd!(sh, "cp -r tests/fixtures {before}/tests").run()?;
    let next = place.join("next.yaml");
    sh.write_file(&next, changed(&sh.read_file("spec/github.yaml")?))?;

    let disk = Disk::mount(sh, place.join("large"), "16m")?;
    let folder = &disk.folder;
    cmd!(sh, "cp -r {before}/. {folder}").run()?;
    let _disk = sh.push_dir(folder);
    let update = || {
        cmd!(
            sh,
            "{program} update --description {next} --before {before}"
        )
        .ignore_stdout()
    };
    let mut too_little = 0;
    for free in FREE {
        let ballast = disk.fill(free * 1024)?;
        let output = update().ignore_status().output()?;
        sh.remove_path(&ballast)?;
        if output.status.success() {
            break;
        }
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(error.contains(FULL), "{free} KiB are free: {error}");
        cmd!(sh, "diff -r {before} {folder}").run()?;
        too_little += 1;
    }
    ensure!(too_little >= REFUSED, "{too_little} updates were refused");
    let changelog = sh.read_file(folder.join("generated/CHANGELOG.md"))?;
    ensure!(changelog.contains("99.0.0"), "no update succeeded");
    Ok(())
}

/// Returns a description with a different version and different text.
fn changed(description: &str) -> String {
    let version = |line: &str| match line.starts_with("  version: ") {
        true => "  version: 99.0.0\n".to_owned(),
        false => line.replacen("Copilot", "Copilots", 1) + "\n",
    };
    description.lines().map(version).collect()
}

/// Runs a command that must fail with exit code 2 and print this text.
fn refused(command: Cmd<'_>, text: &str) -> Result<()> {
    let reported = command.to_string();
    let output = command.ignore_status().output()?;
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.code() == Some(2),
        "{reported}: {}",
        output.status
    );
    ensure!(error.contains(text), "{reported}: {error}");
    Ok(())
}

/// A disk in memory, which is mounted until this value is dropped.
struct Disk<'a> {
    sh: &'a Shell,
    folder: PathBuf,
}

impl<'a> Disk<'a> {
    fn mount(sh: &'a Shell, folder: PathBuf, size: &str) -> Result<Self> {
        sh.create_dir(&folder)?;
        cmd!(sh, "mount -t tmpfs -o size={size} tmpfs {folder}").run()?;
        Ok(Self { sh, folder })
    }

    /// Fills the disk up to this many free bytes. Returns the file that fills the disk.
    fn fill(&self, free: usize) -> Result<PathBuf> {
        let (sh, folder) = (self.sh, &self.folder);
        let table = cmd!(sh, "df --output=avail -B1 {folder}").quiet().read()?;
        let available: usize = table.lines().last().unwrap_or_default().trim().parse()?;
        let ballast = folder.join("ballast");
        sh.write_file(&ballast, vec![0; available.saturating_sub(free)])?;
        Ok(ballast)
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let (sh, folder) = (self.sh, &self.folder);
        // The result of `umount` is ignored: the check has already completed, and `umount` prints its own error.
        let _ = cmd!(sh, "umount {folder}").quiet().run();
    }
}
