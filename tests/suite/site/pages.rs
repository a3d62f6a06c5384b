//! Tests the reference site of the pinned operations. Every page is safe, complete and usable, even if the description
//! contains attacks.

use std::collections::BTreeMap;

use conformance::description::{Description, repository};
use conformance::site::{self, ATTACKS, Report};
use serde_json::Value as Json;
use tagsmith::description::load::Source;
use tagsmith::output::Output;

const TAGS: &str = "[\"copilot\"]";

#[test]
fn every_page_is_safe_and_complete() {
    let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
    let files = site::render(&source, TAGS).unwrap();
    let report = site::check(&files);
    assert_sound(&report);
    let operations = Description::pinned().unwrap().operations().len();
    assert!(report.pages > operations, "{report:?}");
    assert!(report.links > operations * 20, "{report:?}");
    assert!(files.contains_key("sitemap.xml"));
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
    assert_eq!(
        site::render(&source, TAGS).unwrap(),
        site::render(&source, TAGS).unwrap()
    );
}

#[test]
fn a_hostile_description_is_shown_as_text() {
    let pin = std::fs::read_to_string(repository().join("spec/github.yaml")).unwrap();
    let pin: Json = serde_yaml::from_str(&pin).unwrap();
    // In each iteration, each attack is in a different place.
    for first in 0..3 {
        let (spoiled, attacks) = site::hostile(pin.clone(), first * 13);
        assert!(attacks > ATTACKS.len() * 5, "{attacks}");
        let source = Source::parse(spoiled.to_string(), "spoiled.json").unwrap();
        let files = site::render(&source, TAGS).unwrap();
        let displayed: usize = files
            .values()
            .map(|it| it.matches("alert(1)").count())
            .sum();
        assert!(
            displayed > attacks / 2,
            "{displayed} of {attacks} attacks are shown"
        );
        assert_sound(&site::check(&files));
    }
}

#[test]
fn the_sample_of_a_recursive_schema_ends_with_an_empty_list() {
    let operation = |schema: &str| {
        format!(
            r##"{{"post": {{"operationId": "trees/{schema}", "tags": ["trees"], "requestBody": {{"required": true,
            "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/{schema}"}}}}}}}},
            "responses": {{"204": {{"description": "Done"}}}}}}}}"##
        )
    };
    let (tree, choice) = (operation("tree"), operation("choice"));
    let schemas = r##"{"tree": {"type": "object", "required": ["name", "trees"], "properties": {
        "name": {"type": "string"},
        "trees": {"type": "array", "items": {"$ref": "#/components/schemas/tree"}}}},
        "choice": {"oneOf": [{"$ref": "#/components/schemas/tree"}, {"type": "number"}]}}"##;
    let text = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "Trees", "version": "1"}},
        "servers": [{{"url": "https://api.github.com"}}], "paths": {{"/tree": {tree}, "/choice": {choice}}},
        "components": {{"schemas": {schemas}}}}}"#
    );
    let source = Source::parse(text, "trees.json").unwrap();
    let files = site::render(&source, "[\"trees\"]").unwrap();
    // A union is shown by its first variant.
    for name in ["tree", "choice"] {
        let page = &files[&format!("trees/{name}/index.html")];
        let sample = r#""sample":"{\"name\":\"octocat\",\"trees\":[]}""#;
        assert!(page.contains(sample), "{page}");
    }
}

