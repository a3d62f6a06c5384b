//! Tests of the weekly update: they run the steps of `.github/workflows/update.yml`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod place;
mod workflow;

use place::{DESCRIPTION, Run, next_description};
use workflow::{Stage, TOKEN, all_fine};

const BRANCH: &str = "tagsmith/update";

/// Runs the job of the weekly update.
fn update(stage: &Stage) -> Vec<Run> {
    let values = [("inputs.to", ""), ("github.token", TOKEN)];
    stage.job("update.yml", "propose", &values)
}

#[test]
fn the_first_update_opens_a_pull_request() {
    let stage = Stage::new();
    stage.publish("2.0.0", &next_description());
    // Other changes are not proposed, even in folders that the update writes.
    for name in ["mine", "out/mine", "fixtures/mine"] {
        stage.place.put(name, "mine");
    }
    stage.git(&["add", "mine"]);
    let (main, status) = (
        stage.pushed("main"),
        "A  mine\n?? fixtures/mine\n?? out/mine",
    );
    assert_eq!(
        stage.git(&["status", "--porcelain", "--untracked-files"]),
        status
    );
    stage.keep("calls", "");
    let runs = update(&stage);
    all_fine(&runs, 3);
    assert_eq!(runs[2].out, "opened: https://example.com/pull/7\n");
    let mut calls = stage.calls("gh");
    let listed = calls.remove(2);
    assert!(
        listed.starts_with("gh pr list --head tagsmith/update --state open "),
        "{listed}"
    );
    assert_eq!(
        calls,
        [
            "gh auth setup-git",
            "gh label create feature --description Additions, or changed behaviour",
            "gh pr create --head tagsmith/update --base main --title Update @things/api from 1.0.0 to 2.0.0 \
             --body-file - --label feature",
            "gh workflow run ci.yml --ref tagsmith/update",
        ]
    );
    let body = stage.kept("body");
    assert!(
        body.contains("\n## minor: `0.1.0` becomes `0.1.1`\n"),
        "{body}"
    );

    let commit = stage.pushed(BRANCH).unwrap();
    let link = format!("(https://example.com/a/b/blob/{commit}/out/src/things/get.rs)");
    assert!(body.contains(&link), "{body}");
    assert_eq!(stage.pushed("main"), main);
    let of = |format: &str| stage.git(&["show", "--no-patch", format, &commit]);
    assert_eq!(Some(of("--format=%P")), main);
    assert_eq!(
        of("--format=%an %cn"),
        "github-actions[bot] github-actions[bot]"
    );
    let message = format!(
        "Update @things/api from 1.0.0 to 2.0.0\n\nFor users of the crate: minor, 0.1.0 becomes \
         0.1.1.\n\nMade-by: tagsmith propose, tree {}",
        of("--format=%T")
    );
    assert_eq!(of("--format=%B").trim(), message);
    let changed = stage.git(&["diff", "--name-only", "HEAD", &commit]);
    let changed: Vec<&str> = changed.lines().collect();
    for name in [
        "Cargo.lock",
        "out/CHANGELOG.md",
        "out/Cargo.toml",
        "spec/pin.lock",
        "tagsmith.toml",
    ] {
        assert!(changed.contains(&name), "{name}: {changed:?}");
    }
    assert!(
        !changed.iter().any(|it| it.ends_with("mine")),
        "{changed:?}"
    );
    for name in changed {
        let displayed = stage.git(&["show", &format!("{commit}:{name}")]);
        assert_eq!(displayed, stage.place.text(name).trim_end(), "{name}");
    }
    let status = stage.git(&["status", "--porcelain", "mine"]);
    assert_eq!(status, "A  mine");
    // The proposal contains everything of the update, so only other changes remain.
    stage.git(&["commit", "--quiet", "--message", "Mine", "mine"]);
    stage.git(&["add", "--all"]);
    let left = stage.git(&["diff", "--cached", "--name-only", &commit]);
    assert_eq!(left, "fixtures/mine\nmine\nout/mine");
}

