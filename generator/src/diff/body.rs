//! Compares the request bodies of an operation.

use std::mem::discriminant;

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::walk::{Location, Walk};
use crate::crate_ir::{Body, BodyContent, Given, TextMedia, Type};

impl<'a> Walk<'a> {
    /// Compares the request bodies.
    pub(super) fn bodies(
        &mut self,
        old: Option<&'a Body<'a>>,
        new: Option<&'a Body<'a>>,
        location: &Location<'a>,
    ) {
        let location = &location.body(Direction::Request, "body");
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => self.body(old, new, location),
            (None, Some(new)) => {
                let rust = match new.given {
                    Given::Always => Rust::Breaking,
                    Given::OrEmpty | Given::OrNot => Rust::Addition,
                };
                let verdicts = (Wire::breaking_if(new.required), rust);
                self.note(
                    Kind::BodyAdded,
                    location,
                    (None, Some(describe(new))),
                    verdicts,
                );
                let kind = new
                    .content
                    .kind()
                    .map_or_else(|| "…".to_owned(), Type::display);
                self.used_by(match new.given {
                    Given::Always => format!("{}(body: {kind})", location.item),
                    Given::OrEmpty | Given::OrNot => format!("{}::body({kind})", location.item),
                });
            }
            (Some(old), None) => {
                let verdicts = (Wire::Compatible, Rust::Breaking);
                self.note(
                    Kind::BodyRemoved,
                    location,
                    (Some(describe(old)), None),
                    verdicts,
                );
            }
        }
    }

    fn body(&mut self, old: &'a Body<'a>, new: &'a Body<'a>, location: &Location<'a>) {
        let is_other = (old.given == Given::Always) != (new.given == Given::Always);
        let rust = match is_other {
            true => Rust::Breaking,
            false => Rust::Behaviour,
        };
        let both = || (Some(describe(old)), Some(describe(new)));
        // The changes of a required body with required content are reported for its properties.
        let wire = Wire::breaking_if(!old.required && new.required);
        // An argument is stricter than an optional body with an empty default, which is stricter than no body.
        match demand(old.given).cmp(&demand(new.given)) {
            std::cmp::Ordering::Less => {
                self.note(Kind::BodyBecameRequired, location, both(), (wire, rust));
            }
            std::cmp::Ordering::Greater => {
                self.note(Kind::BodyBecameOptional, location, both(), (wire, rust));
            }
            // The crate accepts a body before and after the change.
            std::cmp::Ordering::Equal if old.required != new.required => {
                let kind = match new.required {
                    true => Kind::BodyBecameRequired,
                    false => Kind::BodyBecameOptional,
                };
                let describe = |it: &Body| match it.required {
                    true => Some("required".to_owned()),
                    false => Some("optional".to_owned()),
                };
                let verdicts = (wire, Rust::Same);
                self.note(kind, location, (describe(old), describe(new)), verdicts);
            }
            std::cmp::Ordering::Equal => {}
        }
        let from = self.changes.len();
        match (&old.content, &new.content) {
            (BodyContent::Json(before), BodyContent::Json(now)) => {
                self.types(before, now, &location.bounded(&old.bounds, &new.bounds));
            }
            (BodyContent::Text(before), BodyContent::Text(now)) => {
                let is_argument = old.given == Given::Always || new.given == Given::Always;
                self.texts(before, now, is_argument, location);
            }
            (BodyContent::Binary(before), BodyContent::Binary(now)) if before == now => {}
            (BodyContent::Binary(before), BodyContent::Binary(now)) => {
                let media = (Some(before.clone()), Some(now.clone()));
                let verdicts = (Wire::Breaking, Rust::Behaviour);
                self.note(Kind::BodyChanged, location, media, verdicts);
            }
            (BodyContent::Json(before), BodyContent::Text(texts))
            | (BodyContent::Text(texts), BodyContent::Json(before)) => {
                // Source compiles if both accept strings and there is only one way to set the body.
                let is_text = *before == Type::Str && texts.len() == 1;
                let rust = match is_text {
                    true => Rust::Behaviour,
                    false => Rust::Breaking,
                };
                self.note(Kind::BodyChanged, location, both(), (Wire::Breaking, rust));
            }
            _ => {
                let verdicts = (Wire::Breaking, Rust::Breaking);
                self.note(Kind::BodyChanged, location, both(), verdicts);
            }
        }
        let is_one_sort = discriminant(&old.content) == discriminant(&new.content);
        if is_one_sort {
            self.bounds(&old.bounds, &new.bounds, from, location);
        }
        self.media_types(&old.others, &new.others, location);
        if old.given != Given::Always || new.given != Given::Always {
            self.text(&old.doc, &new.doc, &location.item);
        }
    }

    /// Compares the media types of a text body. An argument is sent as the first media type. For an optional body, each
    /// media type has a setter.
    fn texts(
        &mut self,
        old: &'a [TextMedia],
        new: &'a [TextMedia],
        is_argument: bool,
        location: &Location<'a>,
    ) {
        let at = |it: &TextMedia| location.at_item(format!("{}::{}", location.item, it.name));
        let is_in = |texts: &[TextMedia], text: &TextMedia| {
            let mut texts = texts.iter();
            texts.any(|it| it.media_type == text.media_type)
        };
        // Pairs media types by name, otherwise by setter, since source still compiles in that case.
        let same = |text: &TextMedia| {
            let mut all = new.iter();
            match is_in(new, text) {
                true => all.find(|it| it.media_type == text.media_type),
                false if is_argument => None,
                false => all.find(|it| it.name == text.name && !is_in(old, it)),
            }
        };
        for text in old {
            match same(text) {
                Some(now) if !is_argument => {
                    if text.media_type != now.media_type {
                        let media = (Some(text.media_type.clone()), Some(now.media_type.clone()));
                        let verdicts = (Wire::Breaking, Rust::Behaviour);
                        self.note(Kind::BodyChanged, &at(text), media, verdicts);
                    }
                    self.variant(&text.name, &now.name, &at(now));
                }
                Some(_) => {}
                None => {
                    let was = (Some(text.media_type.clone()), None);
                    let verdicts = (Wire::Breaking, Rust::breaking_if(!is_argument));
                    self.note(Kind::BodyMediaTypeRemoved, &at(text), was, verdicts);
                }
            }
        }
        let is_known = |text: &TextMedia| {
            let mut known = old.iter().filter_map(same);
            known.any(|it| std::ptr::eq(it, text))
        };
        for text in new.iter().filter(|it| !is_known(it)) {
            let rust = match is_argument {
                true => Rust::Same,
                false => Rust::Addition,
            };
            let is = (None, Some(text.media_type.clone()));
            self.note(
                Kind::BodyMediaTypeAdded,
                &at(text),
                is,
                (Wire::Compatible, rust),
            );
        }
        let first = |texts: &[TextMedia]| texts.first().map(|it| it.media_type.clone());
        if is_argument && first(old) != first(new) {
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(
                Kind::BodyChanged,
                location,
                (first(old), first(new)),
                verdicts,
            );
        }
    }

    /// Compares the media types that the server accepts and the client does not send.
    fn media_types(&mut self, old: &[String], new: &[String], location: &Location<'a>) {
        for gone in old.iter().filter(|it| !new.contains(it)) {
            let verdicts = (Wire::Breaking, Rust::Same);
            let was = (Some(gone.clone()), None);
            self.note(Kind::BodyMediaTypeRemoved, location, was, verdicts);
        }
        for added in new.iter().filter(|it| !old.contains(it)) {
            let verdicts = (Wire::Compatible, Rust::Same);
            let is = (None, Some(added.clone()));
            self.note(Kind::BodyMediaTypeAdded, location, is, verdicts);
        }
    }
}

fn demand(given: Given) -> u8 {
    match given {
        Given::OrNot => 0,
        Given::OrEmpty => 1,
        Given::Always => 2,
    }
}

/// Describes the content of a body, and how callers pass it.
fn describe(body: &Body) -> String {
    let content = match &body.content {
        BodyContent::Json(kind) => kind.display(),
        BodyContent::Text(_) => "String".to_owned(),
        BodyContent::Binary(media_type) => format!("Upload of {media_type}"),
    };
    let given = match body.given {
        Given::Always => "argument",
        Given::OrEmpty => "setter, empty by default",
        Given::OrNot => "setter",
    };
    format!("{content}, {given}")
}
