//! The built-in corrections: they reach everyone who generates from an untouched description.

use std::path::Path;

use conformance::description::repository;
use tagsmith::commands::lowered;
use tagsmith::config::Config;
use tagsmith::load::Source;
use tagsmith::rust;

const CONFIG: &str = "description = \"-\"\ntags = [\"copilot\"]\nout = \"out\"\n[crate]\nname = \"mine\"\n\
    version = \"0.1.0\"\ndescription = \"\"\nrepository = \"\"\n[runtime]\nversion = \"0.1.0\"\n";

fn pin() -> Source {
    Source::read(&repository().join("spec/github.yaml")).unwrap()
}

fn config(profile: &str) -> Config {
    Config::parse(&format!("{CONFIG}{profile}"), Path::new("tagsmith.toml")).unwrap()
}

#[test]
fn corrections_need_neither_a_configuration_nor_an_overlay() {
    let rules = |profile: &str| {
        let (lowered, _) = lowered(&pin(), &config(profile)).unwrap();
        let files = rust::render(&lowered.api);
        let path = "src/types/copilot_organization_content_exclusion_details.rs";
        (lowered.profile, files[path].contains("if_any_match"))
    };
    let (why, is_corrected) = rules("");
    assert_eq!(why, "github, since its server is https://api.github.com");
    assert!(is_corrected);
    let (why, is_corrected) = rules("[profile]\nname = \"neutral\"\n");
    assert_eq!(why, "neutral, named by tagsmith.toml");
    assert!(!is_corrected);
}

/// Descriptions of users may be older or newer; the pin is what these corrections are reviewed against.
#[test]
fn no_built_in_correction_is_needless_on_the_pin() {
    let (lowered, _) = lowered(&pin(), &config("")).unwrap();
    let needless: Vec<String> = lowered.needless.iter().map(ToString::to_string).collect();
    assert!(needless.is_empty(), "{}", needless.join("\n"));
}
