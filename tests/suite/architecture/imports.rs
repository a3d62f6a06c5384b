//! Parses the sources of a crate, and finds the modules that each module imports, through re-exports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path in a crate, from its root.
type Names = Vec<String>;

/// The imports of one crate: the modules that each module uses. A module is identified by the path of its file, without
/// the extension and without `mod`.
pub struct Imports {
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Imports {
    /// Parses the sources in a folder, except test modules.
    pub fn read(folder: &Path) -> Self {
        let modules = modules(folder);
        let exports: BTreeMap<&Names, BTreeMap<String, Names>> = modules
            .iter()
            .map(|(module, source)| (module, source.exports(module, &modules)))
            .collect();
        let mut edges = BTreeMap::new();
        for (module, source) in modules.iter().filter(|(it, _)| !it.is_empty()) {
            let imported = source.paths.iter().filter_map(|path| {
                let full = absolute(path, module, &modules)?;
                Some(resolve(full, &modules, &exports).join("/"))
            });
            let own = module.join("/");
            let imported = imported.filter(|it| !it.is_empty() && *it != own).collect();
            edges.insert(own, imported);
        }
        Self { edges }
    }

    /// Returns each import, as a pair of modules.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.edges
            .iter()
            .flat_map(|(from, all)| all.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// Returns the cycles of modules.
    pub fn cycles(&self) -> Vec<Vec<String>> {
        cycles(&self.edges)
    }

    /// Returns the cycles of sibling folders.
    pub fn cycles_of_folders(&self) -> Vec<Vec<String>> {
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in self.all() {
            let (from, to) = parted(from, to);
            if self.is_folder(&from) && self.is_folder(&to) {
                edges.entry(from).or_default().insert(to);
            }
        }
        cycles(&edges)
    }

    fn is_folder(&self, module: &str) -> bool {
        let inner = format!("{module}/");
        self.edges.keys().any(|it| it.starts_with(&inner))
    }
}

/// Returns the paths of two modules, each up to the first difference.
fn parted(left: &str, right: &str) -> (String, String) {
    let steps = left.split('/').zip(right.split('/'));
    let common = steps.take_while(|(left, right)| left == right).count();
    let start = |module: &str| {
        let steps: Vec<&str> = module.split('/').take(common + 1).collect();
        steps.join("/")
    };
    (start(left), start(right))
}

/// The paths and re-exports of one file.
struct Source {
    /// The paths that begin with `crate`, `self`, `super` or a module of the file.
    paths: Vec<Names>,
    /// The paths that `pub use` re-exports.
    handed_on: Vec<Names>,
}

impl Source {
    /// Returns the re-exports of a module: each name and its path.
    fn exports(
        &self,
        module: &Names,
        modules: &BTreeMap<Names, Source>,
    ) -> BTreeMap<String, Names> {
        let exports = self.handed_on.iter().filter_map(|path| {
            let full = absolute(path, module, modules)?;
            Some((path.last()?.clone(), full))
        });
        exports.collect()
    }
}

/// Returns the files of a crate by module. `lib.rs` and `main.rs` are the root module.
fn modules(folder: &Path) -> BTreeMap<Names, Source> {
    let mut modules = BTreeMap::new();
    for path in super::sources_in(folder) {
        let inner = path.strip_prefix(folder).unwrap().with_extension("");
        let steps = inner.iter().map(|it| it.to_str().unwrap().to_owned());
        let mut module: Names = steps.collect();
        if module.last().is_some_and(|it| it == "mod") {
            module.pop();
        }
        if module == ["lib"] || module == ["main"] {
            module.clear();
        }
        if module.last().is_some_and(|it| it == "tests") {
            continue;
        }
        let tokens: TokenStream = fs::read_to_string(&path).unwrap().parse().unwrap();
        let mut source = Source {
            paths: Vec::new(),
            handed_on: Vec::new(),
        };
        scan(tokens, &mut source);
        modules
            .entry(module)
            .and_modify(|it: &mut Source| it.paths.append(&mut source.paths))
            .or_insert(source);
    }
    modules
}

/// Collects the paths in some tokens, except those in test modules.
fn scan(tokens: TokenStream, source: &mut Source) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let word = word(token);
        if is_test(&tokens[at..]) {
            // Skips the attribute, and the item that follows it.
            let rest = tokens[at..].iter();
            let is_end = |it: &TokenTree| match it {
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                TokenTree::Punct(it) => it.as_char() == ';',
                _ => false,
            };
            at += rest.take_while(|it| !is_end(it)).count() + 1;
            continue;
        }
        let end = tokens[at..].iter().position(is_semicolon);
        if let (Some("use"), Some(end)) = (word.as_deref(), end) {
            let is_public = is_public(&tokens[..at]);
            let mut found = Vec::new();
            tree(&tokens[at + 1..at + end], Vec::new(), &mut found);
            match is_public {
                true => source.handed_on.extend(found),
                false => source.paths.extend(found),
            }
            at += end + 1;
            continue;
        }
        if matches!(word.as_deref(), Some("crate" | "self" | "super"))
            && is_separator(&tokens[at + 1..])
        {
            let mut path: Names = word.into_iter().collect();
            at += 1;
            while is_separator(&tokens[at..]) {
                let Some(next) = tokens.get(at + 2).and_then(self::word) else {
                    break;
                };
                path.push(next);
                at += 3;
            }
            source.paths.push(path);
            continue;
        }
        if let TokenTree::Group(group) = token {
            scan(group.stream(), source);
        }
        at += 1;
    }
}

