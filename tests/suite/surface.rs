//! Compares SURFACE.md of the committed crate with the output of rustdoc, which is independent of the generator.
//! SURFACE.md and rustdoc must list the same public items.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use conformance::description::{Description, repository};
use rustdoc_types::{
    Crate, FORMAT_VERSION, Id, Item, ItemEnum, StructKind, Type, VariantKind, Visibility,
};

#[test]
fn rustdoc_lists_what_the_surface_lists() {
    let surface = fs::read_to_string(repository().join("generated/SURFACE.md")).unwrap();
    let (listed, documented) = (listed(&surface), documented(&rustdoc()));
    let only = |left: &BTreeSet<String>, right: &BTreeSet<String>| -> Vec<String> {
        left.difference(right).cloned().collect()
    };
    let missing = only(&documented, &listed);
    let invented = only(&listed, &documented);
    assert!(missing.is_empty(), "not in SURFACE.md: {missing:#?}");
    assert!(invented.is_empty(), "only in SURFACE.md: {invented:#?}");
    let operations = Description::pinned().unwrap().operations().len();
    assert!(documented.len() > operations * 10, "{documented:#?}");
}

/// Returns the paths of the items that SURFACE.md lists.
fn listed(surface: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for line in surface.lines().filter_map(|it| it.strip_prefix("- ")) {
        if line.starts_with("`mock::") {
            continue;
        }
        let codes: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        // The line of an operation contains the call, the operationId and the method.
        let item = codes[if codes[0].contains(" /") { 2 } else { 0 }];
        let path = path_of(item);
        if let Some((tag, method)) = path.split_once("().") {
            paths.insert(format!(
                "{tag}::{}::{method}",
                tagsmith::crate_ir::name::pascal(tag)
            ));
            continue;
        }
        paths.insert(path.clone());
        if let Some((_, handle)) = item
            .split_once("() -> ")
            .filter(|_| path.starts_with("Client::"))
        {
            paths.insert(handle.to_owned());
        }
        if line.contains(", set by `") {
            let setter = path.replace('.', "::");
            paths.insert(setter);
        }
        let fallback = line.split_once(", undeclared ");
        if let Some((_, open)) = fallback.and_then(|it| it.1.split_once('`')) {
            paths.insert(format!("{path}::{}", path_of(open)));
            // String enums have a method that returns their wire value.
            if open.starts_with("Unknown(String)") {
                paths.insert(format!("{path}::as_str"));
            }
        }
    }
    paths
}

/// Returns the path before arguments and types. `copilot().` is not cut, because a method follows.
fn path_of(item: &str) -> String {
    let (handle, rest) = match item.split_once("().") {
        Some((handle, rest)) => (format!("{handle}()."), rest),
        None => (String::new(), item),
    };
    let end = rest.find([' ', '(', '`']).unwrap_or(rest.len());
    let path = &rest[..end];
    format!("{handle}{}", path.trim_end_matches(':'))
}

/// Returns rustdoc's JSON of the crate.
fn rustdoc() -> Crate {
    let folder = tempfile::tempdir().unwrap();
    // Only rustdoc receives the unstable option. If cargo received it, cargo would rebuild everything.
    let program = folder.path().join("rustdoc");
    fs::write(
        &program,
        "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n",
    )
    .unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| repository().join("target"));
    let done = Command::new(cargo)
        .args(["rustdoc", "--quiet", "-p", "github-rest", "--lib"])
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        // The generic type of calls is hidden.
        .arg("--document-hidden-items")
        .env("RUSTDOC", &program)
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(repository())
        .output()
        .unwrap();
    let reported = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{reported}");
    let text = fs::read_to_string(target.join("doc/github_rest.json")).unwrap();
    let found: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = &found["format_version"];
    assert_eq!(
        found, FORMAT_VERSION,
        "another version of rustdoc-types is needed"
    );
    serde_json::from_str(&text).unwrap()
}

/// Returns the paths of a crate's public items, except re-exports of other crates.
fn documented(krate: &Crate) -> BTreeSet<String> {
    let mut found = Found::default();
    members(krate, &krate.root, "", &mut found);
    found.1
}

