//! Tests of `tagsmith init`: `generate` and `update` accept its files, and it overwrites no file.

#![allow(clippy::unwrap_used, clippy::panic)]

mod place;

use std::fs;

use place::{DESCRIPTION, Place, next_description};
use tempfile::TempDir;

const INIT: &[&str] = &[
    "init",
    "--description",
    "api.yaml",
    "--tag",
    "things",
    "--name",
    "my-things",
];

fn place() -> Place {
    let place = Place(TempDir::new().unwrap());
    place.put("api.yaml", DESCRIPTION);
    place
}

#[test]
fn init_creates_a_crate_that_can_be_generated_and_updated() {
    let place = place();
    let run = place.run(INIT);
    let expected = "tagsmith.toml: 1 operation and 1 component of file:api.yaml 1.0.0\nnow run `tagsmith generate`\n";
    assert_eq!(run.ends(0).out, expected);
    let written: Vec<String> = place.files("").into_keys().collect();
    assert_eq!(
        written,
        [
            "api.yaml",
            "spec/my-things.lock",
            "spec/my-things.yaml",
            "tagsmith.toml"
        ]
    );
    let settings = place.text("tagsmith.toml");
    for line in [
        "description = \"spec/my-things.yaml\"\n",
        "\ntags = [\"things\"]\n",
        "\nout = \"client\"\n",
        "\nname = \"my-things\"\n",
        "\nname = \"neutral\"\n",
        "\n# api_version = ",
        "\n# path = ",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    assert!(!place.text("spec/my-things.yaml").contains("GitHub"));

    place.run(&["generate"]).ends(0);
    assert!(
        place
            .text("client/Cargo.toml")
            .contains("name = \"my-things\"")
    );
    place.run(&["generate", "--check"]).ends(0);
    place.release();
    let run = place.run(&["update"]);
    assert!(run.ends(0).out.contains("no changes\n"), "{}", run.out);

    place.put("api.yaml", &next_description());
    let run = place.run(&["update"]);
    let begin = "file:api.yaml 1.0.0 → 2.0.0: 1 operation";
    assert!(run.ends(0).out.starts_with(begin), "{}", run.out);
    assert!(run.out.contains("my-things 0.1.0 → 0.1.1\n"), "{}", run.out);
    let moved = settings.replacen("\nversion = \"0.1.0\"", "\nversion = \"0.1.1\"", 1);
    assert_eq!(place.text("tagsmith.toml"), moved);
    let changelog = place.text("client/CHANGELOG.md");
    assert!(changelog.contains("file:api.yaml 2.0.0"), "{changelog}");
    place.run(&["generate", "--check"]).ends(0);

    let run = place.run(&["update", "--to", "3.0.0"]);
    let error = &run.ends(2).err;
    assert!(
        error.contains("`file:api.yaml` is not a package"),
        "{error}"
    );
    assert!(error.contains("--description"), "{error}");
}

#[test]
fn each_flag_is_written_to_the_configuration() {
    let place = place();
    place.put(
        "libs/runtime/Cargo.toml",
        "[package]\nname = \"tagsmith-runtime\"\n",
    );
    let flags = [
        "init",
        "--description",
        "api.yaml",
        "--all-tags",
        "--name",
        "things",
        "--out",
        "crates/things",
        "--upstream",
        "@things/api",
        "--version",
        "1.2.3",
        "--profile",
        "github",
        "--api-version",
        "2022-11-28",
        "--runtime-path",
        "../../libs/runtime",
    ];
    let run = place.run(&flags);
    assert!(
        run.ends(0).out.contains(" of @things/api 1.2.3\n"),
        "{}",
        run.out
    );
    let settings = place.text("tagsmith.toml");
    for line in [
        "\ntags = \"all\"\n",
        "\nout = \"crates/things\"\n",
        "\nname = \"github\"\n",
        "\napi_version = \"2022-11-28\"\n",
        "\npath = \"../../libs/runtime\"\n",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    let lock = place.text("spec/things.lock");
    assert!(
        lock.contains("upstream = \"@things/api\"\nversion = \"1.2.3\"\nfile = \"api.yaml\"\n")
    );
    place.run(&["generate"]).ends(0);
    let manifest = place.text("crates/things/Cargo.toml");
    assert!(
        manifest.contains("path = \"../../libs/runtime\""),
        "{manifest}"
    );
}

#[test]
fn existing_files_are_overwritten_only_with_force() {
    for name in [
        "tagsmith.toml",
        "spec/my-things.yaml",
        "spec/my-things.lock",
    ] {
        let place = place();
        place.put(name, "mine\n");
        let before = place.files("");
        let run = place.run(INIT);
        let error = &run.ends(2).err;
        assert!(
            error.starts_with("error: the file already exists\n"),
            "{error}"
        );
        assert!(error.contains(name) && error.contains("--force"), "{error}");
        assert_eq!(place.files(""), before);
        place.run(&[INIT, &["--force"]].concat()).ends(0);
        assert_ne!(place.text(name), "mine\n");
        place.run(&["generate"]).ends(0);
    }
}

#[test]
fn invalid_arguments_print_an_error_and_write_nothing() {
    let place = place();
    let with = |at: usize, value: &'static str| {
        let mut arguments = INIT.to_vec();
        arguments[at] = value;
        arguments
    };
    for (arguments, expected) in [
        (with(6, "My Things"), "is not a valid crate name"),
        (with(4, "thing"), "no operation has the tag `thing`"),
        (with(2, "none.yaml"), "cannot read the file"),
        (with(2, "-"), "standard input cannot be read again"),
        (
            with(2, "https://example.com/api.json?token=canary"),
            "may be secret",
        ),
        (
            with(2, "https://canary@example.com/api.json"),
            "may be secret",
        ),
        (
            [INIT, &["--api-version", "2026-03-10"]].concat(),
            "the API version `2026-03-10` cannot be sent",
        ),
        (
            [INIT, &["--runtime-path", "../runtime"]].concat(),
            "--runtime-path `../runtime` is not a folder with a Cargo.toml",
        ),
    ] {
        let run = place.run(&arguments);
        let error = &run.ends(2).err;
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("canary"), "{error}");
        let files: Vec<String> = place.files("").into_keys().collect();
        assert_eq!(files, ["api.yaml"], "{arguments:?}");
    }
}

