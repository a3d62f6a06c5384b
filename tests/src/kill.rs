//! Kills an update at a system call, and checks the files before, during and after the update.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const JOURNAL: &str = ".tagsmith-update.json";
const STAGING: &str = ".tagsmith-staging";

type Files = BTreeMap<PathBuf, Vec<u8>>;
type Result<T> = std::result::Result<T, String>;

/// The number of kills, by the state of the files afterwards.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// No file was changed.
    pub untouched: usize,
    /// Each file was old or new, and there was a journal.
    pub begun: usize,
    /// All files were new.
    pub done: usize,
}

impl Count {
    /// Returns the total number of kills.
    pub fn kills(self) -> usize {
        self.untouched + self.begun + self.done
    }
}

/// The program to kill, and the expected files before and after the update.
#[derive(Debug)]
pub struct Bench {
    program: PathBuf,
    place: PathBuf,
    old: Files,
    new: Files,
}

impl Bench {
    /// Creates a test folder for a program.
    ///
    /// # Errors
    ///
    /// Fails if the program or the disk fails.
    pub fn make(program: PathBuf, work: &Path) -> Result<Self> {
        let template = work.join("template");
        for (name, text) in [
            ("tagsmith.toml", SETTINGS.to_owned()),
            ("Cargo.lock", CARGO_LOCK.to_owned()),
            ("first.yaml", description("0.9.0", "gone")),
            ("next.yaml", description("1.0.0", "old")),
        ] {
            put(&template.join(name), text.as_bytes())?;
        }
        fs::create_dir_all(template.join("spec")).map_err(|it| it.to_string())?;
        let mut bench = Self {
            program,
            place: work.join("place"),
            old: Files::new(),
            new: Files::new(),
        };
        let pin = ["pin", "--description", "first.yaml", "--upstream", "things"];
        bench.succeeds(&template, &pin)?;
        bench.succeeds(&template, &["generate"])?;
        release(&template)?;
        // Creates a changelog with an entry.
        bench.succeeds(&template, UPDATE)?;
        release(&template)?;
        put(
            &template.join("next.yaml"),
            description("2.0.0", "new").as_bytes(),
        )?;
        bench.old = everything(&template)?;
        bench.start()?;
        bench.succeeds(&bench.place, UPDATE)?;
        bench.new = everything(&bench.place)?;
        let has = |end: &str, files: &Files| files.keys().any(|it| it.ends_with(end));
        for name in ["Cargo.lock", "tagsmith.toml"] {
            let name = Path::new(name);
            if bench.old.get(name) == bench.new.get(name) {
                return Err(format!("the update leaves {} alone", name.display()));
            }
        }
        if !has("types/old.rs", &bench.old) || has("types/old.rs", &bench.new) {
            return Err("the test is useless: the update removes no file".to_owned());
        }
        Ok(bench)
    }

    /// Restores the folder to the state before the update.
    fn start(&self) -> Result<()> {
        if self.place.exists() {
            fs::remove_dir_all(&self.place).map_err(|it| it.to_string())?;
        }
        for (name, text) in &self.old {
            put(&self.place.join(name), text)?;
        }
        Ok(())
    }

    /// Kills an update at one system call, and checks the files. Returns whether the update made that call.
    ///
    /// # Errors
    ///
    /// Fails if any file is wrong.
    pub fn kill_at(&self, call: &str, at: usize, count: &mut Count) -> Result<bool> {
        let wrong = |why: String| format!("killed at {call} {at}: {why}");
        self.start()?;
        let mut strace = Command::new("strace");
        strace
            .args(["-f", "-qqq", "-o", "/dev/null"])
            .arg(format!("--inject=?{call}:signal=KILL:when={at}"))
            .arg(&self.program)
            .args(UPDATE)
            .current_dir(&self.place);
        let output = strace.output().map_err(|it| format!("strace: {it}"))?;
        if output.status.success() {
            let found = everything(&self.place)?;
            return match found == self.new {
                true => Ok(false),
                false => Err(wrong(
                    "an update that was not killed has a different result".to_owned(),
                )),
            };
        }
        if output.status.signal() != Some(9) && output.status.code() != Some(137) {
            return Err(wrong(message(&output)));
        }
        self.check_whole().map_err(wrong)?;
        let found = everything(&self.place)?;
        let is_unfinished = found.contains_key(Path::new(JOURNAL));
        let run = self.run(&self.place, &["operations"])?;
        let is_told = String::from_utf8_lossy(&run.stderr).contains("an update was interrupted");
        if is_told != is_unfinished || !run.status.success() {
            return Err(wrong(format!(
                "the next command does not report the interrupted update: {}",
                message(&run)
            )));
        }
        let of_files = files(found);
        if is_unfinished {
            count.begun += 1;
        } else if of_files == self.old {
            count.untouched += 1;
        } else if of_files == self.new {
            count.done += 1;
        } else {
            return Err(wrong(
                "some files are new, but there is no journal".to_owned(),
            ));
        }
        self.succeeds(&self.place, UPDATE).map_err(wrong)?;
        if everything(&self.place)? != self.new {
            return Err(wrong(
                "the next update has a different result than an undisturbed one".to_owned(),
            ));
        }
        Ok(true)
    }

