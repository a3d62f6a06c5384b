//! Tests pagination against the description alone.

use conformance::check;

use crate::replay::checks::{assert_passed, connected, subject};

#[tokio::test]
async fn the_items_of_all_pages_arrive_in_order() {
    let report = check::pages(&subject(), connected, check::items)
        .await
        .unwrap();
    assert_passed(&report, 4);
    assert_eq!(report.row("by Link"), 2);
    assert_eq!(report.row("by number, without Link"), 2);
}

#[tokio::test]
async fn a_missing_pagination_is_detected() {
    let subject = subject();
    let report = check::pages(&subject, connected, |_, _, _| None);
    let report = report.await.unwrap();
    assert_eq!(report.failures().len(), 2, "{report}");
}
