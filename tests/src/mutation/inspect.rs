//! Checks that every generated crate must pass.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The files of a crate, by their paths.
pub(super) type Files = BTreeMap<String, String>;

/// Returns the first problem of a crate. Skips files that were checked before.
pub(super) fn fault_of(files: &Files, seen: &mut BTreeSet<u64>) -> Option<String> {
    files.iter().find_map(|(path, text)| {
        let mut hash = DefaultHasher::new();
        (path.rsplit('.').next(), text).hash(&mut hash);
        if !is_plain(path) {
            return Some(format!("the path {path:?}"));
        }
        let fault = seen.insert(hash.finish()).then(|| of_text(path, text))?;
        fault.map(|fault| format!("{path}: {fault}\n{text}"))
    })
}

fn is_plain(path: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || "_-./".contains(it);
    path.chars().all(plain) && !path.split('/').any(|it| matches!(it, "" | "." | ".."))
}

fn of_text(path: &str, text: &str) -> Option<String> {
    if let Some(hidden) = text.chars().find(|it| is_hidden(*it)) {
        return Some(format!("it contains the character {hidden:?}"));
    }
    if path.ends_with(".rs") {
        return syn::parse_file(text).err().map(|error| error.to_string());
    }
    if path.ends_with(".toml") {
        let parsed = text.parse::<toml::Table>();
        return parsed.err().map(|error| error.to_string());
    }
    None
}

/// Returns whether a character hides or reorders text.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
        || (character.is_control() && character != '\n' && character != '\t')
}
