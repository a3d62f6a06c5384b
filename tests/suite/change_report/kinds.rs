//! Tests the page of all kinds of changes, byte for byte. `EXPECTORATE=overwrite cargo test -p conformance kinds`
//! rewrites the page.

use conformance::changes::{Cases, page};
use conformance::description::repository;
use expectorate::assert_contents;

#[test]
fn the_page_of_kinds_is_up_to_date() {
    let page = page(&Cases::read().unwrap()).unwrap();
    assert_contents(repository().join("generator/CHANGES.md"), &page);
}
