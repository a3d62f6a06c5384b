//! Links of the report to operations and component schemas.

use std::collections::BTreeMap;

use crate::crate_ir::Crate;

/// The links of all items of a report.
#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    /// The links of operations, by operationId.
    operations: BTreeMap<String, Page>,
    /// The links of component schemas, by name.
    schemas: BTreeMap<String, Page>,
}

/// The links of one item.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The URL in the API's documentation.
    pub(super) docs: Option<String>,
    /// The file in the crate.
    pub(super) file: String,
    /// Whether the file still exists.
    pub(super) is_there: bool,
}

impl Pages {
    /// Collects the links of both crates. Links of the new crate take precedence.
    pub(super) fn of(old: &Crate, new: &Crate) -> Self {
        let mut pages = Self::default();
        pages.add(old, false);
        pages.add(new, true);
        pages
    }

    pub(super) fn operation(&self, id: &str) -> Option<&Page> {
        self.operations.get(id)
    }

    pub(super) fn schema(&self, wire: &str) -> Option<&Page> {
        self.schemas.get(wire)
    }

    fn add(&mut self, api: &Crate, is_there: bool) {
        for tag in &api.tags {
            for operation in &tag.operations {
                let page = Page {
                    docs: operation.docs_url.clone(),
                    file: format!("src/{}/{}.rs", tag.module, operation.name),
                    is_there,
                };
                self.operations.insert(operation.id.clone(), page);
            }
        }
        for file in &api.schemas {
            let page = Page {
                docs: None,
                file: format!("src/types/{}.rs", file.module),
                is_there,
            };
            self.schemas.insert(file.wire.clone(), page);
        }
    }
}
