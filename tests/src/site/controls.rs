//! Rules for accessibility: every control has a name, and elements that describe a control exist.

use std::collections::BTreeSet;

use scraper::ElementRef;

use super::{Page, ids, text};

/// The attributes that refer to elements by id.
const REFERENCES: &[&str] = &[
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "for",
];

pub(super) fn check(page: &Page<'_>, broken: &mut Vec<String>) {
    let ids: BTreeSet<String> = ids(page).into_iter().collect();
    let labels = page.all("label[for]");
    let labelled: BTreeSet<&str> = labels
        .iter()
        .filter(|it| !text(**it).is_empty())
        .filter_map(|it| it.attr("for"))
        .collect();
    for control in page.all("input, select, textarea, button, a[href], summary, fieldset") {
        let by_label = control.attr("id").is_some_and(|it| labelled.contains(it));
        let has_name = match control.value().name() {
            "button" | "a" | "summary" => !text(control).is_empty() || has_label(control),
            "fieldset" => control
                .child_elements()
                .next()
                .is_some_and(|it| it.value().name() == "legend" && !text(it).is_empty()),
            _ => by_label || has_label(control),
        };
        if !has_name {
            broken.push(page.broken(format!("has a control without a name: {}", control.html())));
        }
    }
    for element in page.all("*") {
        for (attribute, value) in element.value().attrs() {
            if REFERENCES.contains(&attribute) {
                let missing = value.split_whitespace().filter(|it| !ids.contains(*it));
                let reported = |it: &str| {
                    page.broken(format!("{attribute} refers to {it}, which does not exist"))
                };
                broken.extend(missing.map(reported));
            }
        }
    }
    for landmark in page.all("nav, aside") {
        if !has_label(landmark) {
            broken.push(page.broken(format!("has a {} without a name", landmark.value().name())));
        }
    }
}

fn has_label(element: ElementRef<'_>) -> bool {
    element
        .attr("aria-label")
        .is_some_and(|it| !it.trim().is_empty())
}
