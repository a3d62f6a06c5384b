//! Tests that skipped operations are listed, recorded and proposed, and that all others are generated.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod place;
mod workflow;

use std::fs;

use place::{DESCRIPTION, Place};
use workflow::Stage;

/// A second operation, with a different response.
fn with_second(schema: &str) -> String {
    let second = format!(
        "  /second:\n    get:\n      operationId: things/second\n      tags: [things]\n      responses:\n        '200': \
         {{description: It, content: {{application/json: {{schema: {schema}}}}}}}\ncomponents:\n"
    );
    DESCRIPTION.replace("components:\n", &second)
}

/// Unsupported schemas, each with a part of the error message.
const REFUSED: &[(&str, &str)] = &[
    (
        "{type: object, properties: {a: {type: integer}}, allOf: [{enum: [1]}]}",
        "not supported",
    ),
    (
        "{$ref: '#/components/schemas/nothing'}",
        "matches no component",
    ),
    (
        "{$ref: 'https://example.com/schema'}",
        "is not within the document",
    ),
    ("{type: number, multipleOf: yes}", "not"),
];

#[test]
fn operations_in_a_shared_path_item_can_be_skipped() {
    let place = Place::new();
    let shared = "  pathItems:\n    second:\n      get:\n        operationId: things/second\n        tags: [things]\n        \
                  responses: {'200': {description: It, content: {application/json: {schema: {$ref: '#/components/schemas/no'}}}}}\n";
    let description = DESCRIPTION
        .replace("openapi: 3.0.3", "openapi: 3.1.0")
        .replace(
            "components:\n",
            &format!(
                "  /second:\n    $ref: '#/components/pathItems/second'\ncomponents:\n{shared}"
            ),
        );
    place.put("description.yaml", &description);
    let run = place.run(&["generate", "--skip-unsupported"]);
    let message = run.ends(3).out.clone();
    assert!(message.contains("\nskipped: things/second: "), "{message}");
    assert!(
        message.contains("#/components/pathItems/second/get"),
        "{message}"
    );
}

#[test]
fn generate_skips_unsupported_operations() {
    for (schema, reason) in REFUSED {
        let place = Place::new();
        place.put("description.yaml", &with_second(schema));
        let config = place.text("tagsmith.toml");
        let run = place.run(&["generate"]);
        assert!(run.ends(2).err.contains(reason), "{reason}: {}", run.err);
        let (_, entry) = run
            .err
            .split_once("hint: 1 operation cannot be generated; to skip this and generate the rest, run with \
                 --skip-unsupported")
            .unwrap();
        assert!(place.files("out").is_empty());

        let run = place.run(&["generate", "--skip-unsupported"]);
        assert!(
            run.ends(3).out.contains("\nskipped: things/second: "),
            "{}",
            run.out
        );
        assert!(run.out.contains(reason), "{}", run.out);
        let surface = place.text("out/SURFACE.md");
        let (_, left_out) = surface.split_once("\n## Left out\n\n").unwrap();
        assert!(
            left_out.starts_with("- `GET /second` `things/second`: "),
            "{surface}"
        );
        assert!(left_out.contains(reason), "{surface}");
        assert!(surface.contains("`things/get`"), "{surface}");
        assert_eq!(place.text("tagsmith.toml"), config);
        place
            .run(&["generate", "--skip-unsupported", "--check"])
            .ends(3);
        place.run(&["generate", "--check"]).ends(2);

        // The suggested entries skip the same operation.
        let (_, entry) = entry.split_once("[[skip]]").unwrap();
        place.put("tagsmith.toml", &format!("{config}\n[[skip]]{entry}"));
        place.run(&["generate", "--check"]).ends(0);
    }
}

