//! Rules for structure. A page has a language, a title, a description and one top-level heading. Heading levels have no
//! gaps, and ids are unique.

use std::collections::BTreeSet;

use super::{Page, ids, text};

pub(super) fn check(page: &Page<'_>, broken: &mut Vec<String>) {
    let one = |selector: &str| match page.all(selector).as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    if one("html").and_then(|it| it.attr("lang")) != Some("en") {
        broken.push(page.broken("has no language"));
    }
    if one("head > title").is_none_or(|it| text(it).is_empty()) {
        broken.push(page.broken("has no title"));
    }
    let description = one("meta[name=description]").and_then(|it| it.attr("content"));
    if description.is_none_or(|it| it.trim().is_empty()) {
        broken.push(page.broken("has no description"));
    }
    if one("main").is_none() {
        broken.push(page.broken("does not have exactly one main element"));
    }
    headings(page, broken);
    let mut known = BTreeSet::new();
    for id in ids(page) {
        if id.is_empty() || id.contains(char::is_whitespace) {
            broken.push(page.broken(format!("has the id {id:?}")));
        }
        if !known.insert(id.clone()) {
            broken.push(page.broken(format!("has the id {id} twice")));
        }
    }
}

fn headings(page: &Page<'_>, broken: &mut Vec<String>) {
    let all = page.all("h1, h2, h3, h4, h5, h6");
    let level = |name: &str| {
        name.trim_start_matches('h')
            .parse::<u8>()
            .unwrap_or_default()
    };
    let levels: Vec<u8> = all.iter().map(|it| level(it.value().name())).collect();
    if levels.first() != Some(&1) || levels.iter().filter(|it| **it == 1).count() != 1 {
        broken.push(page.broken("does not begin with its only top-level heading"));
    }
    for pair in levels.windows(2) {
        if let [before, after] = pair
            && *after > before + 1
        {
            broken.push(page.broken(format!("goes from heading {before} to {after}")));
        }
    }
    for heading in all.iter().filter(|it| text(**it).is_empty()) {
        broken.push(page.broken(format!("has an empty {}", heading.value().name())));
    }
}
