//! The page of the kinds of changes, byte for byte. `EXPECTORATE=overwrite cargo test -p conformance kinds` rewrites it.

use conformance::changes::{Cases, page};
use conformance::description::repository;
use expectorate::assert_contents;

#[test]
fn the_page_of_kinds_is_what_the_cases_say() {
    let page = page(&Cases::read().unwrap()).unwrap();
    assert_contents(repository().join("generator/CHANGES.md"), &page);
}
