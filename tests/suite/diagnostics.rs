//! Tests the generator's refusals, byte for byte. Each folder of `tests/diagnostics` contains an input, and the
//! expected diagnostics in `expected.txt`. `EXPECTORATE=overwrite cargo test -p conformance diagnostics` rewrites
//! `expected.txt`.

use std::fs;
use std::path::Path;

use conformance::golden::cases;
use expectorate::assert_contents;
use tagsmith::description::load::{Document, Source};
use tagsmith::report::Result;

/// The nesting depth of the descriptions that must be refused.
const DEEP: usize = 100_000;

#[test]
fn each_refusal_has_the_expected_diagnostics() {
    for case in cases(Path::new("diagnostics")).unwrap() {
        let message = match case.output() {
            Ok(_) => "it is accepted\n".to_owned(),
            Err(diagnostics) => format!("{diagnostics}\n"),
        };
        assert_contents(case.folder.join("expected.txt"), &message);
    }
}

#[test]
fn each_refusal_is_an_error_with_advice() {
    if std::env::var_os("EXPECTORATE").is_some() {
        // The expected files are being rewritten, so there is nothing to compare.
        return;
    }
    for case in cases(Path::new("diagnostics")).unwrap() {
        let expected = fs::read_to_string(case.folder.join("expected.txt")).unwrap();
        assert!(expected.starts_with("error: "), "{}", case.name);
        for line in expected.lines() {
            let visible = |it: char| !it.is_control() && !('\u{202a}'..='\u{202e}').contains(&it);
            assert!(line.chars().all(visible), "{}: {line:?}", case.name);
        }
        // Each diagnostic ends with advice.
        for diagnostic in expected.trim_end().split("\n\n") {
            let mut lines = diagnostic.lines().rev();
            let help = lines.find(|it| !it.starts_with("    ")).unwrap_or_default();
            assert!(help.starts_with("  help: "), "{}: {help}", case.name);
        }
    }
}

#[test]
fn deep_nesting_is_refused_without_a_stack_overflow() {
    let objects = "{\"a\":".repeat(DEEP) + "1" + &"}".repeat(DEEP);
    let arrays = "[".repeat(DEEP) + &"]".repeat(DEEP);
    let schemas = "{\"type\":\"array\",\"items\":".repeat(DEEP) + "{}" + &"}".repeat(DEEP);
    let of_schema = |schema: &str| {
        format!(
            "{{\"openapi\":\"3.0.3\",\"info\":{{}},\"paths\":{{\"/a\":{{\"get\":{{\"tags\":[\"things\"],\
             \"operationId\":\"a\",\"responses\":{{\"200\":{{\"description\":\"\",\"content\":\
             {{\"application/json\":{{\"schema\":{{\"$ref\":\"#/components/schemas/deep\"}}}}}}}}}}}}}}}},\
             \"components\":{{\"schemas\":{{\"deep\":{schema}}}}}}}"
        )
    };
    let block: String = (0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    for text in [
        objects.clone(),
        arrays.clone(),
        of_schema(&schemas),
        of_schema(&arrays),
        of_schema(&format!("{{\"example\":{objects}}}")),
        format!("a: {arrays}"),
        format!("a: {objects}"),
        "- ".repeat(DEEP),
        block,
    ] {
        let start: String = text.chars().take(60).collect();
        let message = read(text).unwrap_err().to_string();
        assert!(message.starts_with("error: "), "{start}: {message}");
        assert!(message.len() < 1_000, "{start}: {message}");
    }
}

/// Runs all stages of the generator on a description.
fn read(text: String) -> Result<()> {
    let source = Source::parse(text, "deep")?;
    Document::index(&source)?;
    let config = tagsmith::config::Config::parse(CONFIG, Path::new("tagsmith.toml"))?;
    tagsmith::pipeline::lowered(&source, &config).map(|_| ())
}

const CONFIG: &str = "description = \"deep\"\ntags = [\"things\"]\nout = \"out\"\n\
    [crate]\nname = \"deep\"\nversion = \"0.1.0\"\ndescription = \"\"\nrepository = \"\"\n\
    [runtime]\nversion = \"0.1.0\"\n";
