//! Tests of the workflows: they run the steps in `.github/workflows`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod place;
mod workflow;

use place::next_description;
use workflow::{Stage, TOKEN, all_fine, text, workflow};

const ALL: &[&str] = &[
    "ci.yml",
    "diff.yml",
    "figures.yml",
    "release.yml",
    "update.yml",
];

#[test]
fn a_pull_request_gets_a_change_report() {
    let stage = Stage::new();
    stage.place.put("next.yaml", &next_description());
    stage
        .place
        .run(&["update", "--description", "next.yaml"])
        .ends(0);
    stage.git(&["checkout", "--quiet", "-b", "change"]);
    stage.commit("Change");
    stage.git(&["checkout", "--quiet", "main"]);
    stage.git(&["commit", "--quiet", "--allow-empty", "--message", "Else"]);
    stage.git(&[
        "merge",
        "--quiet",
        "--no-ff",
        "--message",
        "Merge",
        "change",
    ]);
    all_fine(&stage.job("diff.yml", "report", &[]), 3);
    let summary = stage.kept("summary");
    assert!(
        summary.starts_with("## minor: `0.1.0` becomes `0.1.1`\n"),
        "{summary}"
    );
    let link = "(https://example.com/a/b/blob/abc/generated/src/things/get.rs)";
    assert!(summary.contains(link), "{summary}");

    // The job fails for an outdated crate, but still posts the report.
    stage.keep("summary", "");
    let file = "out/src/things/get.rs";
    stage
        .place
        .put(file, &stage.place.text(file).replace("big", "huge"));
    let runs = stage.job("diff.yml", "report", &[]);
    assert!(runs[2].ends(1).out.contains("get.rs"), "{runs:#?}");
    assert_eq!(stage.kept("summary"), summary);
}

#[test]
fn a_tag_publishes_the_packages_that_are_not_yet_published() {
    let stage = Stage::new();
    stage.place.put("next.yaml", &next_description());
    stage
        .place
        .run(&["update", "--description", "next.yaml"])
        .ends(0);
    let (tag, none) = (
        &[("GITHUB_REF_NAME", "v0.1.1")],
        &[("GITHUB_REF_NAME", "v0.1.0")],
    );
    let runs = stage.job("release.yml", "check", none);
    assert!(
        runs[1]
            .ends(2)
            .err
            .contains("does not match the crate's version"),
        "{runs:#?}"
    );
    stage.commit("Release 0.1.1");
    stage.git(&["tag", "v0.1.1"]);
    all_fine(&stage.job("release.yml", "check", tag), 4);
    let notes = stage.kept("summary");
    assert!(notes.starts_with("### "), "{notes}");

    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/publish");
    stage
        .place
        .put(".ci/publish", &std::fs::read_to_string(&script).unwrap());
    let mode = std::fs::metadata(script).unwrap().permissions();
    std::fs::set_permissions(stage.place.0.path().join(".ci/publish"), mode).unwrap();
    stage.keep("published", "tagsmith-runtime@1.2.3\n");
    let token = [("steps.crates-io.outputs.token", TOKEN)];
    all_fine(&stage.job("release.yml", "publish", &token), 1);
    let published = stage.kept("published");
    assert_eq!(
        published,
        "tagsmith-runtime@1.2.3\ngithub-rest@1.2.3\ntagsmith@1.2.3\ntagsmith-gateway@1.2.3\n"
    );
    all_fine(&stage.job("release.yml", "publish", &token), 1);
    assert_eq!(stage.kept("published"), published);

    let values = [tag[0], ("github.token", TOKEN)];
    all_fine(&stage.job("release.yml", "announce", &values), 3);
    assert_eq!(stage.kept("body"), notes);
    assert!(
        stage.calls("gh")[0].starts_with("gh release create v0.1.1 --verify-tag --title v0.1.1 ")
    );
}

/// Tests of `xtask` check that each step of CI is part of one of these jobs.
#[test]
fn ci_installs_what_its_jobs_need() {
    let stage = Stage::new();
    for (job, commands) in [
        ("tests", &["cargo test --workspace"][..]),
        (
            "gateway",
            &["cargo xtask ci browser clients deploying soak"],
        ),
    ] {
        stage.keep("calls", "");
        all_fine(&stage.job("ci.yml", job, &[]), 1 + commands.len());
        let install = "sudo --preserve-env=PATH bash .ci/install";
        assert_eq!(stage.calls("sudo"), [install], "{job}");
        assert_eq!(stage.calls("cargo"), commands, "{job}");
    }
}

#[test]
fn workflows_have_minimal_permissions() {
    for name in ALL {
        let (text, workflow) = (text(name), workflow(name));
        assert!(!text.contains("pull_request_target"), "{name}");
        assert!(!text.contains("secrets."), "{name}");
        assert!(workflow.permissions.is_empty(), "{name}");
        for (job, steps) in &workflow.jobs {
            let may: Vec<&str> = steps
                .permissions
                .iter()
                .filter(|(_, it)| *it != "read")
                .map(|it| it.0.as_str())
                .collect();
            let expected: &[&str] = match (*name, job.as_str()) {
                ("update.yml", _) => &["actions", "contents", "pull-requests"],
                ("release.yml", "publish") => &["id-token"],
                ("release.yml", "announce") => &["contents"],
                _ => &[],
            };
            assert_eq!(may, expected, "{name} {job}");
            // A job with a token must not build anything.
            let with_token = steps.steps.iter().filter(|it| !it.env.is_empty());
            for script in with_token.filter_map(|it| it.run.as_deref()) {
                assert!(!script.contains("cargo"), "{name}: {script}");
            }
            let actions = steps.steps.iter().filter_map(|it| it.uses.as_deref());
            for (action, commit) in actions.map(|it| it.split_once('@').unwrap()) {
                assert!(["actions/checkout", "rust-lang/crates-io-auth-action"].contains(&action));
                assert!(
                    commit.len() == 40 && commit.chars().all(|it| it.is_ascii_hexdigit()),
                    "{commit}"
                );
            }
        }
    }
}
