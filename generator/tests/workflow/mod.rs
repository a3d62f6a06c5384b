//! Runs the steps of a workflow in a clone of a local repository. Fakes replace the programs that use the network.

#![allow(dead_code)]

mod stand_in;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use sha2::{Digest, Sha512};
use tar::{Builder, Header};
use tempfile::TempDir;

use crate::place::{Place, Run};

/// The target folder of cargo.
const CARGO_LOCK: &str = "version = 4\n\n[[package]]\nname = \"things\"\nversion = \"0.1.0\"\n";

/// A token that must not occur in any call or log.
pub const TOKEN: &str = "ghs_SecretOfThisRun";

#[derive(Debug, Deserialize)]
pub struct Workflow {
    pub permissions: BTreeMap<String, String>,
    pub jobs: BTreeMap<String, Job>,
}

#[derive(Debug, Deserialize)]
pub struct Job {
    #[serde(default)]
    pub permissions: BTreeMap<String, String>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    pub name: Option<String>,
    pub uses: Option<String>,
    pub run: Option<String>,
    #[serde(default)]
    pub env: BTreeMap<String, String>,
}

/// Returns the text of a workflow.
pub fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.github/workflows");
    fs::read_to_string(folder.join(name)).unwrap()
}

pub fn workflow(name: &str) -> Workflow {
    serde_yaml::from_str(&text(name)).unwrap()
}

/// A repository with a remote, and the fakes.
pub struct Stage {
    pub place: Place,
    around: TempDir,
}

impl Stage {
    /// Creates a repository with a pinned crate, committed and pushed to `main`.
    pub fn new() -> Self {
        let stage = Self {
            place: Place::pinned(),
            around: TempDir::new().unwrap(),
        };
        for folder in ["bin", "home", "temp"] {
            fs::create_dir(stage.path(folder)).unwrap();
        }
        for (name, script) in stand_in::ALL {
            stage.stand_in(name, script);
        }
        symlink(env!("CARGO_BIN_EXE_tagsmith"), stage.path("bin/tagsmith")).unwrap();
        stage.keep("pulls.json", "[]");
        stage.keep("published", "");
        stage.place.put("Cargo.lock", CARGO_LOCK);
        let origin = stage.path("origin.git").display().to_string();
        stage.git(&[
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            &origin,
        ]);
        stage.git(&["init", "--quiet", "--initial-branch=main"]);
        stage.git(&["remote", "add", "origin", &origin]);
        stage.commit("Begin");
        stage.git(&["tag", "v0.1.0"]);
        stage.git(&["push", "--quiet", "origin", "main", "v0.1.0"]);
        stage.keep("calls", "");
        stage
    }

    /// Replaces a program with a script.
    pub fn stand_in(&self, name: &str, script: &str) {
        stand_in::write(self.around.path(), name, script);
    }

    fn path(&self, name: &str) -> PathBuf {
        self.around.path().join(name)
    }

