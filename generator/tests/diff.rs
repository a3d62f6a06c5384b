//! Tests of `tagsmith diff`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// Texts that look like a mention, an image, a script, and the end of a code fence.
const HOSTILE: &str =
    "@octocat ![x](https://evil) <script>alert(1)</script> ``` | `\n# Title\n</details>";

/// A folder with descriptions, and optionally a git repository.
struct Place(TempDir);

/// The output of one run.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let done = git
            .args(identity)
            .args(arguments)
            .current_dir(self.0.path())
            .output();
        assert!(done.unwrap().status.success(), "git {arguments:?}");
    }

    fn diff(&self, arguments: &[&str]) -> Run {
        self.diff_of(arguments, "")
    }

    /// Runs the command with a text as standard input.
    fn diff_of(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tagsmith"));
        command
            .arg("diff")
            .args(arguments)
            .current_dir(self.0.path());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Ignores the error if the command exits before it reads standard input.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Returns a description with an operation that returns an object with these properties.
fn description(members: &Json) -> Json {
    json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "tags": [{"name": "things"}],
        "paths": {"/thing": {"get": {
            "operationId": "things/get", "tags": ["things"], "summary": "Get a thing",
            "responses": {"200": {"description": "It", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/thing"}}}}},
        }}},
        "components": {"schemas": {"thing": {
            "type": "object", "required": ["id"], "properties": members,
        }}},
    })
}

fn small() -> Json {
    description(&json!({"id": {"type": "integer"}, "name": {"type": "string"}}))
}

fn larger() -> Json {
    let text = json!({"type": "string"});
    description(&json!({"id": {"type": "integer"}, "name": text, "more": text}))
}

#[test]
fn identical_descriptions_cause_no_changes() {
    let place = Place::new();
    place.write("a.json", &small().to_string());
    let yaml = serde_yaml::to_string(&small()).unwrap();
    place.write("b.yaml", &yaml);
    let run = place.diff(&["a.json", "b.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    assert_eq!(run.out, "none: the crates are identical\n");
    let run = place.diff(&["a.json", "b.yaml", "--format", "json"]);
    let report: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report, json!({"verdict": "none", "changes": []}));
}

#[test]
fn fail_on_decides_whether_an_addition_fails() {
    let place = Place::new();
    place.write("a.json", &small().to_string());
    place.write("b.json", &larger().to_string());
    for (fail_on, code) in [("any", 1), ("breaking", 0), ("never", 0)] {
        let run = place.diff(&["a.json", "b.json", "--fail-on", fail_on]);
        assert_eq!(run.code, Some(code), "{run:?}");
    }
    let run = place.diff(&["a.json", "b.json", "--format", "json"]);
    assert_eq!(run.code, Some(1), "any change counts by default");
    let report: Json = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        report,
        json!({"verdict": "minor", "changes": [{
            "kind": "member-added", "operations": ["things/get"], "schema": "thing",
            "direction": "response", "part": null, "path": "$.more", "item": "types::Thing.more",
            "old": null, "new": "Option<String>",
            "signature": "types::Thing.more: Option<String>", "deprecated": null,
            "wire": "compatible", "rust": "addition",
        }]})
    );
}

#[test]
fn breaking_changes_fail_and_are_listed_first() {
    let place = Place::new();
    place.write("a.json", &larger().to_string());
    let mut now = small();
    now["components"]["schemas"]["thing"]["properties"]["other"] = json!({"type": "boolean"});
    place.write("b.json", &now.to_string());
    let run = place.diff(&["a.json", "b.json", "--fail-on", "breaking"]);
    assert_eq!(run.code, Some(1));
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines[0], "major: 0.1.0 becomes 0.2.0");
    assert_eq!(
        lines[3],
        "  member-removed types::Thing.more: was Option<String>"
    );
    assert_eq!(lines[4], "    in schema thing, $.more, things/get");
    let run = place.diff_of(&["-", "b.json"], &larger().to_string());
    assert_eq!(
        run.out.lines().collect::<Vec<_>>(),
        lines,
        "one description is read from standard input"
    );
}

