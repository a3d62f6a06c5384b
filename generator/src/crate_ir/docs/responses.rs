//! Documentation of responses: results and errors.

use super::{Doc, Line, Paragraph};
use crate::crate_ir::{Case, Content, ErrorVariant, Failure, From, Operation, SharedError, Type};

impl Operation<'_> {
    /// Returns the documentation of the enum of responses by status.
    pub fn response_doc(&self) -> Doc<'_> {
        let line = format!(
            "Success responses of [`{}`], by HTTP status.",
            self.type_name
        );
        vec![Line::ours(line).into()]
    }

    /// Returns the documentation of the error type. An alias lists the meaning of its statuses for this operation.
    pub fn error_doc(&self) -> Doc<'_> {
        let line = format!("Errors of [`{}`], by HTTP status.", self.type_name);
        let mut doc = vec![Line::ours(line).into()];
        if self.shared_error.is_some() && !self.failures.is_empty() {
            let lines = self.failures.iter().map(|it| {
                let line = Line::ours(format!("- {}: ", it.status));
                line.and_text(&it.doc)
            });
            doc.push(Paragraph::Lines(lines.collect()));
        }
        doc
    }
}

impl Case<'_> {
    /// Returns the documentation of the variant.
    pub fn variant_doc(&self) -> Doc<'_> {
        by_status(self.status, &self.doc)
    }
}

impl Failure<'_> {
    /// Returns the documentation of the variant.
    pub fn variant_doc(&self) -> Doc<'_> {
        by_status(self.status, &self.doc)
    }
}

impl SharedError {
    /// Returns the documentation of the enum.
    pub fn enum_doc(&self) -> Doc<'_> {
        let statuses: Vec<String> = self
            .variants
            .iter()
            .map(|it| it.status.to_string())
            .collect();
        let line = match statuses.as_slice() {
            [] => "Errors of operations that declare no error status.".to_owned(),
            statuses => format!("Errors by HTTP status: {}.", statuses.join(", ")),
        };
        vec![Line::ours(line).into()]
    }
}

impl ErrorVariant {
    /// Returns the documentation of the variant.
    pub fn variant_doc(&self) -> Doc<'_> {
        vec![Line::ours(format!("Status {}.", self.status)).into()]
    }
}

fn by_status(status: u16, text: &str) -> Doc<'_> {
    let line = Line::ours(format!("{status}: ")).and_text(text);
    vec![line.into()]
}

impl Content<'_> {
    /// Returns the response of a call in one line.
    pub(super) fn line<'k>(&self) -> Line<'k> {
        let what = match self {
            Self::Empty => return Line::ours("A [`Response`](runtime::Response) without a body."),
            Self::YesOrNo => "`true` for status 204, or `false` for 404".to_owned(),
            Self::Json(kind) => words(kind),
            Self::JsonOrEmpty(kind) => format!("{}, or `None` without a body", words(kind)),
            Self::Text => "text, a [`String`]".to_owned(),
            Self::Binary => "the body's bytes, [`Bytes`](runtime::Bytes)".to_owned(),
            Self::Redirect => "a [`Redirect`](runtime::Redirect) to the target".to_owned(),
            Self::ByStatus(name, _) => format!("[`{name}`], by status"),
        };
        Line::ours(format!("A [`Response`](runtime::Response) with {what}."))
    }
}

/// Describes a type, with links.
fn words(kind: &Type) -> String {
    match kind {
        Type::List(item) => format!("a list: each item is {}", words(item)),
        Type::Map(value) => format!("a map: each value is {}", words(value)),
        Type::Nullable(kind) => format!("{}, or `None`", words(kind)),
        Type::Named(named) => {
            let link = named.spelled(From::Operation).code();
            match link == named.name {
                true => format!("[`{link}`]"),
                false => format!("[`{}`]({link})", named.name),
            }
        }
        Type::Json => "any JSON, a [`Value`](runtime::serde_json::Value)".to_owned(),
        Type::Time => "a [`Timestamp`](runtime::jiff::Timestamp)".to_owned(),
        Type::Date => "a [`Date`](runtime::jiff::civil::Date)".to_owned(),
        Type::Str => "a [`String`]".to_owned(),
        Type::Bool | Type::Int | Type::Uint | Type::Float => {
            format!("[`{}`]", kind.spelled(From::Operation).code())
        }
    }
}
