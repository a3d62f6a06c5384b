//! Finds the positions of duplicate keys in a YAML text.

use saphyr_parser::{Event, Parser};

/// A line and a column, counted from 1.
pub(super) type Place = (usize, usize);

/// Returns the positions of the first two keys that have this path.
pub(super) fn places(yaml: &str, path: &[String]) -> Option<(Place, Place)> {
    let mut walk: Vec<Step> = Vec::new();
    let mut found = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.ok()?;
        match event {
            Event::Scalar(text, ..) => {
                if let Some(Step::Map { key, is_key }) = walk.last_mut()
                    && *is_key
                {
                    *key = text.into_owned();
                    *is_key = false;
                    let here = walk.iter().map(Step::name);
                    if here.eq(path.iter().cloned()) {
                        found.push((span.start.line(), span.start.col() + 1));
                    }
                } else {
                    end_value(&mut walk);
                }
            }
            Event::Alias(_) => end_value(&mut walk),
            Event::MappingStart(..) => walk.push(Step::Map {
                key: String::new(),
                is_key: true,
            }),
            Event::SequenceStart(..) => walk.push(Step::List(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                walk.pop();
                end_value(&mut walk);
            }
            _ => {}
        }
        if let [first, again, ..] = found.as_slice() {
            return Some((*first, *again));
        }
    }
    None
}

/// An open mapping or sequence.
enum Step {
    Map { key: String, is_key: bool },
    List(usize),
}

impl Step {
    fn name(&self) -> String {
        match self {
            Self::Map { key, .. } => key.clone(),
            Self::List(index) => index.to_string(),
        }
    }
}

fn end_value(walk: &mut [Step]) {
    match walk.last_mut() {
        Some(Step::Map { is_key, .. }) => *is_key = true,
        Some(Step::List(index)) => *index += 1,
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn keys_of_yaml_have_a_line_and_a_column() {
        let yaml = "# A\na:\n  - {b: 1}\n  - b: 1\n    'c': &x [1]\n    d: *x\n    c: 2\n200: {}\n\"200\": []\n";
        let path = |text: &str| -> Vec<String> { text.split('/').map(str::to_owned).collect() };
        assert_eq!(places(yaml, &path("a/1/c")), Some(((5, 5), (7, 5))));
        assert_eq!(places(yaml, &path("200")), Some(((8, 1), (9, 1))));
        assert_eq!(places(yaml, &path("a/1/b")), None);
        assert_eq!(places("a: [", &path("a")), None);
    }
}