#[test]
fn schemas_without_operations_are_sent_and_received() {
    let place = Place::new();
    let alone = |mut description: Json| {
        description["paths"] = json!({});
        description
    };
    place.write("a.json", &alone(small()).to_string());
    for (change, breaks) in [
        (
            json!({"id": {"type": "string"}, "name": {"type": "string"}}),
            true,
        ),
        (
            json!({"id": {"type": "integer"}, "name": {"type": "string", "nullable": true}}),
            true,
        ),
        (
            json!({"id": {"type": "integer"}, "name": {"type": "string", "maxLength": 9}}),
            true,
        ),
        (
            json!({"id": {"type": "integer"}, "name": {"type": "string", "description": "It"}}),
            false,
        ),
    ] {
        place.write("b.json", &alone(description(&change)).to_string());
        let run = place.diff(&["a.json", "b.json", "--format", "json"]);
        let report: Json = serde_json::from_str(&run.out).unwrap();
        let changes = report["changes"].as_array().unwrap();
        assert!(!changes.is_empty(), "{run:?}");
        let does_break = changes.iter().any(|it| it["wire"] == "breaking");
        assert_eq!(does_break, breaks, "{changes:#?}");
        assert!(
            changes.iter().all(|it| it["direction"] == "both"),
            "{changes:#?}"
        );
    }
}

#[test]
fn commits_are_compared_with_their_own_configuration() {
    let place = Place::new();
    let configuration = |name: &str| {
        format!(
            "description = \"spec/api.yaml\"\ntags = [\"things\"]\nout = \"generated\"\n\
             [crate]\nname = \"x\"\nversion = \"1.2.3\"\ndescription = \"d\"\nrepository = \"r\"\n\
             [runtime]\nversion = \"0.1.0\"\n\
             [[rename]]\nat = \"#/components/schemas/thing\"\nname = \"{name}\"\n"
        )
    };
    place.git(&["init", "-q"]);
    place.write("tagsmith.toml", &configuration("Thing"));
    place.write("spec/api.yaml", &small().to_string());
    place.git(&["add", "."]);
    place.git(&["commit", "-qm", "one"]);
    place.write("tagsmith.toml", &configuration("Other"));
    place.write("spec/api.yaml", &larger().to_string());
    place.git(&["commit", "-qam", "two"]);
    let run = place.diff(&["git:HEAD~1", "git:HEAD"]);
    assert!(run.out.starts_with("major: 1.2.3 becomes 2.0.0"), "{run:?}");
    assert!(run.out.contains("type-renamed"), "{run:?}");
    let run = place.diff(&["git:HEAD", "spec/api.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    for revision in [
        "git:nowhere",
        "git:",
        "git:--output=x",
        "git:HEAD:spec/api.yaml",
    ] {
        let run = place.diff(&[revision, "git:HEAD"]);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains("help: "), "{run:?}");
    }
    assert!(!Path::new("x").exists());
}

