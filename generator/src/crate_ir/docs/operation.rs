//! Documentation of a call: the method, the builder, and their arguments.

use super::{Doc, Line, Paragraph, Span, default, heading};
use crate::crate_ir::{
    Body, Choice, Content, Crate, Operation, Parameter, Tag, TextMedia, snippet,
};

impl Operation<'_> {
    /// Returns the documentation of the operation's module.
    pub fn module_doc(&self) -> Doc<'_> {
        vec![self.endpoint().into()]
    }

    /// Returns the documentation of the method that creates the call.
    pub fn method_doc<'k>(&'k self, krate: &Crate<'_>, tag: &Tag<'_>) -> Doc<'k> {
        let mut doc = vec![
            Line::text(&self.summary).into(),
            Paragraph::Text(&self.doc),
            self.linked_endpoint().into(),
        ];
        let idempotent = self.idempotent_despite_method();
        doc.extend(idempotent.map(|it| Line::ours(retries(it)).into()));
        if self.success.content == Content::YesOrNo {
            doc.push(Line::ours(NO).into());
        }
        let required = self.parameters.iter().filter(|it| it.required);
        let described = required.filter_map(described);
        let described: Vec<Line<'_>> = described.collect();
        if !described.is_empty() {
            doc.extend([heading("Arguments"), Paragraph::Lines(described)]);
        }
        let name = &self.type_name;
        let mut response = vec![self.success.content.line()];
        if self.pagination.is_some() {
            response.push(Line::ours(format!(
                "[`items`]({name}::items) and [`pages`]({name}::pages) fetch all pages."
            )));
        }
        let errors = format!(
            "An [`Error`](runtime::Error), whose variant `Api` contains [`{}`].",
            self.error_name()
        );
        doc.extend([
            heading("Response"),
            Paragraph::Lines(response),
            heading("Errors"),
            Line::ours(errors).into(),
            heading("Examples"),
            Paragraph::Example {
                code: snippet::example(krate, tag, self),
                feature: None,
            },
        ]);
        doc
    }

    /// Returns the documentation of the call's builder.
    pub fn call_doc(&self, tag: &Tag<'_>) -> Doc<'_> {
        let line = format!(
            "A call of [`{0}::{1}`](super::{0}::{1}). Awaiting it sends the request.",
            tag.handle, self.name
        );
        vec![Line::ours(line).into()]
    }

    fn endpoint(&self) -> Line<'_> {
        Line::ours(format!("`{} {}`", self.method, self.path))
    }

    fn linked_endpoint(&self) -> Line<'_> {
        match &self.docs_url {
            Some(url) => self
                .endpoint()
                .and(", see the [API's documentation](")
                .with(Span::Url(url))
                .and(")."),
            None => self.endpoint(),
        }
    }
}

/// GitHub also sends 404 to hide a resource.
const NO: &str = "Returns `false` for status 404. A server may also send 404 if a resource in the path does not exist or is \
                  hidden from the caller.";

/// Returns the documentation of the idempotency, if the HTTP method implies the opposite.
fn retries(idempotent: bool) -> &'static str {
    match idempotent {
        false => {
            "This operation is not idempotent: a call is retried only if the server cannot have received it. \
             [`idempotent(true)`](runtime::OperationExt::idempotent) changes this."
        }
        true => {
            "This operation is idempotent: a call is retried even if the server may have received it. \
             [`idempotent(false)`](runtime::OperationExt::idempotent) changes this."
        }
    }
}

/// Returns the line about an argument, if the argument has documentation.
fn described<'k>(parameter: &'k Parameter<'_>) -> Option<Line<'k>> {
    let is_silent = !parameter.deprecated && parameter.doc.trim().is_empty();
    let line = Line::ours(format!("- `{}`: ", parameter.name));
    let line = match parameter.deprecated {
        true => line.and("deprecated. "),
        false => line,
    };
    (!is_silent).then(|| line.and_text(&parameter.doc))
}

impl Parameter<'_> {
    /// Returns the documentation of the parameter's setter.
    pub fn setter_doc(&self) -> Doc<'_> {
        let otherwise = Line::ours("Sets the parameter `")
            .and_text(&self.wire)
            .and("`.");
        let mut doc = vec![Paragraph::TextOr(&self.doc, otherwise)];
        doc.extend(default(self.default.as_deref()));
        doc
    }
}

impl Body<'_> {
    /// Returns the documentation of the body's setter, with the media type if there are several media types.
    pub fn setter_doc<'k>(&'k self, media: Option<&'k TextMedia>) -> Doc<'k> {
        let otherwise = Line::ours("Sets the request body.");
        let mut doc = vec![Paragraph::TextOr(&self.doc, otherwise)];
        doc.extend(media.map(|it| {
            let line = Line::ours("The media type is ").and_code(&it.media_type);
            line.and(".").into()
        }));
        doc
    }
}

impl Choice<'_> {
    /// Returns the documentation of the method that requests the media type.
    pub fn doc(&self) -> Doc<'_> {
        let line = Line::ours("Requests the media type ").and_code(&self.media_type);
        vec![line.and(".").into()]
    }
}