#[test]
fn generate_checks_the_runtime_path_too() {
    let place = Place::new();
    place.put(
        "runtime/Cargo.toml",
        "[package]\nname = \"tagsmith-runtime\"\n",
    );
    place.put("other/Cargo.toml", "[package]\nname = \"other\"\n");
    place.put("workspace/Cargo.toml", "[workspace]\n");
    place.put("broken/Cargo.toml", "[package\n");
    fs::create_dir(place.0.path().join("empty")).unwrap();
    for (path, expected) in [
        ("runtime", "is not a folder with a Cargo.toml"),
        ("../empty", "is not a folder with a Cargo.toml"),
        ("../other", "is the package `other`, not tagsmith-runtime"),
        ("../workspace", "is a workspace, not a package"),
        ("../broken", "has an invalid Cargo.toml"),
    ] {
        let run = place.run(&["generate", "--runtime-path", path]);
        let error = &run.ends(2).err;
        let expected = format!("error: --runtime-path `{path}` {expected}\n");
        assert!(error.starts_with(&expected), "{error}");
        assert!(
            error.contains("relative to the crate's folder `out`"),
            "{error}"
        );
        assert!(place.files("out").is_empty());
    }
    place
        .run(&["generate", "--runtime-path", "../runtime"])
        .ends(0);
    let absolute = place.0.path().join("runtime").display().to_string();
    place
        .run(&["generate", "--runtime-path", &absolute])
        .ends(0);
    assert!(place.text("out/Cargo.toml").contains(&absolute));
}

/// The header contains the licence and the source of GitHub's description, independent of files in the user's folder.
#[test]
fn the_header_of_githubs_pin_refers_to_no_missing_file() {
    let place = place();
    let servers = "servers: [{url: 'https://api.github.com'}]\npaths:\n";
    place.put("api.yaml", &DESCRIPTION.replace("paths:\n", servers));
    place.run(INIT).ends(0);
    let pin = place.text("spec/my-things.yaml");
    let header: Vec<&str> = pin.lines().take_while(|it| it.starts_with('#')).collect();
    let header = header.join("\n");
    for expected in [
        "https://github.com/github/rest-api-description",
        "MIT licence",
        "Copyright (c) 2020 GitHub",
        "tagsmith.toml",
    ] {
        assert!(header.contains(expected), "{header}");
    }
    let words = header.split([' ', '\n']);
    let words = words.map(|it| it.trim_matches(|it: char| !it.is_alphanumeric()));
    let is_file = |it: &&str| {
        let has_extension = [".md", ".yaml", ".toml", ".txt"]
            .iter()
            .any(|end| it.ends_with(end));
        !it.contains("://") && (has_extension || it.contains("LICENSE"))
    };
    let named: Vec<&str> = words.filter(is_file).collect();
    assert_eq!(named, ["tagsmith.toml"], "{header}");
    let files = place.files("");
    assert!(files.contains_key("tagsmith.toml"), "{files:?}");
}
