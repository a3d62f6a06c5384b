//! The number at a JSON Pointer within a value.

use serde_json::Value as Json;

use super::view::View;

/// Returns the number that a value contains at a pointer in place of the one in the text; `None` if
/// there is none, or exactly that.
pub(crate) fn number_at(view: View<'_>, pointer: &str, text: &str) -> Option<f64> {
    // Items that were left out move those behind them.
    let meant = text.parse::<f64>().ok();
    number(view, pointer, text).filter(|it| Some(*it) == meant)
}

fn number(view: View<'_>, pointer: &str, text: &str) -> Option<f64> {
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
                rest = more;
                inside(view, &step.replace("~1", "/").replace("~0", "~"))?
            }
            _ => return None,
        };
    }
}

fn inside<'a>(view: View<'a>, step: &str) -> Option<View<'a>> {
    match view {
        View::List(list) => Some(list.view(step.parse().ok()?)),
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
