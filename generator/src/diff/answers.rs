//! What one operation answers, before and now.

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::walk::{Spot, Walk};
use crate::model::{
    Bound, Case, Choice, Content, Failure, Links, Operation, Pagination, Success, Type,
};
use crate::surface::{answer, shown};

impl<'a> Walk<'a> {
    /// Compares the answers.
    pub(super) fn answers(&mut self, old: &'a Operation, new: &'a Operation, spot: &Spot<'a>) {
        self.success(&old.success, &new.success, spot);
        let errors = spot.at_item(format!("{}Error", spot.item));
        self.failures(&old.failures, &new.failures, &errors);
        let other = errors.at_item(format!("{}::Other", errors.item));
        let other = other.body(Direction::Response, "default");
        self.error_body(old.other.as_ref(), new.other.as_ref(), &other);
        self.pages(old.pagination.as_ref(), new.pagination.as_ref(), spot);
        self.reports(old.links.as_ref(), new.links.as_ref(), spot);
    }

    fn success(&mut self, old: &'a Success, new: &'a Success, spot: &Spot<'a>) {
        let first = |success: &Success| success.statuses.first().copied();
        let status = first(old).into_iter().chain(first(new)).min();
        let status = status.map_or_else(String::new, |it| it.to_string());
        let body = spot.body(Direction::Response, &status);
        self.bodies_of(
            (&old.content, &old.bounds),
            (&new.content, &new.bounds),
            &body,
        );
        let both_by_status = matches!(
            (&old.content, &new.content),
            (Content::ByStatus(..), Content::ByStatus(..))
        );
        if !both_by_status {
            self.statuses(&meaning_yes(old), &meaning_yes(new), spot);
        }
        if old.accept != new.accept {
            let media = (old.accept.clone(), new.accept.clone());
            let verdicts = (Wire::Breaking, Rust::Behaviour);
            self.note(Kind::AcceptChanged, &body, media, verdicts);
        }
        self.choices(&old.choices, &new.choices, &body);
    }

    /// Compares what bodies are, and what is said of them beyond that.
    fn bodies_of(
        &mut self,
        old: (&'a Content, &[Bound]),
        new: (&'a Content, &[Bound]),
        spot: &Spot<'a>,
    ) {
        let from = self.changes.len();
        self.contents(old.0, new.0, spot);
        let mut changes = self.changes.iter().skip(from);
        let is_other = changes.any(|it| it.kind == Kind::SuccessChanged);
        // Another body has other bounds.
        if !is_other && !self.is_retyped(from, spot) {
            self.bounds(old.1, new.1, spot);
        }
    }

    fn statuses(&mut self, old: &[u16], new: &[u16], spot: &Spot<'a>) {
        for status in old.iter().filter(|it| !new.contains(it)) {
            let spot = spot.body(Direction::Response, &status.to_string());
            let verdicts = (Wire::Breaking, Rust::Behaviour);
            let was = (Some(status.to_string()), None);
            self.note(Kind::SuccessStatusRemoved, &spot, was, verdicts);
        }
        for status in new.iter().filter(|it| !old.contains(it)) {
            let spot = spot.body(Direction::Response, &status.to_string());
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            let is = (None, Some(status.to_string()));
            self.note(Kind::SuccessStatusAdded, &spot, is, verdicts);
        }
    }

    fn contents(&mut self, old: &'a Content, new: &'a Content, spot: &Spot<'a>) {
        match (old, new) {
            (Content::Json(old), Content::Json(new))
            | (Content::JsonOrEmpty(old), Content::JsonOrEmpty(new)) => self.types(old, new, spot),
            (Content::ByStatus(_, old), Content::ByStatus(name, new)) => {
                let spot = spot.at_item(format!("{}::{name}", spot.module));
                self.cases(old, new, &spot);
            }
            _ if old == new => {}
            _ => {
                let both = (Some(answer(old)), Some(answer(new)));
                let wire = self.wire_of_contents(old, new, spot);
                self.note(Kind::SuccessChanged, spot, both, (wire, Rust::Breaking));
            }
        }
    }

    /// Returns the verdict on an answer of another sort: fewer sorts of answers do no harm.
    fn wire_of_contents(&self, old: &Content, new: &Content, spot: &Spot<'a>) -> Wire {
        match (old, new) {
            (Content::JsonOrEmpty(old), Content::Json(new)) => self.wire_of(old, new, spot),
            (Content::JsonOrEmpty(_), Content::Empty)
            | (Content::Empty, Content::YesOrNo)
            | (Content::YesOrNo, Content::Empty) => Wire::Compatible,
            _ => Wire::Breaking,
        }
    }

    fn cases(&mut self, old: &'a [Case], new: &'a [Case], spot: &Spot<'a>) {
        let at = |case: &Case| {
            let item = spot.at_item(format!("{}::{}", spot.item, case.variant));
            item.body(Direction::Response, &case.status.to_string())
        };
        for case in old {
            let spot = at(case);
            match new.iter().find(|it| it.status == case.status) {
                Some(now) => {
                    self.variant(&case.variant, &now.variant, &spot);
                    self.bodies_of(
                        (&case.content, &case.bounds),
                        (&now.content, &now.bounds),
                        &spot,
                    );
                    self.text(&case.doc, &now.doc, &spot.item);
                }
                None => {
                    let was = (Some(answer(&case.content)), None);
                    let verdicts = (Wire::Breaking, Rust::Breaking);
                    self.note(Kind::SuccessStatusRemoved, &spot, was, verdicts);
                }
            }
        }
        for case in new {
            if !old.iter().any(|it| it.status == case.status) {
                let is = (None, Some(answer(&case.content)));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::SuccessStatusAdded, &at(case), is, verdicts);
            }
        }
    }

    /// Compares the names of a variant, or of a media type's method.
    pub(super) fn variant(&mut self, old: &str, new: &str, spot: &Spot<'a>) {
        if old != new {
            let names = (Some(old.to_owned()), Some(new.to_owned()));
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(Kind::VariantRenamed, spot, names, verdicts);
        }
    }

    /// Compares what the server answers if it is asked for another media type.
    fn choices(&mut self, old: &'a [Choice], new: &'a [Choice], spot: &Spot<'a>) {
        let at = |choice: &Choice| spot.at_item(format!("{}::{}", spot.item, choice.name));
        for choice in old {
            let spot = at(choice);
            match new.iter().find(|it| it.media_type == choice.media_type) {
                Some(now) => {
                    self.variant(&choice.name, &now.name, &spot);
                    self.contents(&choice.content, &now.content, &spot);
                }
                None => {
                    let was = (Some(choice.media_type.clone()), None);
                    let verdicts = (Wire::Breaking, Rust::Breaking);
                    self.note(Kind::MediaTypeRemoved, &spot, was, verdicts);
                }
            }
        }
        for choice in new {
            if !old.iter().any(|it| it.media_type == choice.media_type) {
                let is = (None, Some(choice.media_type.clone()));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::MediaTypeAdded, &at(choice), is, verdicts);
            }
        }
    }

