//! Compares the responses of an operation.

use std::borrow::Cow;

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::krate::Crate;
use super::types::unaliased;
use super::walk::{Location, Walk};
use crate::crate_ir::{
    Bound, Case, Choice, Content, Failure, Links, Operation, Pagination, Success, Type, TypeDef,
    body_type,
};

impl<'a> Walk<'a> {
    /// Compares the responses.
    pub(super) fn responses(
        &mut self,
        old: &'a Operation<'a>,
        new: &'a Operation<'a>,
        location: &Location<'a>,
    ) {
        self.success(&old.success, &new.success, location);
        let errors = location.at_item(format!("{}Error", location.item));
        let from = self.changes.len();
        self.failures(&old.failures, &new.failures, &errors);
        let other = errors.at_item(format!("{}::Other", errors.item));
        let other = other.body(Direction::Response, "default");
        self.error_body(old.other.as_ref(), new.other.as_ref(), &other);
        // Ignores an enum that was renamed with a schema, since the schema's change reports that.
        let is_other = self.changes.len() > from && old.shared_error != new.shared_error;
        if is_other {
            let enums = (Some(old.error_enum()), Some(new.error_enum()));
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::ErrorTypeChanged, &errors, enums, verdicts);
        }
        self.pages(old.pagination.as_ref(), new.pagination.as_ref(), location);
        self.reports(old.links.as_ref(), new.links.as_ref(), location);
    }

    fn success(&mut self, old: &'a Success<'a>, new: &'a Success<'a>, location: &Location<'a>) {
        let first = |success: &Success| success.statuses.first().copied();
        let status = first(old).into_iter().chain(first(new)).min();
        let status = status.map_or_else(String::new, |it| it.to_string());
        let body = location.body(Direction::Response, &status);
        let from = self.changes.len();
        self.bodies_of(
            (&old.content, &old.bounds),
            (&new.content, &new.bounds),
            false,
            &body,
        );
        // Compares successes status by status. Added and removed statuses are separate changes.
        let wire = self.wire_by_status(old, new, &body);
        let both_by_status = matches!(
            (&old.content, &new.content),
            (Content::ByStatus(..), Content::ByStatus(..))
        );
        if !both_by_status {
            let changes = self.changes.iter_mut().skip(from);
            let changes = changes.filter(|it| it.kind == Kind::SuccessChanged);
            changes.for_each(|it| it.wire = wire);
            self.statuses(&meaning_yes(old), &meaning_yes(new), location);
        }
        if old.accept != new.accept {
            let media = (old.accept.clone(), new.accept.clone());
            let has_body = |it: &Success, status| *content_of(it, status) != Content::Empty;
            let mut statuses = old.statuses.iter().filter(|it| new.statuses.contains(it));
            let is_asked = statuses.any(|it| has_body(old, *it) && has_body(new, *it));
            let verdicts = (Wire::breaking_if(is_asked), Rust::Behaviour);
            self.note(Kind::AcceptChanged, &body, media, verdicts);
        }
        self.choices(&old.choices, &new.choices, &body);
    }

    /// Compares bodies and their constraints.
    fn bodies_of(
        &mut self,
        old: (&'a Content<'a>, &[Bound]),
        new: (&'a Content<'a>, &[Bound]),
        is_held: bool,
        location: &Location<'a>,
    ) {
        let from = self.changes.len();
        self.contents(old.0, new.0, is_held, &location.bounded(old.1, new.1));
        let mut changes = self.changes.iter().skip(from);
        let is_other = changes.any(|it| it.kind == Kind::SuccessChanged);
        // The constraints of different bodies are not comparable.
        if !is_other {
            self.bounds(old.1, new.1, from, location);
        }
    }

    fn statuses(&mut self, old: &[u16], new: &[u16], location: &Location<'a>) {
        for status in old.iter().filter(|it| !new.contains(it)) {
            let location = location.body(Direction::Response, &status.to_string());
            let verdicts = (Wire::Breaking, Rust::Behaviour);
            let was = (Some(status.to_string()), None);
            self.note(Kind::SuccessStatusRemoved, &location, was, verdicts);
        }
        for status in new.iter().filter(|it| !old.contains(it)) {
            let location = location.body(Direction::Response, &status.to_string());
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            let is = (None, Some(status.to_string()));
            self.note(Kind::SuccessStatusAdded, &location, is, verdicts);
        }
    }

    /// Compares two bodies. A body is boxed if it is a variant of an enum by status.
    fn contents(
        &mut self,
        old: &'a Content<'a>,
        new: &'a Content<'a>,
        is_held: bool,
        location: &Location<'a>,
    ) {
        match (old, new) {
            (Content::Json(old), Content::Json(new))
            | (Content::JsonOrEmpty(old), Content::JsonOrEmpty(new)) => {
                self.types(old, new, location)
            }
            (Content::ByStatus(_, old), Content::ByStatus(name, new)) => {
                let location = location.at_item(format!("{}::{name}", location.module));
                self.cases(old, new, &location);
            }
            _ if old == new => {}
            _ => {
                let both = (Some(old.display()), Some(new.display()));
                let wire = self.wire_of_contents(old, new, location);
                // A JSON string and plain text are both a `String`. A named type in an enum by status is boxed.
                let now = self.output(self.new, new, location.own.1);
                let is_same = now.is_some() && self.output(self.old, old, location.own.0) == now;
                let is_boxed =
                    |it: &Content| is_held && matches!(it, Content::Json(Type::Named(_)));
                let rust = match is_same && !is_boxed(old) && !is_boxed(new) {
                    true => Rust::Behaviour,
                    false => Rust::Breaking,
                };
                self.note(Kind::SuccessChanged, location, both, (wire, rust));
                if let (true, Some(old), Some(new)) = (is_same, value(old), value(new)) {
                    self.types(old, new, location);
                }
            }
        }
    }

    /// Returns the return type of a call; `None` if it depends on the status.
    fn output(
        &self,
        krate: &Crate<'a>,
        content: &'a Content<'a>,
        own: &'a [TypeDef<'a>],
    ) -> Option<Type> {
        let scalar = |kind: &'a Type| unaliased(krate, kind, own).cloned();
        match (content, value(content)) {
            (_, Some(kind)) => {
                let kind = scalar(kind).unwrap_or_else(|| kind.clone());
                Some(Type::Nullable(Box::new(kind)))
            }
            (Content::Text, _) => Some(Type::Str),
            (Content::YesOrNo, _) => Some(Type::Bool),
            (Content::Json(kind), _) => scalar(kind),
            _ => None,
        }
    }

    /// Returns the wire verdict for the bodies of all common statuses.
    fn wire_by_status(&self, old: &Success, new: &Success, location: &Location<'a>) -> Wire {
        let shared = old.statuses.iter().filter(|it| new.statuses.contains(it));
        let verdicts = shared.map(|status| {
            let (before, now) = (content_of(old, *status), content_of(new, *status));
            let location = location.bounded(bounds_of(old, *status), bounds_of(new, *status));
            self.wire_of_contents(&before, &now, &location)
        });
        verdicts.max().unwrap_or(Wire::Compatible)
    }

    /// Returns the wire verdict for the bodies of one status.
    fn wire_of_contents(&self, old: &Content, new: &Content, location: &Location<'a>) -> Wire {
        match (old, new) {
            (
                Content::Json(old) | Content::JsonOrEmpty(old),
                Content::Json(new) | Content::JsonOrEmpty(new),
            ) => self.wire_of(old, new, location),
            (Content::Empty | Content::YesOrNo, Content::Empty | Content::YesOrNo) => {
                Wire::Compatible
            }
            _ => Wire::breaking_if(old != new),
        }
    }

    fn cases(&mut self, old: &'a [Case<'a>], new: &'a [Case<'a>], location: &Location<'a>) {
        let at = |case: &Case| {
            let item = location.at_item(format!("{}::{}", location.item, case.variant));
            item.body(Direction::Response, &case.status.to_string())
        };
        for case in old {
            let location = at(case);
            match new.iter().find(|it| it.status == case.status) {
                Some(now) => {
                    self.variant(&case.variant, &now.variant, &location);
                    self.bodies_of(
                        (&case.content, &case.bounds),
                        (&now.content, &now.bounds),
                        true,
                        &location,
                    );
                    self.text(&case.doc, &now.doc, &location.item);
                }
                None => {
                    let was = (Some(case.content.display()), None);
                    let verdicts = (Wire::Breaking, Rust::Breaking);
                    self.note(Kind::SuccessStatusRemoved, &location, was, verdicts);
                }
            }
        }
        for case in new {
            if !old.iter().any(|it| it.status == case.status) {
                let is = (None, Some(case.content.display()));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::SuccessStatusAdded, &at(case), is, verdicts);
                let item = at(case).item;
                self.used_by(match &case.content {
                    Content::Empty => item,
                    content => format!("{item}({})", content.display()),
                });
            }
        }
    }

    /// Compares the names of a variant, or of the method for a media type.
    pub(super) fn variant(&mut self, old: &str, new: &str, location: &Location<'a>) {
        if old != new {
            let names = (Some(old.to_owned()), Some(new.to_owned()));
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(Kind::VariantRenamed, location, names, verdicts);
        }
    }

    /// Compares the responses in alternative media types.
    fn choices(&mut self, old: &'a [Choice<'a>], new: &'a [Choice<'a>], location: &Location<'a>) {
        let at = |choice: &Choice| location.at_item(format!("{}::{}", location.item, choice.name));
        let is_in = |choices: &[Choice], it: &Choice| {
            let mut choices = choices.iter();
            choices.any(|other| other.media_type == it.media_type)
        };
        // Pairs choices by media type, otherwise by method name, since source still compiles in that case.
        let same = |choice: &Choice| {
            let mut all = new.iter();
            match is_in(new, choice) {
                true => all.find(|it| it.media_type == choice.media_type),
                false => all.find(|it| it.name == choice.name && !is_in(old, it)),
            }
        };
        for choice in old {
            let location = at(choice);
            match same(choice) {
                Some(now) => {
                    if choice.media_type != now.media_type {
                        let media = (
                            Some(choice.media_type.clone()),
                            Some(now.media_type.clone()),
                        );
                        let verdicts = (Wire::Breaking, Rust::Behaviour);
                        self.note(Kind::AcceptChanged, &location, media, verdicts);
                    }
                    self.variant(&choice.name, &now.name, &location);
                    self.contents(&choice.content, &now.content, false, &location);
                }
                None => {
                    let was = (Some(choice.media_type.clone()), None);
                    let verdicts = (Wire::Breaking, Rust::Breaking);
                    self.note(Kind::MediaTypeRemoved, &location, was, verdicts);
                }
            }
        }
        for choice in new {
            let is_known = old
                .iter()
                .filter_map(same)
                .any(|it| std::ptr::eq(it, choice));
            if !is_known {
                let is = (None, Some(choice.media_type.clone()));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::MediaTypeAdded, &at(choice), is, verdicts);
                let (item, body) = (at(choice).item, choice.content.display());
                self.used_by(format!("{item}() -> {body}"));
            }
        }
    }

    fn failures(
        &mut self,
        old: &'a [Failure<'a>],
        new: &'a [Failure<'a>],
        location: &Location<'a>,
    ) {
        let at = |failure: &Failure| {
            let item = location.at_item(format!("{}::{}", location.item, failure.variant));
            item.body(Direction::Response, &failure.status.to_string())
        };
        for failure in old {
            let location = at(failure);
            match new.iter().find(|it| it.status == failure.status) {
                Some(now) => {
                    self.variant(&failure.variant, &now.variant, &location);
                    self.error_body(failure.body.as_ref(), now.body.as_ref(), &location);
                    self.text(&failure.doc, &now.doc, &location.item);
                }
                None => {
                    let verdicts = (Wire::Compatible, Rust::Breaking);
                    let was = (Some(failure.status.to_string()), None);
                    self.note(Kind::ErrorStatusRemoved, &location, was, verdicts);
                }
            }
        }
        for failure in new {
            if !old.iter().any(|it| it.status == failure.status) {
                let verdicts = (Wire::Compatible, Rust::Addition);
                let is = (None, Some(failure.status.to_string()));
                self.note(Kind::ErrorStatusAdded, &at(failure), is, verdicts);
                let body = body_type(failure.body.as_ref()).display();
                let item = at(failure).item;
                self.used_by(format!("{item}(Option<{body}>)"));
            }
        }
    }

    fn error_body(
        &mut self,
        old: Option<&'a Type>,
        new: Option<&'a Type>,
        location: &Location<'a>,
    ) {
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => self.types(old, new, location),
            // If no body is declared, any body is possible.
            (old, new) => {
                let any = Type::Json;
                let (before, now) = (old.unwrap_or(&any), new.unwrap_or(&any));
                let wire = Wire::breaking_if(new.is_none() && before != now);
                let rust = Rust::breaking_if(before != now);
                let both = (Some(before.display()), Some(now.display()));
                self.note(Kind::ErrorBodyChanged, location, both, (wire, rust));
            }
        }
    }

    fn pages(
        &mut self,
        old: Option<&Pagination>,
        new: Option<&Pagination>,
        location: &Location<'a>,
    ) {
        let (kind, rust) = match (old, new) {
            (None, Some(_)) => (Kind::PaginationAdded, Rust::Addition),
            (Some(_), None) => (Kind::PaginationRemoved, Rust::Breaking),
            // The change of the body already reports a changed type of the items.
            (Some(old), Some(new)) if form(old) != form(new) => {
                (Kind::PaginationChanged, Rust::Behaviour)
            }
            _ => return,
        };
        let both = (old.map(form), new.map(form));
        self.note(kind, location, both, (Wire::Compatible, rust));
        if kind == Kind::PaginationAdded {
            self.used_by(format!("{}::items() -> Items", location.item));
        }
    }

    fn reports(&mut self, old: Option<&Links>, new: Option<&Links>, location: &Location<'a>) {
        let (kind, rust) = match (old, new) {
            (None, Some(_)) => (Kind::ReportsAdded, Rust::Addition),
            (Some(_), None) => (Kind::ReportsRemoved, Rust::Breaking),
            _ => return,
        };
        let field = |links: Option<&Links>| links.map(|it| it.field.clone());
        let both = (field(old), field(new));
        self.note(kind, location, both, (Wire::Compatible, rust));
        if kind == Kind::ReportsAdded {
            self.used_by(format!("{}::reports() -> Reports", location.item));
        }
    }
}

