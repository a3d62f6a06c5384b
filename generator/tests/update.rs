//! Tests of `tagsmith update` with files and with a fake npm.

#![allow(clippy::unwrap_used, clippy::panic)]

mod place;

use std::collections::BTreeMap;
use std::fs;

use place::{DESCRIPTION, Place, next_description};
use sha2::{Digest, Sha256};

const UPDATE: &[&str] = &["update", "--description", "next.yaml"];

/// Returns a released crate, and a new description.
fn place(next: &str) -> Place {
    let place = Place::released();
    place.put("next.yaml", next);
    place
}

/// Returns the names of the changed files.
fn changed(before: &BTreeMap<String, Vec<u8>>, place: &Place) -> Vec<String> {
    let after = place.files("");
    let names = before.keys().chain(after.keys());
    let mut names: Vec<String> = names
        .filter(|name| before.get(*name) != after.get(*name))
        .cloned()
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn an_update_changes_all_files_together() {
    let place = place(&next_description());
    let before = place.files("");
    let settings = place.text("tagsmith.toml");
    let run = place.run(UPDATE);
    run.ends(0);
    assert!(
        run.out
            .starts_with("@things/api 1.0.0 → 2.0.0: 1 operation"),
        "{}",
        run.out
    );
    assert!(run.out.contains("things 0.1.0 → 0.1.1\n"), "{}", run.out);
    let changed = changed(&before, &place);
    for name in [
        "out/CHANGELOG.md",
        "out/Cargo.toml",
        "spec/pin.lock",
        "spec/pin.yaml",
        "tagsmith.toml",
    ] {
        assert!(changed.iter().any(|it| it == name), "{name}: {changed:?}");
    }
    let moved = settings.replacen("\nversion = \"0.1.0\"", "\nversion = \"0.1.1\"", 1);
    assert_eq!(place.text("tagsmith.toml"), moved);
    let lock = place.text("spec/pin.lock");
    let sha256: String = Sha256::digest(next_description())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let expected = [
        "@things/api",
        "version = \"2.0.0\"",
        "file = \"api.json\"",
        &sha256,
    ];
    assert!(expected.iter().all(|it| lock.contains(it)), "{lock}");
    let changelog = place.text("out/CHANGELOG.md");
    assert!(changelog.starts_with("# Changelog\n"), "{changelog}");
    assert!(
        changelog.contains("\n## [0.1.1] - `@things/api 2.0.0`\n\n### "),
        "{changelog}"
    );
    place.run(&["generate", "--check"]).ends(0);
    place.run(&["generate"]).ends(0);
    assert_eq!(place.text("out/CHANGELOG.md"), changelog);

    // A second run changes nothing.
    let before = place.files("");
    let run = place.run(UPDATE);
    assert!(run.ends(0).out.contains("no changes\n"), "{}", run.out);
    assert_eq!(place.files(""), before);

    // A downgrade before the release keeps the version of the crate, and is reported.
    let dated = [UPDATE, &["--date", "2020-02-29"]].concat();
    place.put("next.yaml", DESCRIPTION);
    let run = place.run(&[&dated[..], &["--dry-run"]].concat());
    let reported = "@things/api 2.0.0 → 1.0.0, which is older: 1 operation";
    assert!(run.ends(0).out.starts_with(reported), "{}", run.out);
    assert!(
        run.out.contains(
            "\nnone: the crates are identical\nthings 0.1.1: the version is already set\n"
        )
    );

    // After a release, an update adds an entry above the existing one.
    place.commit("Release 0.1.1");
    place.git(&["tag", "v0.1.1"]);
    let run = place.run(&dated);
    assert!(run.ends(0).out.starts_with(reported), "{}", run.out);
    assert!(run.out.contains("things 0.1.1 → 0.2.0\n"), "{}", run.out);
    let entries = place.text("out/CHANGELOG.md");
    let (_, earlier) = changelog.split_once("## ").unwrap();
    assert!(entries.ends_with(&format!("## {earlier}")), "{entries}");
    assert_eq!(entries.matches("\n## [").count(), 2, "{entries}");
    let dated = " - 2020-02-29\n\nFrom `@things/api 1.0.0`.\n\n### ";
    assert!(entries.contains(dated), "{entries}");
    place.run(&["generate", "--check"]).ends(0);
}

#[test]
fn if_the_selected_tags_are_unchanged_only_the_lock_file_changes() {
    let other = DESCRIPTION.replace("components:\n", "  /other:\n    get:\n      operationId: other/get\n      tags: [other]\n      responses: {'204': {description: It}}\ncomponents:\n");
    let place = place(&other);
    let before = place.files("");
    let run = place.run(&[UPDATE, &["--version", "1.5.0"]].concat());
    let says = "no changes for the selected tags: only the lock file changed\n";
    assert!(run.ends(0).out.contains(says), "{}", run.out);
    assert_eq!(changed(&before, &place), ["spec/pin.lock"]);
    assert!(place.text("spec/pin.lock").contains("version = \"1.5.0\""));

    // The pin contains the version of the description.
    place.put(
        "next.yaml",
        &other.replace("version: 1.0.0", "version: 1.6.0"),
    );
    let before = place.files("");
    let run = place.run(UPDATE);
    let says =
        "no changes for the selected tags: only the lock file and the version in the pin changed\n";
    assert!(run.ends(0).out.contains(says), "{}", run.out);
    assert_eq!(changed(&before, &place), ["spec/pin.lock", "spec/pin.yaml"]);
    assert!(place.text("spec/pin.yaml").contains("version: 1.6.0"));
    place.run(&["generate", "--check"]).ends(0);
}

#[test]
fn a_dry_run_prints_the_same_report_and_writes_nothing() {
    let place = place(&next_description());
    let before = place.files("");
    let dry = place.run(&[UPDATE, &["--dry-run"]].concat());
    dry.ends(0);
    assert_eq!(place.files(""), before);
    let run = place.run(UPDATE);
    assert_eq!(
        dry.out.replace("would be created", "created"),
        run.ends(0).out
    );
}

#[test]
fn a_refused_update_changes_nothing() {
    let mine = "  /mine:\n    get: {operationId: 'mine', tags: [things], responses: {'200': {$ref: '#/nowhere'}}}\n";
    for (next, arguments, says) in [
        ("{", UPDATE, "next.yaml"),
        ("", UPDATE, "is empty"),
        (
            &DESCRIPTION.replace("[things]", "[others]"),
            UPDATE,
            "things",
        ),
        (
            &DESCRIPTION.replace("components:\n", &format!("{mine}components:\n")),
            UPDATE,
            "nowhere",
        ),
        (
            "",
            &["update", "--description", "none.yaml"],
            "cannot read the file",
        ),
        ("", &["update", "--description", "spec"], "folder"),
        ("", &["update", "--to", "--help"], "a value is required"),
        ("", &["update", "--to", "latest"], "not a single version"),
        ("", &["update", "--to", "^1.0.0"], "not a single version"),
        (
            &" ".repeat(2 << 20),
            &["update", "--description", "next.yaml", "--max-size", "1"],
            "more than 1 MiB",
        ),
        ("", &["update", "--version", "1"], "--description"),
        ("", &["update", "--date", "today"], "2020-02-29"),
    ] {
        let place = place(next);
        let before = place.files("");
        let run = place.run(arguments);
        assert!(run.ends(2).err.contains(says), "{says}: {}", run.err);
        assert_eq!(place.files(""), before, "{says}");
    }
    let place = place(&next_description());
    place.put(
        "tagsmith.toml",
        &place
            .text("tagsmith.toml")
            .replace("\nversion = \"0.1.0\"", "\nversion = \"1\""),
    );
    let before = place.files("");
    let run = place.run(UPDATE);
    assert!(
        run.ends(2).err.contains("is not a valid version"),
        "{}",
        run.err
    );
    assert_eq!(place.files(""), before);
    fs::remove_file(place.0.path().join("spec/pin.lock")).unwrap();
    let run = place.run(UPDATE);
    assert!(
        run.ends(2).err.contains("the lock file, which records"),
        "{}",
        run.err
    );
}

#[cfg(not(feature = "update"))]
#[test]
fn a_url_requires_the_feature_update() {
    let place = place("");
    let run = place.run(&["update", "--description", "https://example.com/api.json"]);
    assert!(run.ends(2).err.contains("--features update"), "{}", run.err);
}

#[test]
fn an_expired_correction_is_reported() {
    let place = place(&DESCRIPTION.replace("      tags:", "      summary: Gets\n      tags:"));
    place.put(
        "overlay.yaml",
        "overlay: 1.0.0
info: {title: Corrections, version: 1.0.0}
actions:
  - target: $.paths['/things'].get
    x-evidence: It gets
    update: {summary: Gets}
",
    );
    place.run(&["generate"]).ends(0);
    place.run(&["generate", "--check"]).ends(0);
    let run = place.run(UPDATE);
    assert!(run.ends(0).err.starts_with("warning: "), "{}", run.err);
    assert!(run.err.contains("overlay.yaml"), "{}", run.err);
}

#[test]
fn files_edited_by_hand_are_reported_before_an_update_overwrites_them() {
    let place = place(&next_description());
    let name = "out/src/things/get.rs";
    place.put(name, &format!("{}// Mine\n", place.text(name)));
    place.commit("Mine");
    let before = place.files("");
    for more in [&[][..], &["--dry-run"]] {
        let run = place.run(&[UPDATE, more].concat());
        let named = format!("the generated file was edited by hand\n  --> {name}\n");
        assert!(run.ends(2).err.contains(&named), "{}", run.err);
        assert_eq!(place.files(""), before);
    }
    place.run(&[UPDATE, &["--force"]].concat()).ends(0);
    place.run(&["generate", "--check"]).ends(0);
}

#[test]
fn an_interrupted_update_is_reported_and_finished() {
    let place = place(&next_description());
    let sha256 = |bytes: &[u8]| -> String {
        Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    let old = place.text("tagsmith.toml");
    let new = format!("{old}# More\n");
    place.put(".tagsmith-staging/0.new", &new);
    place.put(
        ".tagsmith-update.json",
        &format!(
            "{{\"what\": \"2.0.0\", \"roots\": [\".\", \"out\"], \"steps\": [{{\"root\": 0, \
             \"path\": \"tagsmith.toml\", \"new\": \".tagsmith-staging/0.new\", \
             \"before\": \"{}\", \"after\": \"{}\"}}]}}",
            sha256(old.as_bytes()),
            sha256(new.as_bytes())
        ),
    );
    let before = place.files("");
    let says = "an update was interrupted";
    let run = place.run(&["operations"]);
    assert!(
        run.ends(0).err.starts_with(&format!("warning: {says}")),
        "{}",
        run.err
    );
    let run = place.run(&["generate", "--check"]);
    assert!(
        run.err.starts_with(&format!("warning: {says}")),
        "{}",
        run.err
    );
    for arguments in [
        &["generate"][..],
        &["pin", "--description", "next.yaml"],
        &["update", "--to", "2.0.0", "--dry-run"],
    ] {
        let run = place.run(arguments);
        assert!(run.ends(2).err.contains(says), "{}", run.err);
        assert!(
            run.err.contains("run `tagsmith update` to finish it"),
            "{}",
            run.err
        );
    }
    assert_eq!(place.files(""), before);
    // Finishing needs no network.
    let run = place.run(&["update", "--to", "2.0.0"]);
    assert_eq!(
        run.ends(0).out,
        "finished the interrupted update to 2.0.0\n"
    );
    assert_eq!(place.text("tagsmith.toml"), new);
    assert!(!place.0.path().join(".tagsmith-staging").exists());
    assert!(!place.0.path().join(".tagsmith-update.json").exists());
}

#[cfg(unix)]
#[test]
fn a_missing_npm_is_an_error() {
    let place = place("");
    let before = place.files("");
    // The PATH contains only git.
    let path = std::env::var("PATH").unwrap();
    let found = std::env::split_paths(&path)
        .map(|it| it.join("git"))
        .find(|it| it.is_file());
    let programs = tempfile::TempDir::new().unwrap();
    std::os::unix::fs::symlink(found.unwrap(), programs.path().join("git")).unwrap();
    let mut command = place.command(&["update", "--to", "2.0.0"]);
    let run = place::Run::of(command.env("PATH", programs.path()));
    assert!(run.ends(2).err.contains("cannot run npm"), "{}", run.err);
    assert_eq!(place.files(""), before);
}
