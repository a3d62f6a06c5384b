//! Documentation as data: which paragraphs an item's documentation has. A printer only lays them out.

mod answers;
mod environment;
mod operation;
mod root;
mod types;

use std::borrow::Cow;

pub use self::environment::from_env;
pub use self::root::root;

/// The documentation of an item: its paragraphs.
pub type Doc<'k> = Vec<Paragraph<'k>>;

/// One paragraph.
#[derive(Clone, Debug)]
pub enum Paragraph<'k> {
    /// Markdown of the description.
    Text(&'k str),
    /// Markdown of the description, or a line of ours where it says nothing.
    TextOr(&'k str, Line<'k>),
    /// A heading.
    Heading(Line<'k>),
    /// Lines that follow each other.
    Lines(Vec<Line<'k>>),
    /// Statements of an example, which is compiled and not run.
    Example {
        /// The statements.
        code: String,
        /// The feature without which it is not compiled.
        feature: Option<&'static str>,
    },
}

/// A line of Markdown.
#[derive(Clone, Debug, Default)]
pub struct Line<'k> {
    /// What it is made of.
    pub spans: Vec<Span<'k>>,
}

/// A part of a line.
#[derive(Clone, Debug)]
pub enum Span<'k> {
    /// Markdown of ours.
    Ours(Cow<'static, str>),
    /// Markdown of the description, in one line.
    Text(Cow<'k, str>),
    /// A text as inline code.
    Code(&'k str),
    /// A URL of the description, as the target of a link.
    Url(&'k str),
}

impl<'k> Line<'k> {
    fn ours(text: impl Into<Cow<'static, str>>) -> Self {
        Self::default().and(text)
    }

    fn text(text: impl Into<Cow<'k, str>>) -> Self {
        Self::default().and_text(text)
    }

    fn and(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.with(Span::Ours(text.into()))
    }

    fn and_text(self, text: impl Into<Cow<'k, str>>) -> Self {
        self.with(Span::Text(text.into()))
    }

    fn and_code(self, text: &'k str) -> Self {
        self.with(Span::Code(text))
    }

    fn with(mut self, span: Span<'k>) -> Self {
        self.spans.push(span);
        self
    }
}

impl<'k> From<Line<'k>> for Paragraph<'k> {
    fn from(line: Line<'k>) -> Self {
        Self::Lines(vec![line])
    }
}

fn heading<'k>(title: &'static str) -> Paragraph<'k> {
    Paragraph::Heading(Line::ours(title))
}

/// Returns what the server takes if something is not given.
fn default(value: Option<&str>) -> Option<Paragraph<'_>> {
    let value = value?;
    Some(Line::ours("Default: ").and_code(value).and(".").into())
}
