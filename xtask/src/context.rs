//! The state that all commands share: the repository, the build folder, and the working folder of the steps.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use xshell::{Shell, cmd};

/// The subfolder of the working folder that contains linked programs.
const LINKED: &str = "programs";

/// The folders, and a shell whose working directory is the repository.
pub(crate) struct Context {
    pub(crate) sh: Shell,
    pub(crate) root: PathBuf,
    /// Cargo's target folder, which contains this program.
    pub(crate) target: PathBuf,
    /// The folder for files that other steps need.
    pub(crate) work: PathBuf,
    /// The folder for packages from npm and PyPI.
    packages: PathBuf,
    /// The folder that contains the programs, once they are built.
    programs: OnceCell<PathBuf>,
}

impl Context {
    pub(crate) fn new() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask is not within a repository")?;
        let sh = Shell::new()?;
        sh.change_dir(root);
        let own = std::env::current_exe()?;
        // The path of this program is TARGET/debug/xtask.
        let target = own
            .ancestors()
            .nth(2)
            .context("the path of xtask is not TARGET/debug/xtask")?;
        let work = target.join("ci");
        sh.create_dir(&work)?;
        Ok(Self {
            sh,
            root: root.to_owned(),
            packages: work.join("packages"),
            work,
            target: target.to_owned(),
            programs: OnceCell::new(),
        })
    }

    /// Creates the context of a process that runs a step in parallel with others. The context has its own packages, and
    /// uses the programs that [`link_programs`](Self::link_programs) linked. Meanwhile, another step may build a
    /// program with different features.
    pub(crate) fn beside() -> Result<Self> {
        let context = Self::new()?;
        Ok(Self {
            packages: context.work.join("packages-beside"),
            programs: OnceCell::from(context.work.join(LINKED)),
            ..context
        })
    }

    /// Links all programs of the workspace into a separate folder.
    pub(crate) fn link_programs(&self) -> Result<()> {
        let built = self.programs()?;
        let linked = self.emptied(LINKED)?;
        for entry in fs::read_dir(built)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .context("a program's path has no file name")?;
            if path.is_file() && path.extension().is_none() {
                fs::hard_link(&path, linked.join(name))?;
            }
        }
        Ok(())
    }

    /// Returns the path of a program of the workspace. The first call builds all programs.
    ///
    /// The programs are built with the features of `cargo test --workspace`, so that no package is built twice. Cargo
    /// selects these features if at least one target, here a benchmark, has dev-dependencies.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf> {
        Ok(self.programs()?.join(name))
    }

    fn programs(&self) -> Result<&Path> {
        if let Some(folder) = self.programs.get() {
            return Ok(folder);
        }
        let sh = &self.sh;
        cmd!(
            sh,
            "cargo build --quiet --workspace --exclude xtask --bins --bench measure"
        )
        .run()?;
        Ok(self.programs.get_or_init(|| self.target.join("debug")))
    }

    /// Returns an empty folder in the working folder.
    pub(crate) fn emptied(&self, name: &str) -> Result<PathBuf> {
        let folder = self.work.join(name);
        self.sh.remove_path(&folder)?;
        self.sh.create_dir(&folder)?;
        Ok(folder)
    }

    /// Installs packages from npm. Returns the folder of their programs.
    pub(crate) fn node(&self, packages: &[&str]) -> Result<PathBuf> {
        let sh = &self.sh;
        let place = self.packages.join("node");
        sh.create_dir(&place)?;
        cmd!(
            sh,
            "npm install --silent --prefix {place} --ignore-scripts --no-audit --no-fund {packages...}"
        )
        .run()?;
        Ok(place.join("node_modules/.bin"))
    }

    /// Installs packages from PyPI. Returns the folder of their programs.
    pub(crate) fn python(&self, packages: &[&str]) -> Result<PathBuf> {
        let sh = &self.sh;
        let place = self.packages.join("python");
        if !place.join("bin/pip").exists() {
            cmd!(sh, "python3 -m venv {place}").run()?;
        }
        let bin = place.join("bin");
        cmd!(
            sh,
            "{bin}/pip install --quiet --disable-pip-version-check {packages...}"
        )
        .run()?;
        Ok(bin)
    }
}
