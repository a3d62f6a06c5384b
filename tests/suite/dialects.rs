//! Tests that a description in OpenAPI 3.0 and its translation to 3.1 lead to the same crate. `cargo run -p conformance
//! --bin dialect -- DESCRIPTION` checks this for a large description.

use std::fs;

use conformance::description::repository;
use conformance::golden::{cases, folder};
use conformance::translate::{same_crate, to_3_1};
use tagsmith::config::Config;

#[test]
fn the_pin_gives_the_same_crate_in_3_1() {
    let config = Config::read(&repository().join("tagsmith.toml")).unwrap();
    let text = fs::read_to_string(&config.description).unwrap();
    same_crate(&text, &config).unwrap();
}

#[test]
fn each_golden_crate_is_the_same_in_3_1() {
    let mut wrong = Vec::new();
    for case in cases(&folder()).unwrap() {
        let text = fs::read_to_string(case.folder.join("description.yaml")).unwrap();
        if let Err(difference) = same_crate(&text, &case.config().unwrap()) {
            wrong.push(format!("{}: {difference}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_golden_translations_have_each_keyword_of_3_1() {
    let texts = cases(&folder()).unwrap().into_iter().map(|case| {
        let text = fs::read_to_string(case.folder.join("description.yaml")).unwrap();
        to_3_1(&text).unwrap()
    });
    let text = texts.collect::<String>();
    for keyword in [
        r#"["string","null"]"#,
        r#"{"type":"null"}"#,
        r#""const":"#,
        r#""examples":["#,
        r#""contentEncoding":"base64""#,
        r#""contentMediaType":"application/octet-stream""#,
        r#""exclusiveMinimum":0"#,
        r#":true"#,
    ] {
        assert!(text.contains(keyword), "{keyword}");
    }
    let beside = |key: &str| {
        let mut references = text.split("{\"$ref\":\"").skip(1);
        references.any(|it| {
            it.split_once('"')
                .is_some_and(|(_, it)| it.starts_with(key))
        })
    };
    assert!(beside(",\"description\""));
}