#[test]
fn the_next_update_updates_the_open_pull_request() {
    let stage = Stage::new();
    stage.publish("2.0.0", &next_description());
    all_fine(&update(&stage), 3);
    let first = stage.pushed(BRANCH).unwrap();
    let open = "{\"number\": 7, \"labels\": [{\"name\": \"feature\"}, {\"name\": \"mine\"}], \
                \"isCrossRepository\": false}";
    let of_a_fork = "{\"number\": 8, \"labels\": [], \"isCrossRepository\": true}";
    stage.keep("pulls.json", &format!("[{of_a_fork}, {open}]"));

    // A repeated update keeps the commit and its check runs.
    stage.clone_anew();
    let runs = update(&stage);
    all_fine(&runs, 3);
    assert_eq!(runs[2].out, "updated: https://example.com/pull/7\n");
    assert_eq!(stage.pushed(BRANCH).unwrap(), first);
    let edit = "gh pr edit 7 --title Update @things/api from 1.0.0 to 2.0.0 --body-file -";
    assert_eq!(stage.calls("gh").last().unwrap(), edit);

    // The second update contains a breaking change.
    stage.publish(
        "3.0.0",
        &DESCRIPTION
            .replace("/things:", "/stuff:")
            .replace("things/get", "things/list"),
    );
    stage.clone_anew();
    all_fine(&update(&stage), 3);
    let calls = stage.calls("gh");
    let edit = "gh pr edit 7 --title Update @things/api from 1.0.0 to 3.0.0 --body-file - \
                --add-label breaking --remove-label feature";
    assert!(calls.iter().any(|it| it == edit), "{calls:#?}");
    assert!(
        !calls.iter().any(|it| it.starts_with("gh pr create")),
        "{calls:#?}"
    );
    assert!(
        stage
            .kept("body")
            .contains("\n## major: `0.1.0` becomes `0.2.0`\n")
    );
    let second = stage.pushed(BRANCH).unwrap();
    assert_ne!(second, first);
    assert_eq!(
        stage.git(&["rev-list", "--count", &format!("HEAD..{second}")]),
        "1"
    );

    // A pull request from a fork is ignored.
    stage.keep("pulls.json", &format!("[{of_a_fork}]"));
    stage.clone_anew();
    all_fine(&update(&stage), 3);
    assert!(
        stage
            .calls("gh")
            .iter()
            .any(|it| it.starts_with("gh pr create"))
    );
}

#[test]
fn without_changes_nothing_is_proposed() {
    let stage = Stage::new();
    stage.publish("1.5.0", DESCRIPTION);
    // First only the version in the lock file changes. Then nothing changes.
    all_fine(&update(&stage), 3);
    assert!(
        stage
            .calls("gh")
            .iter()
            .any(|it| it.contains("--label docs"))
    );
    assert!(
        stage
            .kept("body")
            .contains("\n## none: the crates are identical\n")
    );
    let commit = stage.pushed(BRANCH).unwrap();
    assert_eq!(
        stage.git(&["diff", "--name-only", "HEAD", &commit]),
        "spec/pin.lock"
    );
    stage.clone_anew();
    stage.git(&["merge", "--quiet", &commit]);
    stage.keep("calls", "");
    let runs = update(&stage);
    all_fine(&runs, 3);
    assert_eq!(runs[2].out, "nothing to propose: no uncommitted changes\n");
    assert_eq!(stage.calls("gh"), ["gh auth setup-git"]);
    assert!(!stage.calls("git").iter().any(|it| it.contains("git push")));
}

#[test]
fn a_refused_update_is_not_proposed() {
    let stage = Stage::new();
    stage.publish(
        "2.0.0",
        &DESCRIPTION.replace("#/components/schemas/thing", "#/nowhere"),
    );
    let runs = update(&stage);
    assert_eq!(runs.len(), 2, "{runs:#?}");
    assert!(runs[1].ends(2).err.contains("nowhere"), "{runs:#?}");
    assert_eq!(stage.pushed(BRANCH), None);
    assert_eq!(stage.git(&["status", "--porcelain"]), "");
    assert_eq!(stage.calls("gh"), [""; 0]);
}

#[test]
fn a_version_of_the_description_can_be_requested() {
    let stage = Stage::new();
    stage.publish("2.0.0", &next_description());
    for (to, code) in [("1.9.0", 2), ("--help", 2), ("$(touch x)", 2), ("2.0.0", 0)] {
        stage.clone_anew();
        let runs = stage.job(
            "update.yml",
            "propose",
            &[("inputs.to", to), ("github.token", TOKEN)],
        );
        runs[1].ends(code);
        let asked = format!("npm view --json @things/api@{to} ");
        let is_asked = stage.calls("npm").iter().any(|it| it.starts_with(&asked));
        assert_eq!(
            is_asked,
            to.starts_with(|it: char| it.is_ascii_digit()),
            "{to}"
        );
    }
    assert!(stage.pushed(BRANCH).is_some());
}
