//! Paging, held against the description alone.

use conformance::check::{self, Collecting};
use github_rest::{Client, Items, Paginated};
use serde_json::Value as Json;
use tagsmith_runtime::conformance::{Entry, Given};

use crate::checks::{assert_passed, connected, subject};

/// The operations that page, until their entries say so themselves.
fn items(entry: &Entry<Client>, client: &Client, given: &Given) -> Option<Collecting> {
    let org = given.argument::<String>("org").unwrap();
    let size = given.argument::<i64>("per_page").unwrap();
    match entry.descriptor().id {
        "copilot/list-copilot-seats" => {
            let call = client.copilot().list_copilot_seats(org);
            Some(collected(call.per_page(size).items()))
        }
        "copilot/list-copilot-coding-agent-selected-repositories-for-organization" => {
            let copilot = client.copilot();
            let call = copilot
                .list_copilot_coding_agent_selected_repositories_for_organization(org)
                .per_page(size);
            Some(collected(call.items()))
        }
        _ => None,
    }
}

fn collected<O>(mut items: Items<O>) -> Collecting
where
    O: Paginated<Item: serde::Serialize>,
{
    Box::pin(async move {
        let mut all: Vec<Json> = Vec::new();
        while let Some(item) = items.try_next().await.map_err(|error| error.to_string())? {
            all.push(serde_json::to_value(&item).unwrap());
        }
        Ok(all)
    })
}

#[tokio::test]
async fn the_items_of_all_pages_come_in_order() {
    let report = check::pages(&subject(), connected, items).await.unwrap();
    assert_passed(&report, 4);
    assert_eq!(report.row("by Link"), 2);
    assert_eq!(report.row("by number, without Link"), 2);
}

#[tokio::test]
async fn an_operation_that_should_page_and_does_not_is_told() {
    let subject = subject();
    let report = check::pages(&subject, connected, |_, _, _| None);
    let report = report.await.unwrap();
    assert_eq!(report.failures().len(), 2, "{report}");
}
