//! The reference site of the pinned operations: every page is safe, whole and usable, and stays so if the
//! description attacks it.

use conformance::description::repository;
use conformance::site::{self, ATTACKS, Report};
use serde_json::Value as Json;
use tagsmith::load::Source;

const TAGS: &str = "[\"copilot\"]";

#[test]
fn every_page_is_safe_and_whole() {
    let source = Source::read(&repository().join("spec/github.yaml")).unwrap();
    let files = site::render(&source, TAGS).unwrap();
    let report = site::check(&files);
    assert_sound(&report);
    assert!(report.pages > 45 && report.links > 1_000, "{report:?}");
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
fn a_description_that_attacks_its_reader_is_shown_as_text() {
    let pin = std::fs::read_to_string(repository().join("spec/github.yaml")).unwrap();
    let pin: Json = serde_yaml::from_str(&pin).unwrap();
    // Each attack comes to stand in another place each time.
    for first in 0..5 {
        let (spoiled, attacks) = site::hostile(pin.clone(), first * 13);
        assert!(attacks > ATTACKS.len() * 5, "{attacks}");
        let source = Source::parse(spoiled.to_string(), "spoiled.json").unwrap();
        let files = site::render(&source, TAGS).unwrap();
        let shown: usize = files
            .values()
            .map(|it| it.matches("alert(1)").count())
            .sum();
        assert!(
            shown > attacks / 2,
            "{shown} of {attacks} attacks are shown"
        );
        assert_sound(&site::check(&files));
    }
}

#[test]
fn what_would_run_is_found() {
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
        ("<p id=\"answers\">x</p>", false),
        ("<input>", false),
    ] {
        let mut files = files.clone();
        let page = files.get_mut(name).unwrap();
        *page = page.replace("</main>", &format!("{attack}</main>"));
        assert_eq!(site::check(&files).broken.is_empty(), is_safe, "{attack}");
    }
}

fn assert_sound(report: &Report) {
    let broken: Vec<_> = report.broken.iter().take(20).collect();
    assert!(
        broken.is_empty(),
        "{} of them: {broken:#?}",
        report.broken.len()
    );
}
