//! One workspace for all pairs, which contains each crate once. For each pair, a package contains the probe of the old
//! crate and depends on the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use tagsmith::api::Api;
use tagsmith::crate_ir::Crate;
use tagsmith::emit::rust;
use tagsmith::output::Output;

use super::pairs::Pair;
use super::probe::{self, Probe};
use super::requests;
use crate::description::repository;

/// One side of a pair.
#[derive(Clone, Debug)]
pub struct Side {
    /// The name, which is also the name of the package.
    pub name: String,
    /// The model.
    pub api: Api,
}

/// The packages with probes.
pub(super) struct Packages {
    folder: PathBuf,
    /// The packages with probes, by name.
    all: BTreeMap<String, Package>,
    /// The probes, by the name of the package of the probed crate.
    probes: BTreeMap<String, Probe>,
}

/// A package in which a probe uses a crate.
struct Package {
    /// The pair, or `None` for an old crate with its own probe.
    pair: Option<usize>,
    /// The name of the probe.
    probe: String,
}

impl Packages {
    /// Returns the pair of a package.
    pub(super) fn pair(&self, name: &str) -> Option<usize> {
        self.all.get(name)?.pair
    }

    /// Returns the probe of a package.
    pub(super) fn probe(&self, name: &str) -> Option<&Probe> {
        self.probes.get(&self.all.get(name)?.probe)
    }

    /// Writes a package's probe without some of its units.
    pub(super) fn write_without(&self, name: &str, units: &BTreeSet<usize>) -> Result<(), String> {
        let text = self
            .probe(name)
            .map(|it| it.text(units))
            .unwrap_or_default();
        put(&self.folder.join(format!("pairs/{name}/src/lib.rs")), &text)
    }
}

/// Writes the workspace.
pub(super) fn write(folder: &Path, pairs: &[Pair]) -> Result<Packages, String> {
    // If two workspaces contain packages of the same name, cargo distinguishes them only by the modification times of
    // files.
    for ours in ["crates", "pairs"].map(|it| folder.join(it)) {
        if ours.exists() {
            fs::remove_dir_all(ours).map_err(describe)?;
        }
    }
    let mut writer = Writer {
        folder,
        runtime: repository()
            .join("runtime")
            .canonicalize()
            .map_err(describe)?,
        files: BTreeMap::new(),
        probes: BTreeMap::new(),
        output: Output::default(),
        crates: BTreeSet::new(),
        members: BTreeSet::new(),
    };
    let mut all = BTreeMap::new();
    for (index, pair) in pairs.iter().enumerate() {
        let (old, new) = (&pair.old, &pair.new);
        writer.probe(old);
        let tags = pair.tags_to_try().into_iter().map(Some);
        for tag in [None].into_iter().chain(tags) {
            for (side, pair) in [(old, None), (new, Some(index))] {
                let (name, probe) = writer.package(old, side, tag.as_deref());
                all.insert(name, Package { pair, probe });
            }
        }
    }
    let probes = writer.finish()?;
    Ok(Packages {
        folder: folder.to_owned(),
        all,
        probes,
    })
}

struct Writer<'a> {
    folder: &'a Path,
    runtime: PathBuf,
    files: BTreeMap<String, String>,
    probes: BTreeMap<String, Probe>,
    output: Output,
    crates: BTreeSet<String>,
    members: BTreeSet<String>,
}

impl Writer<'_> {
    /// Adds a crate, unless the workspace already contains it.
    fn krate(&mut self, name: &str, side: &Side) {
        if !self.crates.insert(name.to_owned()) {
            return;
        }
        let mut api = side.api.clone();
        name.clone_into(&mut api.package.name);
        api.package.runtime_path = Some(self.runtime.display().to_string());
        let to = self.folder.join("crates").join(name);
        let output = std::mem::take(&mut self.output);
        self.output = output.with(&to, rust::render(&Crate::of(&api)));
        self.members.insert(format!("crates/{name}"));
    }

    /// Adds the probes of a side: one probe of the whole crate, and one for each tag alone.
    fn probe(&mut self, side: &Side) {
        if self.probes.contains_key(&side.name) {
            return;
        }
        let whole = probe::whole(&side.api);
        self.probes.insert(side.name.clone(), whole);
        for tag in &Crate::of(&side.api).tags {
            let probe = probe::with_tag(&side.api, &tag.module);
            let name = format!("{}_with_{}", side.name, tag.module);
            self.probes.insert(name, probe);
        }
    }

    /// Adds a package in which the probe of one side uses the crate of another side. With a `tag`, only the feature of
    /// that tag is enabled. Returns the names of the package and of the probe.
    fn package(&mut self, old: &Side, new: &Side, tag: Option<&str>) -> (String, String) {
        // Cargo unifies the features of a package within a workspace.
        let (krate, probe, name, features) = match tag {
            None => {
                let name = package_name(old, new);
                let features = ", features = [\"mock\"]".to_owned();
                (new.name.clone(), old.name.clone(), name, features)
            }
            Some(tag) => {
                let of = |name: &str| format!("{name}_with_{tag}");
                let name = of(&package_name(old, new));
                let features = format!(", default-features = false, features = [{tag:?}]");
                (of(&new.name), of(&old.name), name, features)
            }
        };
        self.krate(&krate, new);
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             krate = {{ package = {krate:?}, path = \"../../crates/{krate}\"{features} }}\n"
        );
        // Cargo detects changes only within a package, even if a path leads outside.
        let text = self.probes.get(&probe).map(|it| it.text(&BTreeSet::new()));
        let here = format!("pairs/{name}");
        self.files.insert(format!("{here}/Cargo.toml"), manifest);
        self.files
            .insert(format!("{here}/src/lib.rs"), text.unwrap_or_default());
        self.members.insert(here);
        (name, probe)
    }

    fn finish(mut self) -> Result<BTreeMap<String, Probe>, String> {
        self.members.insert(requests::PACKAGE.to_owned());
        self.files.extend(requests::files(&self.runtime, &[]));
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {:?}\n\n{PROFILE}",
            self.members.iter().collect::<Vec<_>>()
        );
        self.files.insert("Cargo.toml".to_owned(), manifest);
        let lock = repository().join("Cargo.lock");
        let lock = fs::read_to_string(lock).map_err(describe)?;
        self.files.insert("Cargo.lock".to_owned(), lock);
        for (path, text) in &self.files {
            put(&self.folder.join(path), text)?;
        }
        self.output.write().map_err(describe)?;
        Ok(self.probes)
    }
}

/// The compiler profile of this repository, so that built dependencies are reused.
const PROFILE: &str = "[profile.dev]\ndebug = \"line-tables-only\"\n";

/// Returns the name of the package in which the probe of one side uses the crate of another side.
pub(super) fn package_name(old: &Side, new: &Side) -> String {
    match old.name == new.name {
        true => format!("{}_by_itself", old.name),
        false => format!("{}_to_{}", old.name, new.name),
    }
}

/// Writes a file.
pub(super) fn put(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(describe)?;
    }
    fs::write(path, text).map_err(describe)
}

fn describe(error: impl std::fmt::Display) -> String {
    error.to_string()
}
