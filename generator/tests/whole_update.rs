//! Tests of complete updates, from a new description to a clone of the proposed branch, in which all checks pass.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod place;
mod workflow;

use std::path::{Path, PathBuf};
use std::process::Command;

use place::{Place, Run};
use tempfile::TempDir;
use workflow::Stage;

const BRANCH: &str = "tagsmith/update";

const DESCRIPTION: &str = "openapi: 3.0.3
info: {title: Things, version: 1.0.0}
servers: [{url: 'https://api.example.com'}]
paths:
  /things:
    get:
      operationId: things/list
      summary: Lists things
      tags: [things]
      responses:
        '200': {description: They, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/thing'}}}}}
  /things/first:
    delete:
      operationId: things/delete-first
      tags: [things]
      responses: {'204': {description: Gone}}
  /teams:
    get:
      operationId: teams/list
      tags: [teams]
      responses:
        '200': {description: They, content: {application/json: {schema: {$ref: '#/components/schemas/team'}}}}
components:
  schemas:
    thing:
      type: object
      properties: {id: {type: integer}, name: {type: string}}
      x-github-breaking-changes: [{version: '2026-03-10', patch: {properties: {name: null}}}]
    team: {type: object, properties: {name: {type: string}}}
";

/// The root folder of tagsmith's repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// Runs cargo offline in the workspace.
fn cargo(place: &Place, arguments: &[&str]) -> Run {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(arguments)
        .arg("--offline")
        .current_dir(place.0.path());
    Run::of(
        cargo
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_TERM_COLOR", "never"),
    )
}

/// Creates a repository with a released crate, in a workspace with a Cargo.lock.
fn stage() -> Stage {
    let stage = Stage::new();
    let place = &stage.place;
    place.put("first.yaml", DESCRIPTION);
    let pin = [
        "pin",
        "--description",
        "first.yaml",
        "--upstream",
        "@things/api",
    ];
    place.run(&pin).ends(0);
    std::fs::remove_file(place.0.path().join("first.yaml")).unwrap();
    let runtime = format!("[runtime]\npath = \"{}\"", root().join("runtime").display());
    place.edit("tagsmith.toml", "[runtime]", &runtime);
    let version =
        "api_version = \"2022-11-28\"\n\n[profile]\nversion_header = \"X-Version\"\n\n[runtime]";
    place.edit("tagsmith.toml", "[runtime]", version);
    place.run(&["generate"]).ends(0);
    place.put(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"out\"]\n",
    );
    // Uses the versions of dependencies that are available offline.
    place.put(
        "Cargo.lock",
        &std::fs::read_to_string(root().join("Cargo.lock")).unwrap(),
    );
    cargo(place, &["metadata", "--format-version=1"]).ends(0);
    stage.commit("Release 0.1.0");
    stage.git(&["tag", "--force", "v0.1.0"]);
    stage.git(&["push", "--quiet", "--force", "origin", "main", "v0.1.0"]);
    stage
}

/// Proposes the update, runs the checks in a clone of the branch, and then merges and releases the update.
fn passes(stage: &Stage, version: &str, label: &str) -> String {
    stage.keep("calls", "");
    stage.run(&["propose"]).ends(0);
    let create = stage.calls("gh");
    let create = create
        .iter()
        .find(|it| it.starts_with("gh pr create"))
        .unwrap();
    assert!(create.ends_with(&format!("--label {label}")), "{create}");
    let body = stage.kept("body");
    let becomes = format!("becomes `{version}`\n");
    assert!(body.contains(&becomes), "{becomes}: {body}");

    let commit = stage.pushed(BRANCH).unwrap();
    let clone = Place(TempDir::new().unwrap());
    clone.git(&["clone", "--quiet", "--branch", BRANCH, &stage.origin(), "."]);
    clone.run(&["generate", "--check"]).ends(0);
    let run = clone.run(&["release", "--check"]);
    let reported = format!("things {version}: the version is high enough (");
    assert!(run.ends(0).out.starts_with(&reported), "{}", run.out);
    let tag = format!("v{version}");
    clone.run(&["changelog", "--tag", &tag]).ends(0);
    cargo(
        &clone,
        &[
            "check",
            "--quiet",
            "--locked",
            "--package=things",
            "--all-features",
        ],
    )
    .ends(0);

    stage.clone_anew();
    stage.git(&["merge", "--quiet", &commit]);
    stage.git(&["tag", &tag]);
    stage.git(&[
        "push",
        "--quiet",
        "origin",
        "main",
        &tag,
        &format!(":{BRANCH}"),
    ]);
    body
}

/// Updates to a new description.
fn update(stage: &Stage, description: &str, more: &[&str]) {
    let outside = TempDir::new().unwrap();
    let next = outside.path().join("next.yaml");
    std::fs::write(&next, description).unwrap();
    let next = next.display().to_string();
    stage
        .place
        .run(&[&["update", "--description", &next], more].concat())
        .ends(0);
}

#[test]
fn proposed_updates_pass_all_checks() {
    let stage = stage();
    // Only a summary changes.
    let second = DESCRIPTION
        .replace("version: 1.0.0", "version: 2.0.0")
        .replace("Lists things", "Lists all things");
    update(&stage, &second, &[]);
    passes(&stage, "0.1.1", "docs");

    // Operations are added and removed.
    let third = second
        .replace("version: 2.0.0", "version: 3.0.0")
        .replace("things/delete-first", "things/clear")
        .replace("/things/first:", "/things/all:");
    update(&stage, &third, &[]);
    let body = passes(&stage, "0.2.0", "breaking");
    assert!(body.contains("`things/delete-first`"), "{body}");

    // A tag is added, with the same version of the description.
    update(&stage, &third, &["--tag", "teams"]);
    let body = passes(&stage, "0.2.1", "feature");
    assert!(body.contains("`teams/list`"), "{body}");
    assert!(
        stage
            .place
            .text("tagsmith.toml")
            .contains("tags = [\"things\", \"teams\"]\n")
    );
    assert!(stage.place.text("spec/pin.yaml").contains("/teams:"));

    // The API version changes by an edit, which the update includes.
    stage
        .place
        .edit("tagsmith.toml", "\"2022-11-28\"", "\"2026-03-10\"");
    update(&stage, &third, &[]);
    let body = passes(&stage, "0.3.0", "breaking");
    assert!(body.contains("`types::Thing.name`"), "{body}");

    // The tag was added to the configuration by hand.
    let fourth = third
        .replace("tags: [teams]", "tags: [groups]")
        .replace("teams/list", "groups/list");
    stage.place.edit("tagsmith.toml", "\"teams\"", "\"groups\"");
    update(&stage, &fourth, &[]);
    passes(&stage, "0.4.0", "breaking");
}