#[test]
fn only_the_end_of_a_get_path_may_be_empty() {
    let operation = |id: &str| {
        let parameter = r#"{"name": "path", "in": "path", "required": true,
            "x-multi-segment": true, "schema": {"type": "string"}}"#;
        format!(
            r#"{{"operationId": "files/{id}", "tags": ["files"], "parameters": [{parameter}],
            "responses": {{"204": {{"description": "Done"}}}}}}"#
        )
    };
    let (read, write, raw) = (operation("read"), operation("write"), operation("raw"));
    let text = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "Files", "version": "1"}},
        "servers": [{{"url": "https://api.github.com"}}], "paths": {{
        "/files/{{path}}": {{"get": {read}, "put": {write}}},
        "/files/{{path}}/raw": {{"get": {raw}}}}}}}"#
    );
    let source = Source::parse(text, "files.json").unwrap();
    let files = site::render(&source, "[\"files\"]").unwrap();
    for (name, may_be_empty) in [("read", true), ("write", false), ("raw", false)] {
        let page = &files[&format!("files/{name}/index.html")];
        let form = page.split("<form id=\"try\"").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        assert_eq!(form.contains("may be empty"), may_be_empty, "{form}");
        assert_eq!(form.contains(" required"), !may_be_empty, "{form}");
    }
}

#[test]
fn executable_content_is_detected() {
    let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
    let files = site::render(&source, TAGS).unwrap();
    let name = "copilot/list-copilot-seats/index.html";
    for (attack, is_safe) in [
        ("<p>text</p>", true),
        ("<script>alert(1)</script>", false),
        ("<p onclick=\"alert(1)\">x</p>", false),
        ("<a href=\" java\nscript:alert(1)\">x</a>", false),
        ("<a href=\"//evil.example\">x</a>", false),
        ("<svg></svg>", false),
        ("<a href=\"gone/index.html\">x</a>", false),
        ("<a href=\"#gone\">x</a>", false),
        ("<h2></h2>", false),
        ("<p id=\"responses\">x</p>", false),
        ("<input>", false),
    ] {
        let mut files = files.clone();
        let page = files.get_mut(name).unwrap();
        *page = page.replace("</main>", &format!("{attack}</main>"));
        assert_eq!(site::check(&files).broken.is_empty(), is_safe, "{attack}");
    }
}

#[test]
fn writing_a_site_leaves_the_crate_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let header = |command: &str| {
        format!("<!-- Generated by `tagsmith {command}` from x. Do not edit. -->\n")
    };
    let files = |names: &[&str]| {
        let text = |name: &&str| ((*name).to_owned(), header("site"));
        names.iter().map(text).collect::<BTreeMap<_, _>>()
    };
    let write = |names: &[&str]| Output::default().with_site(root, files(names)).write();
    std::fs::write(root.join("README.md"), header("generate")).unwrap();
    std::fs::write(root.join("mine.html"), "mine").unwrap();
    assert_eq!(write(&["index.html", "old/index.html"]).unwrap().created, 2);
    let check = Output::default()
        .with_site(root, files(&["index.html"]))
        .check();
    assert!(check.unwrap().to_string().contains("orphan"));
    assert_eq!(write(&["index.html"]).unwrap().removed, 1);
    assert!(!root.join("old").exists());
    assert!(root.join("README.md").exists() && root.join("mine.html").exists());
    // A file that the user created at a page's path is not overwritten.
    assert!(write(&["mine.html"]).is_err());
    let crate_of = |name: &str| BTreeMap::from([(name.to_owned(), header("generate"))]);
    let written = Output::default()
        .with(root, crate_of("README.md"))
        .write()
        .unwrap();
    assert_eq!((written.removed, written.unchanged), (0, 1));
}

fn assert_sound(report: &Report) {
    let broken: Vec<_> = report.broken.iter().take(20).collect();
    assert!(
        broken.is_empty(),
        "{} of them: {broken:#?}",
        report.broken.len()
    );
}

