//! Documentation as data: the paragraphs of an item's documentation. Printers only format the paragraphs.

mod environment;
mod operation;
mod responses;
mod root;
mod types;

use std::borrow::Cow;

pub use self::environment::from_env;
pub use self::root::root;

/// The documentation of an item.
pub type Doc<'k> = Vec<Paragraph<'k>>;

/// A paragraph.
#[derive(Clone, Debug)]
pub enum Paragraph<'k> {
    /// Markdown from the description.
    Text(&'k str),
    /// Markdown from the description, or the generator's own line if the description has no text.
    TextOr(&'k str, Line<'k>),
    /// A heading.
    Heading(Line<'k>),
    /// Consecutive lines.
    Lines(Vec<Line<'k>>),
    /// An example, which is compiled but not run.
    Example {
        /// The statements of the example.
        code: String,
        /// The feature that the example requires.
        feature: Option<&'static str>,
    },
}

/// A line of Markdown.
#[derive(Clone, Debug, Default)]
pub struct Line<'k> {
    /// The spans of the line.
    pub spans: Vec<Span<'k>>,
}

/// A span of a line.
#[derive(Clone, Debug)]
pub enum Span<'k> {
    /// Markdown of the generator.
    Ours(Cow<'static, str>),
    /// Markdown from the description, on one line.
    Text(Cow<'k, str>),
    /// Text as inline code.
    Code(&'k str),
    /// A URL from the description, as a link target.
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

/// Returns the line about the server's default value.
fn default(value: Option<&str>) -> Option<Paragraph<'_>> {
    let value = value?;
    Some(Line::ours("Default: ").and_code(value).and(".").into())
}
