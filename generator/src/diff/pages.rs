//! Where a reader finds more on an operation or a component schema.

use std::collections::BTreeMap;

use crate::crate_ir::Crate;

/// Where a reader finds more on what a report names.
#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    /// By operationId.
    operations: BTreeMap<String, Page>,
    /// By the schema's name.
    schemas: BTreeMap<String, Page>,
}

/// Where a reader finds more on one of them.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// Its page in the API's documentation.
    pub(super) docs: Option<String>,
    /// Its file in the crate.
    pub(super) file: String,
    /// Whether that file is there still.
    pub(super) is_there: bool,
}

impl Pages {
    /// Notes the pages of both crates; the new one's are better.
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