    pub fn keep(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn kept(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Returns the calls of a program since the previous call of this function.
    pub fn calls(&self, program: &str) -> Vec<String> {
        let calls = self.kept("calls");
        let of = format!("{program} ");
        calls
            .lines()
            .filter(|it| it.starts_with(&of))
            .map(str::to_owned)
            .collect()
    }

    /// Adds a release to the fake npm.
    pub fn publish(&self, version: &str, description: &str) {
        let mut to = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let mut header = Header::new_ustar();
        header.set_size(description.len() as u64);
        header.set_mode(0o644);
        let name = "package/generated/api.json";
        to.append_data(&mut header, name, description.as_bytes())
            .unwrap();
        let tarball = to.into_inner().unwrap().finish().unwrap();
        let integrity = STANDARD.encode(Sha512::digest(&tarball));
        fs::write(self.path("package.tgz"), tarball).unwrap();
        let view =
            format!("{{\"version\": \"{version}\", \"dist.integrity\": \"sha512-{integrity}\"}}");
        self.keep("view.json", &view);
    }

    /// Replaces the folder with a new clone, as at the start of each workflow run.
    pub fn clone_anew(&self) {
        self.git(&["reset", "--quiet", "--hard"]);
        self.git(&["clean", "--quiet", "-dffx"]);
        self.keep("calls", "");
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Runs git, and returns its output.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        let run = self.run_git("A", arguments);
        run.ends(0);
        run.out.trim_end().to_owned()
    }

    /// Runs git with a configured user.
    pub fn run_git(&self, who: &str, arguments: &[&str]) -> Run {
        Run::of(self.at_home("git", Some(who)).args(arguments))
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_as(Some("A"), arguments)
    }

    /// Runs the program with or without a configured git user.
    pub fn run_as(&self, who: Option<&str>, arguments: &[&str]) -> Run {
        Run::of(self.at_home("tagsmith", who).args(arguments))
    }

    /// Returns the command that runs the program.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.at_home("tagsmith", Some("A"));
        command.args(arguments);
        command
    }

    /// Returns the path of the remote.
    pub fn origin(&self) -> String {
        self.path("origin.git").display().to_string()
    }

    /// Returns the commit of a remote branch, if the branch exists.
    pub fn pushed(&self, branch: &str) -> Option<String> {
        let origin = self.origin();
        let listed = self.git(&["ls-remote", &origin, &format!("refs/heads/{branch}")]);
        listed.split_whitespace().next().map(str::to_owned)
    }

    /// Runs the steps of a job until one fails, as GitHub's runner does. Returns the results.
    pub fn job(&self, file: &str, job: &str, values: &[(&str, &str)]) -> Vec<Run> {
        let mut runs = Vec::new();
        for step in &workflow(file).jobs[job].steps {
            let Some(script) = &step.run else { continue };
            // An expression inside a script would allow code injection.
            assert!(!script.contains("${{"), "{script}");
            self.keep("step", script);
            let mut bash = self.at_home("bash", None);
            bash.arg("-e").arg(self.path("step"));
            bash.env("GITHUB_STEP_SUMMARY", self.path("summary"));
            bash.env("GITHUB_SERVER_URL", "https://example.com");
            bash.env("GITHUB_REPOSITORY", "a/b");
            bash.env("GITHUB_SHA", "abc");
            bash.env("RUNNER_TEMP", self.path("temp"));
            for (name, value) in values.iter().filter(|(name, _)| !name.contains('.')) {
                bash.env(name, value);
            }
            for (name, value) in &step.env {
                bash.env(name, filled(value, values));
            }
            let run = Run::of(&mut bash);
            let log = format!("{}{}{}", run.out, run.err, self.kept("calls"));
            assert!(!log.contains(TOKEN), "{log}");
            let is_done = run.code != Some(0);
            runs.push(run);
            if is_done {
                break;
            }
        }
        runs
    }

    fn at_home(&self, program: &str, who: Option<&str>) -> Command {
        let path = std::env::var("PATH").unwrap();
        let path = format!("{}:{path}", self.path("bin").display());
        let mut command = Command::new(match program {
            "tagsmith" => env!("CARGO_BIN_EXE_tagsmith"),
            _ => program,
        });
        command
            .current_dir(self.place.0.path())
            .env("PATH", path)
            .env("HOME", self.path("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TMPDIR", self.path("temp"));
        for role in ["AUTHOR", "COMMITTER"] {
            let (name, email) = (format!("GIT_{role}_NAME"), format!("GIT_{role}_EMAIL"));
            match who {
                Some(who) => command
                    .env(name, who)
                    .env(email, format!("{who}@example.com")),
                None => command.env_remove(name).env_remove(email),
            };
        }
        command
    }
}

/// Checks the number of steps, and that no step failed.
#[track_caller]
pub fn all_fine(runs: &[Run], count: usize) {
    assert_eq!(runs.len(), count, "{runs:#?}");
    runs.iter().for_each(|it| {
        it.ends(0);
    });
}

/// Replaces expressions by their values. Each expression must have a value.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("${{{{ {name} }}}}"), value);
    }
    assert!(!text.contains("${{"), "{text}");
    text
}
