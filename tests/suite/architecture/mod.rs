//! Tests the invariants of ARCHITECTURE.md that can be checked in the sources.

mod imports;
mod layers;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The folders with handwritten sources.
const WRITTEN: &[&str] = &[
    "generator/src",
    "gateway/src",
    "gateway/tests",
    "generator/tests",
    "runtime/benches",
    "runtime/src",
    "runtime/tests",
    "tests/benches",
    "tests/examples",
    "tests/src",
    "tests/suite",
    "xtask/src",
];

/// The folders with generated sources.
const GENERATED: &[&str] = &["generated/src", "tests/changes", "tests/golden"];

/// Names that only certain folders and files of the generator may use.
const NAMED_ONLY_IN: &[(&str, &[&str])] = &[
    (
        "openapiv3",
        &[
            "description/load",
            "description/overlay",
            "description/reference",
            "description/resolve",
            "description/select",
            "lower",
        ],
    ),
    ("quote", &["emit/rust"]),
    ("proc_macro2", &["emit/rust"]),
    ("syn", &["emit/rust"]),
    ("prettyplease", &["emit/rust"]),
    (
        "fs",
        &["file", "output", "release/repository", "release/upstream"],
    ),
    // In `emit/rust`, `File` is a type of syn.
    (
        "File",
        &[
            "config",
            "description/overlay",
            "emit/rust",
            "output",
            "release/upstream",
        ],
    ),
    ("reqwest", &["release/upstream"]),
    ("tar", &["release/upstream"]),
    ("flate2", &["release/upstream"]),
    (
        "tempfile",
        &["output", "release/repository", "release/upstream"],
    ),
    // In `release/upstream`, the program is npm. In `release/repository`, the programs are git and gh.
    ("stdin", &["file", "release/repository", "release/upstream"]),
    ("stdout", &["cli", "release/repository", "release/upstream"]),
    ("stderr", &["cli", "release/repository", "release/upstream"]),
    ("clap", &["cli"]),
    ("jsonpath_rust", &["description/overlay"]),
    ("pulldown_cmark", &["emit/prose", "emit/rust", "emit/site"]),
    ("maud", &["emit/site"]),
    ("HashMap", &[]),
    ("HashSet", &[]),
    ("SystemTime", &[]),
    ("Instant", &[]),
];

/// Names that emitters must not use, because emitters make no decisions and cannot fail.
const NOT_IN_EMITTERS: &[&str] = &["Diagnostic", "Diagnostics", "config", "select", "resolve"];

/// The maximum number of lines of a file.
const LINES: usize = 500;

#[test]
fn each_name_is_used_only_where_it_is_allowed() {
    let mut wrong = Vec::new();
    for (module, path, names) in generator() {
        for (name, modules) in NAMED_ONLY_IN {
            let may = modules.iter().any(|it| is_in(&module, it));
            if names.contains(*name) && !may {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The functions that change the disk. Within `output`, only one file may use these functions.
const CHANGES: &[&str] = &[
    "copy",
    "create_dir",
    "create_dir_all",
    "hard_link",
    "remove_dir",
    "remove_dir_all",
    "remove_file",
    "rename",
    "set_permissions",
    "write",
];

#[test]
fn the_disk_is_changed_in_one_place() {
    for (_, path, _) in generator() {
        let is_test = path.ends_with("output/tests.rs") || path.ends_with("output/faults.rs");
        if is_test || path.ends_with("output/disk.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for name in CHANGES {
            let call = format!("fs::{name}(");
            assert!(!text.contains(&call), "{} calls {call}", path.display());
        }
    }
}

#[test]
fn the_api_imports_no_other_module() {
    for (module, path, names) in generator() {
        if is_in(&module, "api") && !is_in(&module, "api/index") {
            assert!(!names.contains("crate"), "{}", path.display());
            assert!(!names.contains("super"), "{}", path.display());
        }
    }
}

#[test]
fn emitters_cannot_fail() {
    for (module, path, names) in generator() {
        for name in NOT_IN_EMITTERS {
            // On a page, `select` is the HTML element.
            let is_element = is_in(&module, "emit/site") && *name == "select";
            let is_named = names.contains(*name) && !is_element;
            let wrong = is_in(&module, "emit") && is_named;
            assert!(!wrong, "{} names {name}", path.display());
        }
    }
}

#[test]
fn there_is_no_unsafe_code() {
    for path in sources(WRITTEN).into_iter().chain(sources(GENERATED)) {
        assert!(!names(&path).contains("unsafe"), "{}", path.display());
    }
}

#[test]
fn each_module_has_a_documentation_line() {
    for path in sources(WRITTEN) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn each_file_has_at_most_500_lines() {
    let mut long = Vec::new();
    for path in sources(WRITTEN) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > LINES {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn generated_code_names_only_the_runtime() {
    for path in sources(GENERATED) {
        let names = names(&path);
        for name in ["reqwest", "tokio", "hyper", "http", "serde", "futures"] {
            assert!(!names.contains(name), "{} names {name}", path.display());
        }
        let text = fs::read_to_string(&path).unwrap();
        let header = "// Generated by `tagsmith generate` from ";
        assert!(text.starts_with(header), "{}", path.display());
    }
}

/// Returns whether the first module is the second one, or in the second one's folder.
fn is_in(module: &str, folder: &str) -> bool {
    let rest = module.strip_prefix(folder);
    rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

/// Returns each file of the generator, with its module path and the names that it contains.
fn generator() -> Vec<(String, PathBuf, BTreeSet<String>)> {
    let folder = root().join("generator/src");
    let files = sources(&["generator/src"]);
    assert!(files.len() > 20, "{files:?}");
    files
        .into_iter()
        .map(|path| {
            let inner = path.strip_prefix(&folder).unwrap();
            let inner = inner.with_extension("");
            let module = inner.to_str().unwrap().trim_end_matches("/mod").to_owned();
            let names = names(&path);
            (module, path, names)
        })
        .collect()
}

/// Returns the identifiers of a file, without comments and strings.
fn names(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    let tokens: TokenStream = text.parse().unwrap();
    let mut names = BTreeSet::new();
    collect(tokens, &mut names);
    names
}

fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns the Rust files in some folders of the repository.
fn sources(folders: &[&str]) -> Vec<PathBuf> {
    let folders = folders.iter().map(|it| root().join(it));
    let existing = folders.filter(|it| it.exists());
    existing.flat_map(|it| sources_in(&it)).collect()
}

/// Returns the Rust files in a folder, sorted.
fn sources_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(folder, &mut files);
    files.sort();
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
