//! Tests of failures of `tagsmith propose`. No commit of other people is ever lost.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod place;
mod workflow;

use std::fs;

use place::{DESCRIPTION, Run, next_description};
use workflow::Stage;

const BRANCH: &str = "tagsmith/update";

/// Returns a repository with an uncommitted update.
fn updated() -> Stage {
    let stage = Stage::new();
    update(&stage, &next_description());
    stage
}

fn update(stage: &Stage, next: &str) {
    stage.place.put("next.yaml", next);
    let arguments = ["update", "--description", "next.yaml"];
    stage.place.run(&arguments).ends(0);
    fs::remove_file(stage.place.0.path().join("next.yaml")).unwrap();
}

#[test]
fn commits_of_other_people_are_not_replaced() {
    // Includes an amended commit by the same user.
    for amends_as in [None, Some("B"), Some("A")] {
        let stage = updated();
        stage.run(&["propose"]).ends(0);
        let ours = stage.pushed(BRANCH).unwrap();
        stage.git(&["stash", "--quiet", "--include-untracked"]);
        stage.git(&["checkout", "--quiet", "-B", "theirs", &ours]);
        stage.place.put("theirs", "");
        match amends_as {
            Some(name) => {
                stage.git(&["add", "--all"]);
                let amend = ["commit", "--quiet", "--amend", "--no-edit"];
                stage.run_git(name, &amend).ends(0);
            }
            None => stage.commit("Theirs"),
        }
        stage.git(&[
            "push",
            "--quiet",
            "--force",
            "origin",
            "HEAD:tagsmith/update",
        ]);
        let theirs = stage.pushed(BRANCH);
        stage.git(&["checkout", "--quiet", "main"]);
        stage.git(&["stash", "pop", "--quiet"]);
        stage.keep("calls", "");
        let run = stage.run(&["propose"]);
        assert!(
            run.ends(2)
                .err
                .contains("contains commits that `tagsmith propose` did not create"),
            "{}",
            run.err
        );
        assert_eq!(stage.pushed(BRANCH), theirs);
        assert_eq!(stage.calls("gh"), [""; 0]);
        // A different branch can be used.
        stage.run(&["propose", "--branch", "other"]).ends(0);
        assert!(stage.pushed("other").is_some());
    }
}

#[test]
fn a_branch_that_changes_before_the_push_is_not_replaced() {
    let stage = updated();
    stage.run(&["propose"]).ends(0);
    let stale = stage.pushed(BRANCH).unwrap();
    update(&stage, &next_description().replace("big", "huge"));
    // The branch changes after it was read, and before the push.
    let moves = "case $1 in push) \"$real_git\" -C \"$here/origin.git\" update-ref \
                 refs/heads/tagsmith/update refs/heads/main ;; esac\nexec \"$real_git\" \"$@\"";
    stage.stand_in("git", moves);
    let run = stage.run(&["propose"]);
    assert!(run.ends(2).err.contains("`git push` failed"), "{}", run.err);
    assert!(run.err.contains("nothing was pushed"), "{}", run.err);
    assert_eq!(stage.pushed(BRANCH), stage.pushed("main"));
    assert_ne!(stage.pushed(BRANCH).unwrap(), stale);
}

#[test]
fn the_proposal_includes_removed_files() {
    let stage = Stage::new();
    let path = "out/src/types/thing.rs";
    let before = stage.place.text(path);
    let next = DESCRIPTION.replace("{$ref: '#/components/schemas/thing'}", "{type: string}");
    update(&stage, &next);
    assert!(!stage.place.0.path().join(path).exists());
    stage.run(&["propose"]).ends(0);
    let commit = stage.pushed(BRANCH).unwrap();
    let gone = ["diff", "--name-only", "--diff-filter=D", "HEAD", &commit];
    assert!(stage.git(&gone).lines().any(|it| it == path));
    assert_eq!(
        stage.git(&["show", &format!("HEAD:{path}")]),
        before.trim_end()
    );
}

