//! Finds the number at a JSON Pointer within a value.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::view::View;
use crate::base::drift::Drift;

/// Returns the decoded number at a JSON Pointer into the original text. Returns `None` if no number was decoded there,
/// or if the decoded number is exact.
pub(crate) fn number_at(
    view: View<'_>,
    pointer: &str,
    text: &str,
    left_out: &LeftOut,
) -> Option<f64> {
    // The property may be missing, because a union may have chosen a variant without it.
    let meant = text.parse::<f64>().ok();
    number(view, pointer, text, left_out).filter(|it| Some(*it) == meant)
}

/// The list items that the decoder left out. After such an item, an index in the value is lower than the index in the
/// text.
pub(crate) struct LeftOut(BTreeMap<String, Vec<usize>>);

impl LeftOut {
    /// Collects the left-out items from drift.
    pub(crate) fn of(noted: &[Drift]) -> Self {
        let mut lists: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for drift in noted.iter().filter(|it| it.is_left_out()) {
            if let Some((list, index)) = drift.path.rsplit_once('/')
                && let Ok(index) = index.parse()
            {
                lists.entry(list.to_owned()).or_default().push(index);
            }
        }
        for indices in lists.values_mut() {
            indices.sort_unstable();
        }
        Self(lists)
    }

    /// Converts the index of a list item in the text to its index in the value. Returns `None` if the item was left
    /// out.
    fn index(&self, list: &str, index: usize) -> Option<usize> {
        match self.0.get(list) {
            Some(indices) => match indices.binary_search(&index) {
                Ok(_) => None,
                Err(before) => index.checked_sub(before),
            },
            None => Some(index),
        }
    }
}

fn number(view: View<'_>, pointer: &str, text: &str, left_out: &LeftOut) -> Option<f64> {
    let mut view = view;
    let mut rest = pointer;
    loop {
        view = match view {
            View::Union(union) => union.view().1,
            View::Json(value) => {
                let Json::Number(number) = value.pointer(rest)? else {
                    return None;
                };
                let written = number.to_string();
                return number.as_f64().filter(|_| written != text);
            }
            View::Int(value) if rest.is_empty() => return Some(value as f64),
            View::Uint(value) if rest.is_empty() => return Some(value as f64),
            View::Float(value) if rest.is_empty() => return Some(value),
            View::Object(_) | View::Map(_) | View::List(_) => {
                let below = rest.strip_prefix('/')?;
                let end = below.find('/').unwrap_or(below.len());
                let (step, more) = below.split_at(end);
                let here = pointer.strip_suffix(rest)?;
                rest = more;
                match view {
                    View::List(list) => list.view(left_out.index(here, step.parse().ok()?)?),
                    _ => inside(view, &step.replace("~1", "/").replace("~0", "~"))?,
                }
            }
            _ => return None,
        };
    }
}

fn inside<'a>(view: View<'a>, step: &str) -> Option<View<'a>> {
    match view {
        View::Map(map) => map.get(step),
        View::Object(object) => {
            let mut members = object.members().iter();
            match members.position(|(name, _)| *name == step) {
                Some(index) => Some(object.view(index)),
                None => match object.view_additional() {
                    rest @ View::Map(_) => inside(rest, step),
                    _ => None,
                },
            }
        }
        _ => None,
    }
}
