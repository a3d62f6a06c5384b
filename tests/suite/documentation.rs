//! Tests the documentation of generated crates: its links, and the sections of each operation.

use std::collections::BTreeSet;
use std::path::Path;

use conformance::golden::{cases, folder};

/// Returns the anchors that rustdoc generates for the headings of a text.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut is_code = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        }
        if let Some(heading) = line.strip_prefix('#').filter(|_| !is_code) {
            let heading = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = heading
                .chars()
                .filter(|it| it.is_alphanumeric() || " -".contains(*it));
            anchors.insert(kept.collect::<String>().replace(' ', "-"));
        }
    }
    anchors
}

#[test]
fn the_front_page_links_existing_sections_of_the_guide() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(root.join("../runtime/GUIDE.md")).unwrap();
    let page = std::fs::read_to_string(root.join("../generated/src/lib.rs")).unwrap();
    let anchors = anchors(&guide);
    let linked: Vec<&str> = page
        .split("(tagsmith_runtime#")
        .skip(1)
        .filter_map(|it| it.split_once(')'))
        .map(|(anchor, _)| anchor)
        .collect();
    for section in ["authentication", "errors", "pagination", "request-bodies"] {
        assert!(linked.contains(&section), "{section}: {linked:?}");
    }
    for anchor in linked {
        assert!(anchors.contains(anchor), "{anchor}: {anchors:?}");
    }
    assert!(page.contains("\n//! # Tests\n"));
}

#[test]
fn each_operation_documents_its_response() {
    let mut checked = 0;
    let roots = cases(&folder()).unwrap();
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src/copilot");
    let folders = roots.iter().map(|it| it.folder.join("expected/src/things"));
    for folder in folders.chain([generated]) {
        let Ok(files) = std::fs::read_dir(&folder) else {
            continue;
        };
        for file in files {
            let path = file.unwrap().path();
            if path.file_name().is_some_and(|it| it == "mod.rs") {
                continue;
            }
            let code = std::fs::read_to_string(&path).unwrap();
            let (_, section) = code
                .split_once(
                    "/// # Response\n    ///\n    /// A [`Response`](runtime::Response) with",
                )
                .unwrap_or_else(|| panic!("{}", path.display()));
            let line = section.lines().next().unwrap_or_default();
            let is_said = line.contains('[')
                || line.starts_with("out a body")
                || line.starts_with(" `true` for status 204");
            assert!(is_said, "{}: {line}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

/// Returns the non-empty lines of a text, trimmed.
fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect()
}

#[test]
fn the_code_of_the_readme_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("../README.md")).unwrap();
    let blocks: Vec<&str> = readme
        .split("```rust\n")
        .skip(1)
        .filter_map(|it| it.split_once("```"))
        .map(|(block, _)| block)
        .collect();
    assert_eq!(blocks.len(), 2);
    let compiled = lines(include_str!("../examples/readme.rs"));
    for block in blocks {
        let displayed = lines(block);
        let is_compiled = compiled.windows(displayed.len()).any(|it| it == displayed);
        assert!(is_compiled, "tests/examples/readme.rs lacks:\n{block}");
    }
}