#[test]
fn an_operation_without_an_operation_id_is_skipped_by_method_and_path() {
    for (broken, call) in [
        (
            "  /second: {get: {tags: [things], servers: [{url: x}], responses: {}}}\n",
            "get_second",
        ),
        ("  /second: {get: {tags: 1}}\n", "GET /second"),
        ("  /second: {$ref: './second.yaml'}\n", "/second"),
        (
            "  /second: {parameters: {a: 1}, get: {operationId: 'a/b', tags: [things], responses: {}}}\n",
            "a/b",
        ),
    ] {
        let place = Place::new();
        let description = DESCRIPTION.replace("components:\n", &format!("{broken}components:\n"));
        place.put("description.yaml", &description);
        let run = place.run(&["generate", "--skip-unsupported"]);
        let reported = format!("\nskipped: {call}: ");
        assert!(run.ends(3).out.contains(&reported), "{call}: {}", run.out);
        let surface = place.text("out/SURFACE.md");
        assert!(surface.contains("/second`"), "{surface}");
        let entry = format!("\n[[skip]]\noperation = \"{call}\"\nreason = \"It\"\n");
        place.put(
            "tagsmith.toml",
            &format!("{}{entry}", place.text("tagsmith.toml")),
        );
        place.run(&["generate"]).ends(0);
    }
}

#[test]
fn errors_that_no_operation_causes_are_not_skipped() {
    let place = Place::new();
    let only = DESCRIPTION.replace("#/components/schemas/thing'", "#/nowhere'");
    for (description, says) in [
        (only, "#/nowhere"),
        ("{".to_owned(), "description.yaml"),
        (
            DESCRIPTION.replace("[things]", "[others]"),
            "no operation has the tag",
        ),
    ] {
        place.put("description.yaml", &description);
        let run = place.run(&["generate", "--skip-unsupported"]);
        assert!(run.ends(2).err.contains(says), "{}", run.err);
        assert!(place.files("out").is_empty());
    }
}

#[test]
fn an_update_records_skipped_operations_in_the_configuration() {
    for (schema, reason) in REFUSED {
        let place = Place::released();
        place.put("next.yaml", &with_second(schema));
        let before = place.files("");
        let run = place.run(&["update", "--description", "next.yaml"]);
        assert!(run.ends(2).err.contains(reason), "{}", run.err);
        assert_eq!(place.files(""), before);
        let run = place.run(&["update", "--description", "next.yaml", "--skip-unsupported"]);
        assert!(
            run.ends(0).out.contains("\nskipped: things/second: "),
            "{}",
            run.out
        );
        let config = place.text("tagsmith.toml");
        assert!(
            config.contains("\n[[skip]]\noperation = \"things/second\"\nreason = "),
            "{config}"
        );
        assert!(config.contains(reason), "{config}");
        place.run(&["generate", "--check"]).ends(0);
        place.run(&["release", "--check"]).ends(0);
        let surface = place.text("out/SURFACE.md");
        assert!(
            surface.contains("- `GET /second` `things/second`: "),
            "{surface}"
        );
        // A second run changes nothing.
        let run = place.run(&["update", "--description", "next.yaml", "--skip-unsupported"]);
        assert!(run.ends(0).out.ends_with("no changes\n"), "{}", run.out);

        // The entry of a supported operation expires. The entry of a removed operation is removed.
        place.put("next.yaml", &with_second("{type: string}"));
        let run = place.run(&["update", "--description", "next.yaml"]);
        let reported = "`things/second` is skipped, although it is supported now";
        assert!(run.ends(0).err.contains(reported), "{}", run.err);
        let run = place.run(&["generate", "--check"]);
        assert!(run.ends(0).err.contains(reported), "{}", run.err);
        place.edit("tagsmith.toml", "\nreason", "\ndeliberate = true\nreason");
        let run = place.run(&["generate", "--check"]);
        assert!(!run.ends(0).err.contains(reported), "{}", run.err);
        place.put("next.yaml", DESCRIPTION);
        let run = place.run(&["update", "--description", "next.yaml"]);
        let reported = "removed the [[skip]] of things/second, which no longer exists\n";
        assert!(run.ends(0).out.contains(reported), "{}", run.out);
        assert!(!place.text("tagsmith.toml").contains("[[skip]]"));
        place.run(&["generate", "--check"]).ends(0);
    }
}

