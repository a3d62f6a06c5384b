//! A folder in which tests run the program.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub const DESCRIPTION: &str = "openapi: 3.0.3
info: {title: Things, version: 1.0.0}
paths:
  /things:
    get:
      operationId: things/get
      tags: [things]
      responses:
        '200': {description: It, content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
components:
  schemas:
    thing: {type: object, properties: {id: {type: integer}}}
";

/// The next description, with an additional parameter and a new version.
pub fn next_description() -> String {
    let parameter = "      parameters: [{name: big, in: query, schema: {type: boolean}}]\n";
    DESCRIPTION
        .replace("version: 1.0.0", "version: 2.0.0")
        .replace(
            "      responses:\n",
            &format!("{parameter}      responses:\n"),
        )
}

pub const CONFIG: &str = "description = \"description.yaml\"
tags = [\"things\"]
out = \"out\"
overlay = \"overlay.yaml\"

[crate]
name = \"things\"
version = \"0.1.0\"
description = \"Things\"
repository = \"https://example.com\"

[runtime]
version = \"0.1.0\"
";

pub const OVERLAY: &str = "overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions: []
";

/// A folder with a description and a configuration.
pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(TempDir::new().unwrap());
        place.put("description.yaml", DESCRIPTION);
        place.put("tagsmith.toml", CONFIG);
        place.put("overlay.yaml", OVERLAY);
        place
    }

    pub fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Runs the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Returns the command that runs the program in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tagsmith"));
        command.args(arguments).current_dir(self.0.path());
        command
    }

    /// Creates a folder whose crate is generated from a pin with a lock file.
    pub fn pinned() -> Self {
        let place = Self(TempDir::new().unwrap());
        place.put("upstream.yaml", DESCRIPTION);
        let config = CONFIG.replace("\"description.yaml\"", "\"spec/pin.yaml\" # what is pinned");
        let config = format!("# Mine\n{config}[fixtures]\nout = \"fixtures\"\n");
        place.put("tagsmith.toml", &config);
        place.put("overlay.yaml", OVERLAY);
        fs::create_dir(place.0.path().join("spec")).unwrap();
        let pin = [
            "pin",
            "--description",
            "upstream.yaml",
            "--upstream",
            "@things/api",
        ];
        place.run(&pin).ends(0);
        place.put(
            "spec/pin.lock",
            &place
                .text("spec/pin.lock")
                .replace("upstream.yaml", "api.json"),
        );
        place.run(&["generate"]).ends(0);
        fs::remove_file(place.0.path().join("upstream.yaml")).unwrap();
        place
    }

    /// Creates a pinned crate in a git repository, with the release `v0.1.0`.
    pub fn released() -> Self {
        let place = Self::pinned();
        place.release();
        place
    }

    /// Creates a git repository in the folder, and commits and tags everything as a release.
    pub fn release(&self) {
        self.git(&["init", "--quiet", "--initial-branch=main"]);
        self.commit("Release 0.1.0");
        self.git(&["tag", "v0.1.0"]);
    }

    /// Commits everything.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }

    /// Runs git, and returns its output.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let mut git = Command::new("git");
        git.args(identity)
            .args(arguments)
            .current_dir(self.0.path());
        let run = Run::of(
            git.env("GIT_CONFIG_NOSYSTEM", "1")
                .env("HOME", self.0.path()),
        );
        run.ends(0);
        run.out.trim_end().to_owned()
    }

    /// Replaces a text in a file. The file must contain the text.
    #[track_caller]
    pub fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.text(name);
        assert!(text.contains(old), "{name}: {old}");
        self.put(name, &text.replacen(old, new, 1));
    }

    /// Runs the program from a shell that first sets a limit.
    pub fn run_limited(&self, limit: &str) -> Run {
        let program = env!("CARGO_BIN_EXE_tagsmith");
        let script = format!("{limit}; exec '{program}' generate");
        let mut command = Command::new("sh");
        Run::of(command.args(["-c", &script]).current_dir(self.0.path()))
    }

    /// Returns all files of a folder.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let root = self.0.path().join(folder);
        if root.exists() {
            collect(&root, &root, &mut files);
        }
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.ends_with(".git") {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

/// The result of one run.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).env_remove("NO_COLOR");
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().unwrap();
        Self {
            code: status.code(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}