/// The items that were found, and their paths.
type Found = (HashSet<Id>, BTreeSet<String>);

fn members(krate: &Crate, module: &Id, path: &str, found: &mut Found) {
    let Some(ItemEnum::Module(module)) = krate.index.get(module).map(|it| &it.inner) else {
        return;
    };
    let items = module.items.iter().filter_map(|id| krate.index.get(id));
    // Each alias of a shared error enum counts as an item.
    let items = items.filter(|it| !(path.is_empty() && name(it) == "shared_errors"));
    let mut items: Vec<&Item> = items
        .filter(|it| it.visibility == Visibility::Public && !is_hidden(it))
        .collect();
    // An item that is re-exported from an inner module counts only at the path of the re-export.
    items.sort_by_key(|it| !matches!(it.inner, ItemEnum::Use(_)));
    for item in items {
        match &item.inner {
            ItemEnum::Module(_) => members(krate, &item.id, &below(path, item), found),
            // `pub use self::client::*` makes the items part of this module.
            ItemEnum::Use(it) if it.is_glob => {
                let target = it.id.filter(|id| krate.index.contains_key(id));
                members(krate, &target.unwrap_or(item.id), path, found);
            }
            ItemEnum::Use(it) => {
                let target = it.id.and_then(|id| krate.index.get(&id));
                match target {
                    // Another name of an enum.
                    Some(target) if name(target) != it.name => {
                        found.1.insert(join(path, &it.name));
                    }
                    Some(target) => one(krate, target, &join(path, &it.name), found),
                    None => {}
                }
            }
            _ => one(krate, item, &below(path, item), found),
        }
    }
}

fn one(krate: &Crate, item: &Item, path: &str, found: &mut Found) {
    let (seen, paths) = found;
    if !seen.insert(item.id) {
        return;
    }
    paths.insert(path.to_owned());
    let target = match &item.inner {
        ItemEnum::TypeAlias(it) => match &it.type_ {
            Type::ResolvedPath(it) => krate.index.get(&it.id),
            _ => None,
        },
        _ => None,
    };
    let impls = match &target.unwrap_or(item).inner {
        ItemEnum::Struct(it) => {
            if let StructKind::Plain { fields, .. } = &it.kind {
                for field in public(krate, fields) {
                    paths.insert(format!("{path}.{}", name(field)));
                }
            }
            &it.impls
        }
        ItemEnum::Enum(it) => {
            for variant in it.variants.iter().filter_map(|id| krate.index.get(id)) {
                paths.insert(below(path, variant));
                let ItemEnum::Variant(variant) = &variant.inner else {
                    continue;
                };
                assert!(
                    !matches!(variant.kind, VariantKind::Struct { .. }),
                    "{path}"
                );
            }
            &it.impls
        }
        _ => return,
    };
    let alias = match &item.inner {
        ItemEnum::TypeAlias(it) => Some(&it.type_),
        _ => None,
    };
    for impl_ in impls.iter().filter_map(|id| krate.index.get(id)) {
        let ItemEnum::Impl(it) = &impl_.inner else {
            continue;
        };
        // Of the generic type of calls, only the methods of this alias count.
        let is_of_alias = match (&it.for_, alias) {
            (Type::ResolvedPath(of), Some(Type::ResolvedPath(target))) => {
                of.id == item.id || of.args == target.args
            }
            _ => true,
        };
        if it.trait_.is_none() && is_of_alias {
            for method in public(krate, &it.items) {
                paths.insert(below(path, method));
            }
        }
    }
}

fn public<'a>(krate: &'a Crate, ids: &'a [Id]) -> impl Iterator<Item = &'a Item> {
    let items = ids.iter().filter_map(|id| krate.index.get(id));
    items.filter(|it| it.visibility == Visibility::Public && !is_hidden(it))
}

fn is_hidden(item: &Item) -> bool {
    item.attrs
        .iter()
        .any(|it| format!("{it:?}").contains("hidden"))
}

fn below(path: &str, item: &Item) -> String {
    join(path, name(item))
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}::{name}"),
    }
}

fn name(item: &Item) -> &str {
    item.name.as_deref().unwrap_or_default()
}
