//! The error for an unknown tag, with the most similar tags.

use std::collections::BTreeSet;

use crate::report::{Diagnostic, quoted};

/// Returns the error for an unknown tag.
pub(super) fn unknown_tag(tag: &str, present: &BTreeSet<&str>) -> Diagnostic {
    const NEAREST: usize = 3;
    let mut near: Vec<&&str> = present.iter().collect();
    near.sort_by_key(|it| (distance(tag, it), **it));
    let near: Vec<String> = near
        .into_iter()
        .take(NEAREST)
        .map(|it| quoted(it))
        .collect();
    let help = match near.as_slice() {
        [] => "the description has no operation".to_owned(),
        near => format!(
            "the most similar tags are {}; run `tagsmith operations` to list all tags",
            near.join(", ")
        ),
    };
    Diagnostic::new(format!("no operation has the tag {}", quoted(tag)), help)
}

/// Returns the edit distance of two words.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), index + 1);
        let mut before = index + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&right) {
            let cost = diagonal + usize::from(from != *to);
            diagonal = std::mem::replace(cell, cost.min(*cell + 1).min(before + 1));
            before = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn the_edit_distance_of_two_words() {
        for (left, right, expected) in [
            ("", "", 0),
            ("copilot", "copilot", 0),
            ("copliot", "copilot", 2),
            ("", "abc", 3),
            ("abc", "", 3),
            ("actions", "action", 1),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }
}