#[test]
fn propose_works_in_a_different_folder_and_for_a_different_base_branch() {
    let stage = updated();
    let below = stage.place.0.path().join("spec");
    let arguments = [
        "propose",
        "--config",
        "../tagsmith.toml",
        "--base",
        "release/1.x",
    ];
    let mut command = stage.command(&arguments);
    Run::of(command.current_dir(below)).ends(0);
    let changed = stage.git(&[
        "diff",
        "--name-only",
        "HEAD",
        &stage.pushed(BRANCH).unwrap(),
    ]);
    for name in [
        "tagsmith.toml",
        "spec/pin.yaml",
        "spec/pin.lock",
        "out/CHANGELOG.md",
    ] {
        assert!(changed.lines().any(|it| it == name), "{name}: {changed}");
    }
    let create = " --base release/1.x --title ";
    assert!(stage.calls("gh").iter().any(|it| it.contains(create)));
}

#[test]
fn after_an_error_nothing_is_pushed() {
    let stage = updated();
    for (arguments, says) in [
        (&["propose", "--branch", "--all"][..], "unexpected argument"),
        (
            &["propose", "--branch=--all"],
            "not a valid name of a branch",
        ),
        (
            &["propose", "--branch", "a:main"],
            "not a valid name of a branch",
        ),
        (
            &["propose", "--base", "a b"],
            "not a valid name of a branch",
        ),
        (
            &["propose", "--remote=ext::sh"],
            "not a valid name of a branch or remote",
        ),
        (
            &["propose", "--remote", "nowhere"],
            "`git ls-remote` failed",
        ),
        (&["propose", "--config", "none.toml"], "none.toml"),
        (&["propose", "--branch", "main"], "is the base branch"),
    ] {
        let run = stage.run(arguments);
        assert!(run.ends(2).err.contains(says), "{says}: {}", run.err);
    }
    let without_identity = stage.run_as(None, &["propose"]);
    assert!(
        without_identity
            .ends(2)
            .err
            .contains("`git config user.name`"),
        "{without_identity:?}"
    );
    stage.git(&["checkout", "--quiet", "--detach"]);
    let run = stage.run(&["propose"]);
    assert!(run.ends(2).err.contains("`--base`"), "{}", run.err);
    assert_eq!(stage.pushed(BRANCH), None);

    // An interrupted update is not proposed.
    let text = stage.place.text("tagsmith.toml");
    stage.place.put(
        ".tagsmith-update.json",
        "{\"what\": \"2.0.0\", \"roots\": [], \"steps\": []}",
    );
    let run = stage.run(&["propose", "--base", "main"]);
    assert!(
        run.ends(2).err.contains("an update was interrupted"),
        "{}",
        run.err
    );
    assert_eq!(stage.place.text("tagsmith.toml"), text);
    assert_eq!(stage.pushed(BRANCH), None);
    fs::remove_file(stage.place.0.path().join(".tagsmith-update.json")).unwrap();

    fs::rename(
        stage.place.0.path().join(".git"),
        stage.place.0.path().join("no.git"),
    )
    .unwrap();
    let run = stage.run(&["propose"]);
    assert!(
        run.ends(2).err.contains("`git rev-parse` failed"),
        "{}",
        run.err
    );
}

#[test]
fn the_next_run_continues_after_a_failure_of_gh() {
    let stage = updated();
    for (script, says) in [
        (
            "echo 'HTTP 403: no' >&2; exit 1",
            "`gh label create` failed: HTTP 403: no",
        ),
        (
            "[ \"$1\" = label ] || echo '{'",
            "cannot parse the output of gh",
        ),
        (
            "[ \"$1\" = label ] || exit 4",
            "`gh pr list` failed: exit status: 4",
        ),
    ] {
        stage.stand_in("gh", script);
        let run = stage.run(&["propose"]);
        assert!(run.ends(2).err.contains(says), "{says}: {}", run.err);
    }
    let pushed = stage.pushed(BRANCH);
    assert!(pushed.is_some());
    stage.stand_in("gh", "[ \"$1 $2\" != 'pr list' ] || echo '[]'");
    let run = stage.run(&["propose", "--start", "ci.yml"]);
    assert!(run.ends(0).out.starts_with("opened: "), "{}", run.out);
    assert_eq!(stage.pushed(BRANCH), pushed);
}

#[test]
fn names_in_a_description_are_not_printed_as_markup() {
    let stage = Stage::new();
    let next = next_description().replace("version: 2.0.0", "version: '<b> @someone'");
    update(&stage, &next);
    stage.run(&["propose"]).ends(0);
    let title = "--title Update @things/api from 1.0.0 to (unprintable name) --body-file";
    assert!(stage.calls("gh").iter().any(|it| it.contains(title)));
    assert!(!stage.kept("body").contains("someone"));
}