    fn failures(&mut self, old: &'a [Failure], new: &'a [Failure], spot: &Spot<'a>) {
        let at = |failure: &Failure| {
            let item = spot.at_item(format!("{}::{}", spot.item, failure.variant));
            item.body(Direction::Response, &failure.status.to_string())
        };
        for failure in old {
            let spot = at(failure);
            match new.iter().find(|it| it.status == failure.status) {
                Some(now) => {
                    self.variant(&failure.variant, &now.variant, &spot);
                    self.error_body(failure.body.as_ref(), now.body.as_ref(), &spot);
                    self.text(&failure.doc, &now.doc, &spot.item);
                }
                None => {
                    let verdicts = (Wire::Compatible, Rust::Breaking);
                    let was = (Some(failure.status.to_string()), None);
                    self.note(Kind::ErrorStatusRemoved, &spot, was, verdicts);
                }
            }
        }
        for failure in new {
            if !old.iter().any(|it| it.status == failure.status) {
                let verdicts = (Wire::Compatible, Rust::Addition);
                let is = (None, Some(failure.status.to_string()));
                self.note(Kind::ErrorStatusAdded, &at(failure), is, verdicts);
            }
        }
    }

    fn error_body(&mut self, old: Option<&'a Type>, new: Option<&'a Type>, spot: &Spot<'a>) {
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => self.types(old, new, spot),
            // Without one, it is whatever comes.
            (old, new) => {
                let any = Type::Json;
                let (before, now) = (old.unwrap_or(&any), new.unwrap_or(&any));
                let wire = Wire::breaking_if(new.is_none() && before != now);
                let rust = Rust::breaking_if(before != now);
                let both = (Some(shown(before)), Some(shown(now)));
                self.note(Kind::ErrorBodyChanged, spot, both, (wire, rust));
            }
        }
    }

    fn pages(&mut self, old: Option<&Pagination>, new: Option<&Pagination>, spot: &Spot<'a>) {
        let (kind, rust) = match (old, new) {
            (None, Some(_)) => (Kind::PaginationAdded, Rust::Addition),
            (Some(_), None) => (Kind::PaginationRemoved, Rust::Breaking),
            // Items of another type are told where the body is.
            (Some(old), Some(new)) if form(old) != form(new) => {
                (Kind::PaginationChanged, Rust::Behaviour)
            }
            _ => return,
        };
        let both = (old.map(form), new.map(form));
        self.note(kind, spot, both, (Wire::Compatible, rust));
    }

    fn reports(&mut self, old: Option<&Links>, new: Option<&Links>, spot: &Spot<'a>) {
        let (kind, rust) = match (old, new) {
            (None, Some(_)) => (Kind::ReportsAdded, Rust::Addition),
            (Some(_), None) => (Kind::ReportsRemoved, Rust::Breaking),
            _ => return,
        };
        let field = |links: Option<&Links>| links.map(|it| it.field.clone());
        let both = (field(old), field(new));
        self.note(kind, spot, both, (Wire::Compatible, rust));
    }
}

/// Returns the statuses of an answer, without the one that means no: that an answer has it is told by its type.
fn meaning_yes(success: &Success) -> Vec<u16> {
    let statuses = success.statuses.iter().copied();
    let is_no = |it: u16| it >= 400 && success.content == Content::YesOrNo;
    statuses.filter(|it| !is_no(*it)).collect()
}

/// Says how an operation pages.
fn form(pagination: &Pagination) -> String {
    let mut form = match &pagination.number {
        Some(number) => format!("by `{number}`"),
        None => "by the answer's links".to_owned(),
    };
    if let Some((size, default)) = &pagination.size {
        form.push_str(&format!(", `{size}` of {default}"));
    }
    if let Some(envelope) = &pagination.envelope {
        form.push_str(&format!(", items in `{}`", envelope.wire));
        if let Some((total, _)) = &envelope.total {
            form.push_str(&format!(", their number in `{total}`"));
        }
    }
    form
}
