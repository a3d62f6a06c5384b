//! Golden crates: each description generates the crate beside it, byte for byte, and the crate compiles as a module of
//! these tests. `cargo run -p conformance --bin golden` rewrites them.

mod constructors;
pub mod crates;
mod mocks;
mod openapi_3_1;
mod types;
mod unions;

use conformance::golden::{cases, folder};
use expectorate::assert_contents;

/// The maximum number of lines of a description, enough for one construct.
const LINES: usize = 40;

#[test]
fn each_description_generates_the_expected_crate() {
    let mut wrong = String::new();
    for case in cases(&folder()).unwrap() {
        let output = match case.output() {
            Ok(output) => output,
            Err(diagnostics) => {
                wrong += &format!("{}:\n{diagnostics}\n", case.name);
                continue;
            }
        };
        let differences = output.check().unwrap();
        if !differences.is_empty() {
            wrong += &format!("{}:\n{differences}\n", case.name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\n`cargo run -p conformance --bin golden` writes these files: review them"
    );
}

#[test]
fn the_manifests_of_some_crates_are_as_expected() {
    for name in ["another_api", "features", "own_profile"] {
        let cases = cases(&folder()).unwrap();
        let case = cases.iter().find(|it| it.name == name).unwrap();
        let path = format!("suite/golden/manifests/{name}.toml");
        assert_contents(path, &case.manifest().unwrap());
    }
}

#[test]
fn each_description_is_short() {
    for case in cases(&folder()).unwrap() {
        let text = std::fs::read_to_string(case.folder.join("description.yaml")).unwrap();
        assert!(text.lines().count() <= LINES, "{}", case.name);
    }
}

#[test]
fn each_crate_is_a_module_of_these_tests() {
    let modules = include_str!("crates.rs");
    for case in cases(&folder()).unwrap() {
        let line = format!("\"../../golden/{}/expected/src/lib.rs\"", case.name);
        assert!(modules.contains(&line), "{} is not in crates.rs", case.name);
    }
}