/// A description with several examples, with a redirect in addition to a success, and with an introduction.
const THINGS: &str = r##"{"openapi":"3.0.3",
    "info":{"title":"Things & more","version":"1.2.3","description":"An API of **things**.",
        "license":{"name":"MIT","url":"https://example.com/licence"},"contact":{"name":"Support"}},
    "servers":[{"url":"https://api.example.com"}],
    "tags":[{"name":"things","description":"Things"}],
    "paths":{"/thing":{"get":{"tags":["things"],"operationId":"things/get","summary":"Get a thing",
        "responses":{
            "200":{"description":"Response","content":{
                "application/json":{"schema":{"$ref":"#/components/schemas/thing"},"examples":{
                    "first":{"summary":"The first","value":{"name":"one"}},"second":{"value":{"name":"two"}}}},
                "text/x-diff":{"schema":{"type":"string"},"example":"--- a\n+++ b"}}},
            "302":{"description":"It moved"},
            "304":{"description":"It is the same"},
            "404":{"description":"Gone","content":{"application/json":{"schema":{"$ref":"#/components/schemas/thing"},
                "example":{"name":"none"}}}}}}}},
    "components":{"schemas":{"thing":{"type":"object","description":"A thing.","properties":{"name":{"type":"string"}}}},
        "securitySchemes":{"key":{"type":"apiKey","in":"header","name":"X-Key","description":"Ask for one."}}}}"##;

fn things() -> BTreeMap<String, String> {
    let source = Source::parse(THINGS.to_owned(), "things.json").unwrap();
    let files = site::render_with(&source, "\"all\"", "").unwrap();
    assert_sound(&site::check(&files));
    files
}

#[test]
fn the_front_page_introduces_the_api_by_its_title() {
    let files = things();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(text.contains("Things &amp; more"), "{path}");
        assert!(!text.contains("docs.rs"), "{path}");
    }
    let front = &files["index.html"];
    for part in [
        "<h1>Things &amp; more</h1>",
        "An API of <strong>things</strong>.",
        "https://api.example.com",
        "https://example.com/licence",
        "API key in the header X-Key",
        "Ask for one.",
        "1.2.3",
        "1 operation",
        "href=\"types/index.html\">1 type",
    ] {
        assert!(front.contains(part), "{part}");
    }
    let types = &files["types/index.html"];
    assert!(types.contains("types/thing/index.html") && types.contains("A thing."));
}

#[test]
fn a_redirect_is_not_an_error_and_every_example_is_shown() {
    let files = things();
    let page = scraper::Html::parse_document(&files["things/get/index.html"]);
    let texts = |selector: &str| {
        let selector = scraper::Selector::parse(selector).unwrap();
        let found = page.select(&selector);
        found
            .map(|it| it.text().collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts("#redirects dt"), ["302 Found", "304 Not Modified"]);
    assert_eq!(texts("#errors dt"), ["404 Not Found"]);
    assert_eq!(
        texts("#responses .example summary"),
        ["Example: The first", "Example: Second", "Example"]
    );
    assert_eq!(texts("#responses .example code")[2], "--- a\n+++ b");
    assert_eq!(texts("#errors .example").len(), 1);
    assert_eq!(
        texts("#try-accept option"),
        ["application/json", "text/x-diff"]
    );
    let data = texts("#operation-data").concat();
    let data: Json = serde_json::from_str(&data).unwrap();
    let responses = data["responses"].as_array().unwrap().iter();
    let errors: Vec<_> = responses
        .filter(|it| it["error"] == true)
        .map(|it| &it["status"])
        .collect();
    assert_eq!(errors, [404]);
}

/// Tests operations such as `repos/get-content`, whose pages show each example of the description.
#[test]
fn the_pinned_pages_show_every_example() {
    let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
    let files = site::render(&source, TAGS).unwrap();
    let pin = std::fs::read_to_string(repository().join("spec/github.yaml")).unwrap();
    let pin: Json = serde_yaml::from_str(&pin).unwrap();
    let paths = pin["paths"].as_object().unwrap();
    let operations = paths.values().filter_map(Json::as_object).flatten();
    let several = operations
        .filter(|(_, it)| it["responses"].to_string().matches("\"examples\"").count() > 0)
        .count();
    let displayed: usize = files
        .values()
        .map(|it| usize::from(it.contains("<details class=\"example\">")))
        .sum();
    assert!(
        several > 10 && displayed >= several,
        "{displayed} of {several}"
    );
}