/// Returns whether some tokens begin with `#[cfg(test)]` or `#[test]`.
fn is_test(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else {
        return false;
    };
    let inner = group.stream().to_string().replace(' ', "");
    hash.as_char() == '#' && (inner == "cfg(test)" || inner == "test")
}

/// Returns whether the item after these tokens is `pub` or `pub(…)`.
fn is_public(before: &[TokenTree]) -> bool {
    let last = before.iter().rev();
    let mut last = last.skip_while(
        |it| matches!(it, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis),
    );
    last.next().and_then(word).as_deref() == Some("pub")
}

/// Collects the paths of a `use`.
fn tree(tokens: &[TokenTree], before: Names, found: &mut Vec<Names>) {
    let mut path = before;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if *ident == "as" => break,
            TokenTree::Ident(ident) => path.push(ident.to_string()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in
                    inner.split(|it| matches!(it, TokenTree::Punct(it) if it.as_char() == ','))
                {
                    if !part.is_empty() {
                        tree(part, path.clone(), found);
                    }
                }
                return;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found.push(path);
}

/// Returns a path from the root of the crate. Returns `None` if the path leads to another crate.
fn absolute(
    path: &[String],
    module: &[String],
    modules: &BTreeMap<Names, Source>,
) -> Option<Names> {
    let first = path.first()?.as_str();
    match first {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => {
            let ups = path.iter().take_while(|it| *it == "super").count();
            let outer = module.len().checked_sub(ups)?;
            Some([&module[..outer], &path[ups..]].concat())
        }
        _ => {
            let own = [module, &path[..1]].concat();
            modules.contains_key(&own).then(|| [module, path].concat())
        }
    }
}

/// Returns the module that a path leads to, through re-exports.
fn resolve(
    mut full: Names,
    modules: &BTreeMap<Names, Source>,
    exports: &BTreeMap<&Names, BTreeMap<String, Names>>,
) -> Names {
    // The maximum length of a chain of re-exports.
    for _ in 0..8 {
        let mut module = full.clone();
        while !modules.contains_key(&module) {
            module.pop();
        }
        let next = full
            .get(module.len())
            .and_then(|name| exports.get(&module)?.get(name))
            .filter(|it| **it != full);
        match next {
            Some(next) => full = [next.as_slice(), &full[module.len() + 1..]].concat(),
            None => return module,
        }
    }
    Vec::new()
}

fn word(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == ';')
}

fn is_separator(tokens: &[TokenTree]) -> bool {
    let is_colon = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ':');
    tokens.len() >= 2 && tokens[..2].iter().all(is_colon)
}

/// Returns the strongly connected components that have more than one node.
fn cycles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let mut graph = petgraph::graphmap::DiGraphMap::<&str, ()>::new();
    for (from, all) in edges {
        for to in all {
            graph.add_edge(from, to, ());
        }
    }
    let mut found: Vec<Vec<String>> = petgraph::algo::tarjan_scc(&graph)
        .into_iter()
        .filter(|it| it.len() > 1)
        .map(|it| {
            let mut names: Vec<String> = it.into_iter().map(str::to_owned).collect();
            names.sort();
            names
        })
        .collect();
    found.sort();
    found
}