/// Returns the type of an optional body's value.
fn value<'a>(content: &'a Content<'a>) -> Option<&'a Type> {
    match content {
        Content::Json(Type::Nullable(kind)) => Some(kind),
        Content::JsonOrEmpty(kind) => Some(kind),
        _ => None,
    }
}

/// Returns the body of one status.
fn content_of<'a>(success: &'a Success<'a>, status: u16) -> Cow<'a, Content<'a>> {
    match &success.content {
        Content::JsonOrEmpty(_) if matches!(status, 204 | 205) => Cow::Owned(Content::Empty),
        Content::JsonOrEmpty(kind) => Cow::Owned(Content::Json(kind.clone())),
        Content::ByStatus(_, cases) => {
            let case = cases.iter().find(|it| it.status == status);
            Cow::Borrowed(case.map_or(&success.content, |it| &it.content))
        }
        content => Cow::Borrowed(content),
    }
}

/// Returns the constraints of the body of one status.
fn bounds_of<'a>(success: &'a Success<'a>, status: u16) -> &'a [Bound] {
    match &success.content {
        Content::ByStatus(_, cases) => {
            let case = cases.iter().find(|it| it.status == status);
            case.map_or(&[], |it| &it.bounds)
        }
        _ => &success.bounds,
    }
}

/// Returns the statuses of a success, without a status that means false.
fn meaning_yes(success: &Success) -> Vec<u16> {
    let statuses = success.statuses.iter().copied();
    let is_no = |it: u16| it >= 400 && success.content == Content::YesOrNo;
    statuses.filter(|it| !is_no(*it)).collect()
}

/// Describes the pagination.
fn form(pagination: &Pagination) -> String {
    let mut form = match &pagination.number {
        Some(number) => format!("by `{number}`"),
        None => "by links in the response".to_owned(),
    };
    if let Some((size, default)) = &pagination.size {
        form.push_str(&format!(", `{size}` of {default}"));
    }
    if let Some(envelope) = &pagination.envelope {
        form.push_str(&format!(", items in `{}`", envelope.wire));
        if let Some((total, _)) = &envelope.total {
            form.push_str(&format!(", total in `{total}`"));
        }
    }
    form
}
