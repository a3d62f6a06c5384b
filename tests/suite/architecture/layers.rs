//! Tests the layers of each crate, which define the folders that a folder may import. Import cycles are not allowed.

use std::path::Path;

use super::imports::Imports;

/// A crate's sources, and its layers from top to bottom. A layer may import only lower layers. The folders of one layer
/// must not import each other.
struct Crate {
    sources: &'static str,
    layers: &'static [&'static [&'static str]],
}

const CRATES: &[Crate] = &[
    Crate {
        sources: "generator/src",
        layers: &[
            &["cli"],
            &["pipeline"],
            &["release"],
            &["diff"],
            &["emit", "output"],
            &["crate_ir"],
            &["lower"],
            &["description"],
            &["config"],
            &["api", "file"],
            &["keyword", "report"],
        ],
    },
    Crate {
        sources: "runtime/src",
        layers: &[
            // The files with re-exports, and the macro that names all modules.
            &["facade", "operations"],
            &["conformance", "mock"],
            &["auth", "options", "reports", "request"],
            &["paging"],
            &["call"],
            &["core"],
            &["credentials"],
            &["error"],
            &["body", "limits"],
            &["http"],
            &["value"],
            &["base"],
        ],
    },
    Crate {
        sources: "gateway/src",
        layers: &[
            &["cli"],
            &["server"],
            &["exchange"],
            &["config", "connection"],
            &["callers", "credentials", "site"],
            &["observability", "upstream"],
            &["limits", "operations", "secret_file", "settings"],
            &["problem", "refused"],
            &["accept"],
        ],
    },
];

/// The maximum number of files in an import cycle within a folder.
const CIRCLE: usize = 3;

#[test]
fn no_module_imports_a_higher_layer() {
    let mut wrong = Vec::new();
    for it in CRATES {
        let layer = |module: &str| {
            let first = module.split('/').next().unwrap_or_default();
            let layer = it.layers.iter().position(|all| all.contains(&first));
            (first.to_owned(), layer)
        };
        for (from, to) in read(it).all() {
            let ((from_folder, from_layer), (to_folder, to_layer)) = (layer(from), layer(to));
            match (from_layer, to_layer) {
                (Some(above), Some(below)) if above < below || from_folder == to_folder => {}
                (None, _) => wrong.push(format!("{}: {from} is in no layer", it.sources)),
                (_, None) => wrong.push(format!("{}: {to} is in no layer", it.sources)),
                _ => wrong.push(format!("{}: {from} imports {to}", it.sources)),
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_import_cycle_spans_folders() {
    let mut wrong = Vec::new();
    for it in CRATES {
        let circles = read(it).cycles_of_folders();
        wrong.extend(
            circles
                .iter()
                .map(|all| format!("{}: {}", it.sources, all.join(", "))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn import_cycles_of_files_are_small() {
    let mut wrong = Vec::new();
    for it in CRATES {
        let circles = read(it).cycles();
        let circles = circles.iter().filter(|all| all.len() > CIRCLE);
        wrong.extend(circles.map(|all| format!("{}: {}", it.sources, all.join(", "))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn read(it: &Crate) -> Imports {
    let folder = super::root().join(it.sources);
    let imports = Imports::read(Path::new(&folder));
    assert!(imports.all().count() > 100, "{}", it.sources);
    imports
}