    /// Checks that every file is old or new.
    fn check_whole(&self) -> Result<()> {
        let found = files(everything(&self.place)?);
        let stay = self.old.keys().filter(|it| self.new.contains_key(*it));
        for path in found.keys().chain(stay) {
            let now = found.get(path);
            if now.is_none() || (now != self.old.get(path) && now != self.new.get(path)) {
                return Err(format!("{} is neither old nor new", path.display()));
            }
        }
        Ok(())
    }

    fn run(&self, folder: &Path, arguments: &[&str]) -> Result<Output> {
        let mut command = Command::new(&self.program);
        let output = command.args(arguments).current_dir(folder).output();
        output.map_err(|it| format!("{}: {it}", self.program.display()))
    }

    fn succeeds(&self, folder: &Path, arguments: &[&str]) -> Result<()> {
        let output = self.run(folder, arguments)?;
        match output.status.success() {
            true => Ok(()),
            false => Err(format!("{arguments:?}: {}", message(&output))),
        }
    }
}

/// Replaces the released state by the content of a folder.
fn release(folder: &Path) -> Result<()> {
    for name in OF_RELEASE {
        let text = fs::read(folder.join(name)).map_err(|it| it.to_string())?;
        put(&folder.join(RELEASED).join(name), &text)?;
    }
    Ok(())
}

fn message(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    format!("{}\n{error}", output.status)
}

/// Returns all files, except those that differ from run to run.
fn files(mut found: Files) -> Files {
    found.retain(|path, _| {
        let is_staging = |it: &std::ffi::OsStr| it == STAGING || it == JOURNAL;
        !path.iter().any(is_staging)
    });
    found
}

fn everything(root: &Path) -> Result<Files> {
    let mut found = Files::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|it| it.to_string())? {
            let path = entry.map_err(|it| it.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read(&path).map_err(|it| it.to_string())?;
                let within = path.strip_prefix(root).unwrap_or(&path);
                found.insert(within.to_path_buf(), text);
            }
        }
    }
    Ok(found)
}

fn put(path: &Path, text: &[u8]) -> Result<()> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|it| format!("{}: {it}", path.display()))
}

const UPDATE: &[&str] = &["update", "--description", "next.yaml", "--before", RELEASED];

/// The folder that contains the released state.
const RELEASED: &str = "released";

/// The file names of a release.
const OF_RELEASE: &[&str] = &["tagsmith.toml", "spec/pin.yaml"];

const CARGO_LOCK: &str = "version = 4\n\n[[package]]\nname = \"things\"\nversion = \"0.1.0\"\n";

const SETTINGS: &str = "description = \"spec/pin.yaml\"
tags = [\"things\"]
out = \"out\"

[crate]
name = \"things\"
version = \"0.1.0\" # moves
description = \"Things\"
repository = \"https://example.com\"

[runtime]
version = \"0.1.0\"

[fixtures]
out = \"fixtures\"
";

/// Returns a description of two operations, one of which has this name.
fn description(version: &str, name: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Things, version: {version}}}
paths:
  /things:
    get:
      operationId: things/get
      tags: [things]
      responses:
        '200': {{description: It, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}
  /{name}:
    delete:
      operationId: things/delete-{name}
      tags: [things]
      responses: {{'204': {{description: It}}}}
components:
  schemas:
    {name}: {{type: object, properties: {{{name}: {{type: integer}}}}}}
"
    )
}