#[test]
fn entries_that_match_nothing_are_errors() {
    let place = Place::released();
    let config = place.text("tagsmith.toml");
    for (entry, says) in [
        (
            "[[skip]]\noperation = \"things/gte\"\nreason = \"Odd\"\n",
            "a [[skip]] names `things/gte`, which the description does not declare",
        ),
        (
            "[[rename]]\nat = \"#/components/schemas/thing/properties/no\"\nname = \"a\"\n",
            "a [[rename]] matches nothing in the description",
        ),
        (
            "[[rename]]\nat = \"#/components/schemas/no\"\nname = \"a\"\n",
            "a [[rename]] matches nothing in the description",
        ),
    ] {
        place.put("tagsmith.toml", &format!("{config}\n{entry}"));
        place.put("next.yaml", DESCRIPTION);
        let before = place.files("");
        for arguments in [
            &["generate"][..],
            &["generate", "--check"],
            &["release"],
            &["update", "--description", "next.yaml"],
        ] {
            let run = place.run(arguments);
            assert!(run.ends(2).err.contains(says), "{arguments:?}: {}", run.err);
        }
        assert_eq!(place.files(""), before);
        // The entry may be for a different run.
        let scope = "for = { descriptions = [\"other\"] }\n";
        place.put("tagsmith.toml", &format!("{config}\n{entry}{scope}"));
        place.run(&["generate"]).ends(0);
    }
}

#[test]
fn a_rename_entry_may_precede_the_update_that_adds_its_target() {
    let place = Place::released();
    let next = DESCRIPTION.replace(
        "properties: {id: {type: integer}}}\n",
        "properties: {state: {$ref: '#/components/schemas/Thing'}, id: {type: integer}}}\n    \
         Thing: {type: object, properties: {loud: {type: boolean}}}\n",
    );
    place.put("next.yaml", &next);
    let rename = "\n[[rename]]\nat = \"#/components/schemas/Thing\"\nname = \"LoudThing\"\n";
    let config = place.text("tagsmith.toml");
    place.put("tagsmith.toml", &format!("{config}{rename}"));
    let run = place.run(&["update", "--description", "next.yaml"]);
    assert!(
        run.ends(0).out.contains("minor: 0.1.0 becomes 0.1.1\n"),
        "{}",
        run.out
    );
    place.run(&["generate", "--check"]).ends(0);
    // The entry is removed together with its target.
    place.put("next.yaml", DESCRIPTION);
    let run = place.run(&["update", "--description", "next.yaml"]);
    assert!(
        run.ends(0)
            .out
            .contains("removed the [[rename]] of #/components/"),
        "{}",
        run.out
    );
    assert_eq!(place.text("tagsmith.toml").matches("[[rename]]").count(), 0);
}

#[test]
fn duplicate_keys_are_reported_with_their_positions() {
    let place = Place::new();
    let twice = DESCRIPTION.replace(
        "  schemas:\n",
        "  schemas:\n    thing: {type: object, properties: {id: {type: integer}}}\n",
    );
    place.put("description.yaml", &twice);
    let run = place.run(&["generate"]);
    let note = "note: in the description: `thing` is declared twice, first at 12:5, with the same value\n  --> \
                description.yaml:13:5\n";
    assert!(run.ends(0).err.contains(note), "{}", run.err);
    place.put(
        "description.yaml",
        &twice.replacen("id: {type: integer}", "id: {type: string}", 1),
    );
    let run = place.run(&["generate"]);
    let error = "error: `thing` is declared twice, first at 12:5, with different values\n  --> description.yaml:13:5\n";
    assert!(run.ends(2).err.contains(error), "{}", run.err);
}

