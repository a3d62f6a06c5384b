//! Tests of baselines: `release`, `update`, `generate` and `diff` compare with the same release.

#![allow(clippy::unwrap_used, clippy::panic)]

mod place;

use std::fs;

use place::{CONFIG, OVERLAY, Place, Run};

/// Two operations, and a schema that a later API version changes.
const DESCRIPTION: &str = "openapi: 3.0.3
info: {title: Things, version: 1.0.0}
paths:
  /things:
    get:
      operationId: things/list
      tags: [things]
      responses:
        '200': {description: They, content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
  /things/first:
    get:
      operationId: things/get
      tags: [things]
      responses:
        '200': {description: It, content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
components:
  schemas:
    thing:
      type: object
      properties: {id: {type: integer}, name: {type: string}}
      x-github-breaking-changes: [{version: '2026-03-10', patch: {properties: {name: null}}}]
";

const UPDATE: &[&str] = &["update", "--description", "next.yaml"];

/// Returns a folder whose crate with these operations is generated and not committed.
fn unreleased() -> Place {
    let place = Place::pinned();
    let config = place.text("tagsmith.toml").replace(
        "[runtime]",
        "api_version = \"2022-11-28\"\n\n[profile]\nversion_header = \"X-Version\"\n\n[runtime]",
    );
    place.put("tagsmith.toml", &config);
    place.put("first.yaml", DESCRIPTION);
    let pin = ["pin", "--description", "first.yaml", "--upstream", "@a/b"];
    place.run(&pin).ends(0);
    place.run(&["generate"]).ends(0);
    fs::remove_file(place.0.path().join("first.yaml")).unwrap();
    place
}

/// Returns a folder whose crate with these operations is released.
fn released() -> Place {
    let place = unreleased();
    place.release();
    place
}

/// A file, its content, and its content after an edit.
type Edit = (&'static str, &'static str, &'static str);

/// Edits of configuration and overlay that are breaking changes although the description is unchanged.
const CAUSES: &[(&str, Edit)] = &[
    (
        "operation-removed",
        (
            "tagsmith.toml",
            "[fixtures]",
            "[[skip]]\noperation = \"things/list\"\nreason = \"Odd\"\n\n[fixtures]",
        ),
    ),
    (
        "type-renamed types::Stuff",
        (
            "tagsmith.toml",
            "[fixtures]",
            "[[rename]]\nat = \"#/components/schemas/thing\"\nname = \"Stuff\"\n\n[fixtures]",
        ),
    ),
    (
        "types::Thing.id",
        (
            "overlay.yaml",
            "actions: []",
            "actions: [{target: $.components.schemas.thing.properties.id, update: {type: string}, x-evidence: Seen}]",
        ),
    ),
    (
        "member-removed types::Thing.name",
        ("tagsmith.toml", "\"2022-11-28\"", "\"2026-03-10\""),
    ),
    (
        "runtime-changed",
        (
            "tagsmith.toml",
            "[runtime]\nversion = \"0.1.0\"",
            "[runtime]\nversion = \"0.2.0\"",
        ),
    ),
    (
        "crate-renamed",
        ("tagsmith.toml", "name = \"things\"", "name = \"stuff\""),
    ),
];

/// Returns a released crate with an uncommitted edit.
fn edited((file, old, new): Edit) -> Place {
    let place = released();
    place.edit(file, old, new);
    place
}

#[test]
fn every_command_reports_a_breaking_edit() {
    for (sign, edit) in CAUSES {
        let place = edited(*edit);
        let run = place.run(&["generate"]);
        let reported = "since v0.1.0: major: `tagsmith release` changes the version from 0.1.0 to 0.2.0, and updates the changelog\n";
        assert!(run.ends(0).out.ends_with(reported), "{sign}: {}", run.out);
        let run = place.run(&["diff", "git:v0.1.0", "spec/pin.yaml"]);
        let major = "major: 0.1.0 becomes 0.2.0\n";
        assert!(run.ends(1).out.starts_with(major), "{sign}: {}", run.out);
        let run = place.run(&["release", "--check"]);
        run.ends(1);
        let reported = format!("since v0.1.0:\n{major}");
        assert!(run.out.starts_with(&reported), "{sign}: {}", run.out);
        assert!(run.out.contains(sign), "{sign}: {}", run.out);
        let too_low = "is too low for the changes since v0.1.0: at least 0.2.0 is required\n";
        assert!(run.err.contains(too_low), "{sign}: {}", run.err);

        let run = place.run(&["release"]);
        assert!(run.ends(0).out.contains(sign), "{sign}: {}", run.out);
        assert!(run.out.contains(" 0.1.0 → 0.2.0\n"), "{sign}: {}", run.out);
        for file in ["tagsmith.toml", "out/Cargo.toml"] {
            let text = place.text(file);
            assert!(text.contains("\nversion = \"0.2.0\""), "{sign}: {text}");
        }
        let changelog = place.text("out/CHANGELOG.md");
        assert!(
            changelog.contains("\n## [0.2.0] - `@a/b 1.0.0`\n"),
            "{changelog}"
        );
        assert!(changelog.contains("**Breaking:**"), "{sign}: {changelog}");
        place.run(&["release", "--check"]).ends(0);
        place.run(&["generate", "--check"]).ends(0);
        let run = place.run(&["release"]);
        assert!(run.ends(0).out.ends_with("no changes\n"), "{}", run.out);
        place.commit("Change");
        let run = place.run(&["diff", "git:v0.1.0", "git:HEAD"]);
        assert!(run.ends(1).out.starts_with(major), "{sign}: {}", run.out);
    }
}

#[test]
fn an_update_includes_earlier_edits() {
    let next = DESCRIPTION
        .replace("version: 1.0.0", "version: 2.0.0")
        .replace("description: They", "description: All of them");
    for (sign, edit) in CAUSES {
        for is_committed in [false, true] {
            let place = edited(*edit);
            if is_committed {
                place.commit("Edit");
            }
            place.put("next.yaml", &next);
            let run = place.run(UPDATE);
            assert!(run.ends(0).out.contains(sign), "{sign}: {}", run.out);
            let reported = "since v0.1.0:\nmajor: 0.1.0 becomes 0.2.0\n";
            assert!(run.out.contains(reported), "{sign}: {}", run.out);
            let changelog = place.text("out/CHANGELOG.md");
            assert!(
                changelog.contains("\n## [0.2.0] - `@a/b 2.0.0`\n"),
                "{changelog}"
            );
            place.run(&["release", "--check"]).ends(0);
            place.run(&["generate", "--check"]).ends(0);
        }
    }
}

#[test]
fn without_a_tag_the_baseline_is_the_last_commit_with_a_different_version() {
    let place = released();
    place.git(&["tag", "--delete", "v0.1.0"]);
    // The last commit with a different version is the state before the version changed.
    place.edit(
        "tagsmith.toml",
        "\nversion = \"0.1.0\"",
        "\nversion = \"0.1.1\"",
    );
    place.run(&["generate"]).ends(0);
    place.commit("Move");
    place.edit(
        "tagsmith.toml",
        "\ndescription = \"Things\"",
        "\ndescription = \"More\"",
    );
    place.commit("Describe");
    let run = place.run(&["release"]);
    let first = place.git(&["rev-parse", "--short", "HEAD~2"]);
    let reported = format!("since the commit {first}:\npatch: 0.1.0 becomes 0.1.1\n");
    assert!(run.ends(0).out.starts_with(&reported), "{}", run.out);
    assert!(
        run.out
            .contains("things 0.1.1: the version is already set\n"),
        "{}",
        run.out
    );
    let (_, (file, old, new)) = *CAUSES.first().unwrap();
    place.edit(file, old, new);
    let run = place.run(&["release"]);
    assert!(
        run.ends(0).out.contains("things 0.1.1 → 0.2.0\n"),
        "{}",
        run.out
    );
    // The entry of an unreleased version is rewritten for the new version.
    let changelog = place.text("out/CHANGELOG.md");
    assert_eq!(changelog.matches("\n## [").count(), 1, "{changelog}");
    // A tag on a different branch is not a release of this branch.
    place.git(&["checkout", "--quiet", "--orphan", "other"]);
    place.commit("Other");
    place.git(&["tag", "v0.1.9"]);
    place.git(&["checkout", "--quiet", "--force", "main"]);
    let run = place.run(&["release", "--dry-run"]);
    assert!(
        run.ends(0).out.starts_with("since the commit "),
        "{}",
        run.out
    );
}

#[test]
fn before_the_first_release_the_version_is_not_changed() {
    let place = unreleased();
    let untracked = |place: &Place| {
        let run = place.run(&["release", "--check"]);
        assert_eq!(run.ends(0).out, "things 0.1.0: not released yet\n");
    };
    place.git(&["init", "--quiet", "--initial-branch=main"]);
    untracked(&place);
    place.commit("Begin");
    untracked(&place);
    let (_, (file, old, new)) = *CAUSES.first().unwrap();
    place.edit(file, old, new);
    // One tag belongs to a different crate, and one is not a version.
    place.git(&["tag", "v9.0.0"]);
    place.git(&["tag", "begin"]);
    let run = place.run(&["release"]);
    let reported = "things 0.1.0: not released yet, so the version stays unchanged\n";
    assert!(run.ends(0).out.contains(reported), "{}", run.out);
    assert!(
        run.out.starts_with("since the last commit:\nmajor: "),
        "{}",
        run.out
    );
    let changelog = place.text("out/CHANGELOG.md");
    let entry =
        "## [0.1.0] - `@a/b 1.0.0`\n\n### Added\n\n- The first release, with 1 operation.\n";
    assert!(changelog.ends_with(entry), "{changelog}");
    untracked(&place);
    let run = place.run(&["generate"]);
    assert!(!run.ends(0).out.contains("\nsince "), "{}", run.out);
}

#[test]
fn a_shallow_clone_is_an_error_with_help() {
    let place = released();
    place.commit("More");
    let origin = format!("file://{}", place.0.path().display());
    let clone = Place(tempfile::TempDir::new().unwrap());
    clone.git(&["clone", "--quiet", "--depth=1", &origin, "."]);
    clone.put("next.yaml", DESCRIPTION);
    for arguments in [&["release"][..], &["release", "--check"], UPDATE] {
        let run = clone.run(arguments);
        let help = "git fetch --unshallow --tags";
        assert!(run.ends(2).err.contains(help), "{}", run.err);
    }
    let v = ["release", "--check", "--before", "git:HEAD"];
    clone.run(&v).ends(0);
    clone.git(&["fetch", "--quiet", "--unshallow", "--tags"]);
    let run = clone.run(&["release", "--check"]);
    assert_eq!(
        run.ends(0).out,
        "things 0.1.0: the version is high enough (none since v0.1.0)\n"
    );
}

/// Copies all files of a folder to a different folder.
fn copied(from: &Place) -> Place {
    let to = Place(tempfile::TempDir::new().unwrap());
    for (name, text) in from.files("") {
        to.put(&name, &String::from_utf8(text).unwrap());
    }
    to
}

#[test]
fn outside_git_a_flag_names_the_release() {
    let place = unreleased();
    let old = copied(&place);
    let (sign, (file, from, to)) = *CAUSES.first().unwrap();
    place.edit(file, from, to);
    place.put("next.yaml", DESCRIPTION);
    for arguments in [&["release"][..], &["release", "--check"], UPDATE] {
        let run = place.run(arguments);
        assert!(run.ends(2).err.contains("`--before`"), "{}", run.err);
        assert!(run.err.contains("not a git repository"), "{}", run.err);
    }
    assert!(!place.run(&["generate"]).ends(0).out.contains("\nsince "));
    let folder = old.0.path().display().to_string();
    for before in [folder.clone(), format!("{folder}/tagsmith.toml")] {
        let run = place.run(&["release", "--dry-run", "--before", &before]);
        let reported = format!("since {before}:\nmajor: 0.1.0 becomes 0.2.0\n");
        assert!(run.ends(0).out.starts_with(&reported), "{}", run.out);
        assert!(run.out.contains(sign), "{}", run.out);
    }
    // A description without a configuration uses the current configuration.
    place.put(
        "old.yaml",
        &DESCRIPTION.replace("name: {type: string}", "size: {type: string}"),
    );
    let run = place.run(&["release", "--before", "old.yaml"]);
    assert!(
        run.ends(0).out.contains("member-removed types::Thing.size"),
        "{}",
        run.out
    );
    assert!(!run.out.contains(sign), "{}", run.out);
    let run = place.run(&["release", "--before", "none"]);
    assert!(run.ends(2).err.contains("none"), "{}", run.err);
}

/// Sets the version, and tags the commit.
fn tagged(place: &Place, version: &str) -> Run {
    let (before, _) = CONFIG.split_once("version").unwrap();
    assert!(before.contains("[crate]"));
    let text = place.text("tagsmith.toml");
    let (head, rest) = text.split_once("\nversion = \"").unwrap();
    let (_, rest) = rest.split_once('"').unwrap();
    place.put(
        "tagsmith.toml",
        &format!("{head}\nversion = \"{version}\"{rest}"),
    );
    place.run(&["generate"]).ends(0);
    place.commit("Release");
    place.git(&["tag", "--annotate", "--message=It", &format!("v{version}")]);
    place.run(&["release", "--check"])
}

#[test]
fn the_check_of_a_tagged_commit_compares_with_the_previous_tag() {
    let place = edited(CAUSES.first().unwrap().1);
    let run = tagged(&place, "0.1.1");
    assert!(run.ends(1).out.contains("operation-removed"), "{}", run.out);
    assert!(
        run.err
            .contains("changes since v0.1.0: at least 0.2.0 is required"),
        "{}",
        run.err
    );
    place.git(&["tag", "--delete", "v0.1.1"]);
    let run = tagged(&place, "0.2.0-rc.1");
    assert_eq!(
        run.ends(0).out,
        "things 0.2.0-rc.1: the version is high enough (major since v0.1.0)\n"
    );
    // After tagging, the current version is released.
    place.commit("More");
    let run = place.run(&["release", "--check"]);
    assert_eq!(
        run.ends(0).out,
        "things 0.2.0-rc.1: the version is high enough (none since v0.2.0-rc.1)\n"
    );
    let (_, (file, old, new)) = *CAUSES.get(1).unwrap();
    place.edit(file, old, new);
    place.run(&["release", "--check"]).ends(1);
    let run = place.run(&["release"]);
    assert!(
        run.ends(0).out.contains("things 0.2.0-rc.1 → 0.2.0-rc.2\n"),
        "{}",
        run.out
    );
    place.git(&["checkout", "--quiet", "--force", "HEAD"]);
    let run = tagged(&place, "0.2.0");
    assert_eq!(
        run.ends(0).out,
        "things 0.2.0: the version is high enough (none since v0.2.0-rc.1)\n"
    );
    let run = tagged(&place, "0.1.9");
    assert!(run.ends(1).err.contains("since v0.2.0"), "{}", run.err);
}

#[test]
fn the_entry_of_an_unreleased_version_is_rewritten() {
    let place = released();
    place.edit("overlay.yaml", "actions: []", CAUSES.get(2).unwrap().1.2);
    place.run(&["release", "--date", "2026-01-02"]).ends(0);
    place.edit(
        "out/CHANGELOG.md",
        "From `@a/b 1.0.0`.\n",
        "From `@a/b 1.0.0`.\n\nRead this first.\n",
    );
    place.edit(
        "out/CHANGELOG.md",
        "\n### ",
        "\n### Mine\n\n- Of mine\n\n### ",
    );
    place.commit("Change");
    place.put("overlay.yaml", OVERLAY);
    let (_, (file, old, new)) = *CAUSES.first().unwrap();
    place.edit(file, old, new);
    let run = place.run(&["release"]);
    assert!(run.ends(0).out.contains("\n  - Of mine\n"), "{}", run.out);
    assert!(
        run.out
            .contains("things 0.2.0: the version is already set\n"),
        "{}",
        run.out
    );
    let changelog = place.text("out/CHANGELOG.md");
    assert!(!changelog.contains("types::Thing.id"), "{changelog}");
    let head = "\n## [0.2.0] - 2026-01-02\n\nRead this first.\n\nFrom `@a/b 1.0.0`.\n";
    assert!(changelog.contains(head), "{changelog}");
    assert_eq!(changelog.matches("\n## [").count(), 1, "{changelog}");
    // The entry of a released version stays unchanged.
    place.commit("Release 0.2.0");
    place.git(&["tag", "v0.2.0"]);
    let (_, (file, old, new)) = *CAUSES.get(1).unwrap();
    place.edit(file, old, new);
    place.run(&["release"]).ends(0);
    let longer = place.text("out/CHANGELOG.md");
    let (_, entry) = changelog.split_once("## [0.2.0]").unwrap();
    assert!(longer.ends_with(&format!("## [0.2.0]{entry}")), "{longer}");
    assert!(longer.contains("\n## [0.3.0] - "), "{longer}");
}

#[test]
fn cargo_lock_contains_the_new_version() {
    let place = released();
    let lock = "version = 4\n\n[[package]]\nname = \"things\"\nversion = \"0.1.0\"\n";
    place.put("Cargo.lock", lock);
    place.edit("tagsmith.toml", "[fixtures]", CAUSES.first().unwrap().1.2);
    place.run(&["release"]).ends(0);
    let moved = lock.replace("0.1.0", "0.2.0");
    assert_eq!(place.text("Cargo.lock"), moved);
}
