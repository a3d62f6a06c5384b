//! The page of the kinds of changes, byte for byte. `TAGSMITH_BLESS=1 cargo test -p conformance kinds` writes it
//! anew.

use std::fs;

use conformance::changes::{Cases, page};
use conformance::description::repository;

/// The variable that has the page written instead of compared.
const BLESS: &str = "TAGSMITH_BLESS";

#[test]
fn the_page_of_kinds_is_what_the_cases_say() {
    let path = repository().join("generator/CHANGES.md");
    let page = page(&Cases::read().unwrap()).unwrap();
    if std::env::var_os(BLESS).is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "set {BLESS}=1 to write {}", path.display());
}
