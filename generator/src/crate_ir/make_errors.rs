//! Builds the error enums that operations share.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::{ErrorVariant, SharedError};
use super::make_types::Maker;
use super::names::Names;
use super::{media, name};
use crate::api::index::Index;
use crate::api::{self, Api};

/// Collects the shared errors of an API, sorted by module.
pub(super) fn of<'a>(api: &'a Api, index: &Index<'a>, names: &Names<'a>) -> Vec<SharedError> {
    let mut found: BTreeMap<String, SharedError> = BTreeMap::new();
    for (tag, named) in api.tags.iter().zip(&names.tags) {
        for (operation, own) in tag.operations.iter().zip(&named.operations) {
            let Some(name) = &own.error else {
                continue;
            };
            let module = name::snake(name);
            let error = found.entry(module.clone()).or_insert_with(|| {
                let maker = Maker {
                    names,
                    index,
                    types: &[],
                    own: &[],
                    home: api::TypeScope::Operation,
                    sent: &BTreeSet::new(),
                    rings: None,
                };
                let variants = operation.failures.iter().map(|it| ErrorVariant {
                    variant: media::status_name(it.status),
                    status: it.status,
                    body: it.body.as_ref().map(|it| maker.kind(it)),
                });
                let mut variants: Vec<ErrorVariant> = variants.collect();
                variants.sort_by_key(|it| it.status);
                SharedError {
                    module,
                    name: name.clone(),
                    variants,
                    other: operation.other.as_ref().map(|it| maker.kind(it)),
                    tags: Vec::new(),
                }
            });
            if error.tags.last() != Some(&named.module) {
                error.tags.push(named.module.clone());
            }
        }
    }
    found.into_values().collect()
}