#[test]
fn skipping_a_released_operation_makes_the_pull_request_a_draft() {
    let stage = Stage::new();
    // First, the release contains both operations.
    stage.place.put("next.yaml", &with_second("{type: string}"));
    stage
        .place
        .run(&["update", "--description", "next.yaml"])
        .ends(0);
    fs::remove_file(stage.place.0.path().join("next.yaml")).unwrap();
    stage.commit("Release 0.1.1");
    stage.git(&["tag", "v0.1.1"]);
    let (refused, reason) = REFUSED.first().unwrap();
    let next = with_second(refused).replace("version: 1.0.0", "version: 2.0.0");
    stage.place.put("next.yaml", &next);
    let update = ["update", "--description", "next.yaml", "--skip-unsupported"];
    stage.place.run(&update).ends(0);
    fs::remove_file(stage.place.0.path().join("next.yaml")).unwrap();
    stage.keep("calls", "");
    stage.run(&["propose"]).ends(0);
    let calls = stage.calls("gh");
    let create = "gh pr create --head tagsmith/update --base main --title Update @things/api from 1.0.0 to 2.0.0: removes 1 \
                  operation --body-file - --label breaking --draft";
    assert!(calls.iter().any(|it| it == create), "{calls:#?}");
    let body = stage.kept("body");
    let listed = "## Newly skipped operations\n\n- `GET /second` `things/second`: `";
    assert!(body.contains(listed), "{body}");
    assert!(body.contains(reason), "{body}");
    assert!(
        body.contains("The last release has this operation"),
        "{body}"
    );

    // The open pull request becomes a draft. When the operation is supported again, the pull request becomes ready.
    let open = |title: &str, is_draft: bool| {
        let fields = format!(
            "\"title\": \"{title}\", \"isDraft\": {is_draft}, \"isCrossRepository\": false"
        );
        stage.keep(
            "pulls.json",
            &format!("[{{\"number\": 7, \"labels\": [], {fields}}}]"),
        );
        stage.keep("calls", "");
        stage.run(&["propose"]).ends(0);
        stage.calls("gh").last().unwrap().clone()
    };
    assert_eq!(open("Move", false), "gh pr ready 7 --undo");
    stage.git(&["checkout", "--quiet", "--", "."]);
    stage.place.put(
        "next.yaml",
        &with_second("{type: string}").replace("version: 1.0.0", "version: 2.0.0"),
    );
    stage.place.run(&update).ends(0);
    assert_eq!(open("Move: removes 1 operation", true), "gh pr ready 7");
    assert!(open("Mine", true).starts_with("gh pr edit 7 "));
}

#[test]
fn a_proposal_contains_edits_and_lists_expired_entries() {
    let stage = Stage::new();
    let actions =
        "actions: [{target: $.components.schemas.thing, update: {type: object}, x-evidence: Seen}]";
    stage.place.edit("overlay.yaml", "actions: []", actions);
    stage.place.edit(
        "tagsmith.toml",
        "\ndescription = \"Things\"",
        "\ndescription = \"More things\"",
    );
    // `generate --check` and `release --check` fail at this point.
    let run = stage.run(&["propose"]);
    assert!(
        run.ends(2)
            .err
            .contains("out of date with its description and configuration"),
        "{}",
        run.err
    );
    stage.place.run(&["generate"]).ends(0);
    let run = stage.run(&["propose"]);
    assert!(
        run.ends(2).err.contains("the version 0.1.0 is too low"),
        "{}",
        run.err
    );
    assert_eq!(stage.pushed("tagsmith/update"), None);
    stage.place.run(&["release"]).ends(0);
    stage.keep("calls", "");
    let run = stage.run(&["propose"]);
    assert!(
        run.ends(0).err.contains("this correction has no effect"),
        "{}",
        run.err
    );
    let body = stage.kept("body");
    let listed =
        "## Expired corrections and entries\n\n- `this correction has no effect` (`overlay.yaml: ";
    assert!(body.contains(listed), "{body}");
    assert!(
        body.contains("Compared with the last release, `v0.1.0`."),
        "{body}"
    );
    let commit = stage.pushed("tagsmith/update").unwrap();
    let changed = stage.git(&["diff", "--name-only", "HEAD", &commit]);
    for name in [
        "Cargo.lock",
        "overlay.yaml",
        "tagsmith.toml",
        "out/CHANGELOG.md",
        "out/Cargo.toml",
    ] {
        assert!(changed.lines().any(|it| it == name), "{name}: {changed}");
    }
    let title = "--title Update things from 0.1.0 to 0.1.1 --body-file";
    assert!(stage.calls("gh").iter().any(|it| it.contains(title)));
}
