//! The index that the search on the pages reads, as `generator/web/src/search.ts` takes it.

use serde::Serialize;

use super::{data, markdown, places};
use crate::model::{Api, Operation, Tag};

#[derive(Serialize)]
struct Index {
    /// The folder of each tag, its name, and what it is about.
    tags: Vec<(String, String, String)>,
    operations: Vec<Entry>,
    /// The folder of each component schema, the name of its type, and that of the schema.
    types: Vec<(String, String, String)>,
}

/// The tag's position, folder, method, path, summary, operationId, names of parameters, group.
type Entry = (
    usize,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
);

/// Returns the script.
pub(super) fn script(api: &Api) -> String {
    let index = Index {
        tags: api.tags.iter().map(tag).collect(),
        operations: (api.tags.iter().enumerate())
            .flat_map(|(at, tag)| tag.operations.iter().map(move |it| operation(at, it)))
            .collect(),
        types: (api.schemas.iter())
            .filter_map(|file| {
                let def = file.types.first()?;
                let slug = places::slug(&file.module);
                Some((slug, def.name.clone(), file.wire.clone()))
            })
            .collect(),
    };
    let index = data::script(&index);
    // Whichever of the two scripts comes last finds the other.
    format!("((t,i)=>{{t.waiting=i;t.index?.(i)}})(globalThis.tagsmith??={{}},{index});\n")
}

fn tag(tag: &Tag) -> (String, String, String) {
    let doc = markdown::plain(&tag.doc, 100);
    (places::slug(&tag.module), tag.wire.clone(), doc)
}

fn operation(tag: usize, operation: &Operation) -> Entry {
    let names = operation.parameters.iter().map(|it| it.wire.as_str());
    (
        tag,
        places::slug(&operation.name),
        operation.method.clone(),
        operation.path.clone(),
        markdown::plain(&operation.summary, 120),
        operation.id.clone(),
        names.collect::<Vec<_>>().join(" "),
        operation.group.clone().unwrap_or_default(),
    )
}