#[test]
fn a_tag_that_only_one_description_has_is_added_or_removed() {
    let place = Place::new();
    let mut now = small();
    now["paths"]["/other"] = json!({"get": {
        "operationId": "others/get", "tags": ["others"], "responses": {"204": {"description": "It"}},
    }});
    place.write("a.json", &small().to_string());
    place.write("b.json", &now.to_string());
    let run = place.diff(&["a.json", "b.json", "--tag", "others"]);
    assert!(run.out.contains("operation-added others::Get"), "{run:?}");
    let run = place.diff(&["b.json", "a.json", "--tag", "others", "--tag", "things"]);
    assert!(run.out.contains("operation-removed others::Get"), "{run:?}");
    let run = place.diff(&["a.json", "b.json", "--tag", "nothing"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("most similar tags"), "{run:?}");
}

#[test]
fn invalid_inputs_are_errors() {
    let place = Place::new();
    place.write("a.json", &small().to_string());
    place.write("b.json", "{}");
    for sides in [
        ["a.json", "b.json"],
        ["b.json", "a.json"],
        ["a.json", "none.json"],
        ["-", "-"],
    ] {
        let run = place.diff(&sides);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
        assert!(run.err.starts_with("error: "), "{run:?}");
    }
}

#[test]
fn hostile_texts_stay_in_code_spans() {
    let place = Place::new();
    let mut now = small();
    now["components"]["schemas"]["thing"]["properties"][HOSTILE] =
        json!({"type": "string", "enum": [HOSTILE, "a"]});
    now["paths"]["/thing"]["get"]["externalDocs"] = json!({"url": "javascript:alert(1)"});
    now["paths"]["/evil"] = json!({"get": {
        "operationId": HOSTILE, "tags": ["things"], "description": HOSTILE,
        "externalDocs": {"url": "https://evil/)[x](https://evil"},
        "responses": {"204": {"description": HOSTILE}},
    }});
    place.write("a.json", &small().to_string());
    place.write("b.json", &now.to_string());
    let run = place.diff(&[
        "a.json",
        "b.json",
        "--format",
        "markdown",
        "--fail-on",
        "never",
    ]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let ours = |it: &str| it == "</details>" || it.starts_with("<details><summary>");
    let mut options = pulldown_cmark::Options::empty();
    options.insert(pulldown_cmark::Options::ENABLE_TABLES);
    let mut columns = 0;
    for event in pulldown_cmark::Parser::new_ext(&run.out, options) {
        use pulldown_cmark::{Event, Tag};
        match event {
            Event::Html(it) => assert!(ours(it.trim()), "{it}"),
            Event::InlineHtml(it) => panic!("{it}"),
            Event::Start(Tag::Link { dest_url, .. }) => panic!("{dest_url}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("{dest_url}"),
            Event::Text(it) => assert!(!it.contains('@') && !it.contains("evil"), "{it}"),
            Event::Start(Tag::Table(it)) => columns = it.len(),
            Event::Start(Tag::TableCell) => assert!(columns > 0),
            _ => {}
        }
    }
    let summaries = run.out.lines().filter(|it| it.starts_with("<details>"));
    for summary in summaries {
        assert!(!summary.contains("<script>"), "{summary}");
    }
}

#[test]
fn a_long_report_omits_the_least_important_changes() {
    let place = Place::new();
    let members = |count: usize, prefix: &str| {
        let names = (0..count).map(|it| format!("{prefix}_member_with_a_rather_long_name_{it}"));
        names
            .map(|it| (it, json!({"type": "string"})))
            .collect::<serde_json::Map<_, _>>()
    };
    let (mut was, mut is) = (members(100, "gone"), members(2_000, "new"));
    for it in [&mut was, &mut is] {
        it.insert("id".to_owned(), json!({"type": "integer"}));
    }
    place.write("a.json", &description(&was.into()).to_string());
    place.write("b.json", &description(&is.into()).to_string());
    let run = place.diff(&["a.json", "b.json", "--format", "markdown"]);
    assert!(run.out.chars().count() <= 60_000);
    assert_eq!(run.out.matches("| member-removed |").count(), 100);
    let displayed = run.out.matches("| member-added |").count();
    let reported = format!("Not shown: {} that add items.", 2_000 - displayed);
    let end = &run.out[run.out.len() - 400..];
    assert!(
        end.contains(&reported) && end.contains("`CHANGELOG.md`"),
        "{end}"
    );
    let links = "https://example.com/blob/abc/out";
    let arguments = ["a.json", "b.json", "--format", "markdown", "--links", links];
    let linked = place.diff(&arguments).out;
    let link = format!("[CHANGELOG.md]({links}/CHANGELOG.md)");
    assert!(linked.contains(&link), "{}", &linked[linked.len() - 400..]);
}

#[test]
fn changes_that_only_break_the_wire_are_never_omitted() {
    let place = Place::new();
    let side = |count: usize, values: usize| {
        let names = (0..count).map(|it| format!("gone_member_with_a_rather_long_name_{it}"));
        let mut members: serde_json::Map<_, _> =
            names.map(|it| (it, json!({"type": "string"}))).collect();
        let values: Vec<String> = (0..values).map(|it| format!("value{it}")).collect();
        members.insert("id".to_owned(), json!({"type": "string", "enum": values}));
        description(&members.into()).to_string()
    };
    // The list is complete, or by item, or by type.
    for (gone, come) in [(0, 100), (600, 800), (600, 4_000)] {
        place.write("a.json", &side(gone, 1));
        place.write("b.json", &side(0, 1 + come));
        let run = place.diff(&["a.json", "b.json", "--format", "markdown"]);
        assert!(run.out.chars().count() <= 60_000);
        let reported = match come {
            4_000 => usize::from(run.out.contains("- enum-value-added: `thing` (4000)\n")) * come,
            _ => (1..=come)
                .filter(|it| run.out.contains(&format!("ThingId::Value{it}`")))
                .count(),
        };
        assert_eq!(reported, come, "{gone}");
        let titles = [
            "breaks the wire format (source compiles)",
            "other additions",
        ];
        let places = titles.map(|it| run.out.find(&format!("| {it} |")));
        assert!(places[0].is_some() && places[1].is_none_or(|it| Some(it) > places[0]));
    }
}

#[test]
fn a_report_contains_deprecations_and_documentation_changes() {
    let place = Place::new();
    let mut was = small();
    let gone = json!({"get": {
        "operationId": "things/gone", "tags": ["things"], "deprecated": true,
        "x-github": {"deprecationDate": "2024-01-02"}, "responses": {"204": {"description": "It"}},
    }});
    was["paths"]["/gone"] = gone;
    let name = json!({"type": "string", "deprecated": true});
    was["components"]["schemas"]["thing"]["properties"]["name"] = name;
    place.write("a.json", &was.to_string());
    let mut is = small();
    is["paths"]["/thing"]["get"]["summary"] = json!("Get one thing");
    is["components"]["schemas"]["thing"]["properties"] = json!({"id": {"type": "integer"}});
    is["paths"]["/come"] = json!({"get": {
        "operationId": "things/come", "tags": ["things"],
        "parameters": [{"name": "q", "in": "query", "required": true, "schema": {"type": "string"}}],
        "responses": {"204": {"description": "It"}},
    }});
    place.write("b.json", &is.to_string());
    let run = place.diff(&["a.json", "b.json"]);
    for line in [
        "operation-removed things::Gone: was GET /gone, was deprecated since 2024-01-02, breaks the wire format\n",
        "member-removed types::Thing.name: was Option<String>, was deprecated\n",
        "documentation-changed things::Get: Get a thing -> Get one thing\n",
        "operation-added things::Come: GET /come, as things().come(q: String) -> ()\n",
    ] {
        assert!(run.out.contains(line), "{line}{}", run.out);
    }
    let run = place.diff(&["a.json", "b.json", "--format", "markdown"]);
    for part in [
        "| documentation-changed | `things::Get` | `Get a thing` | `Get one thing` |",
        "`things().come(q: String) -> ()`",
        "| `GET /gone`, was deprecated since 2024-01-02 |",
        "| `Option<String>`, was deprecated |",
    ] {
        assert!(run.out.contains(part), "{part}: {}", run.out);
    }
}

#[test]
fn a_named_configuration_must_exist() {
    let place = Place::new();
    place.write("a.json", &small().to_string());
    let run = place.diff(&["a.json", "a.json", "--config", "typo.toml"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("typo.toml"), "{run:?}");
}
