//! Converts the description's Markdown to rustdoc: callouts stay callouts, code never runs as a test, HTML is shown as
//! text, and nothing can end the comment.

use proc_macro2::TokenStream;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use quote::quote;

use super::example;
use crate::crate_ir::docs::{Doc, Line, Paragraph, Span};
use crate::emit::prose::{self, absolute, callout, is_web, push_linked, visible};

/// Returns one `#[doc]` per line.
pub(super) fn outer(doc: &Doc<'_>) -> TokenStream {
    let lines = laid_out(doc).into_iter().map(|line| {
        let line = comment(&line);
        quote!(#[doc = #line])
    });
    lines.collect()
}

/// Returns one `#![doc]` per line, for the enclosing module.
pub(super) fn inner(doc: &Doc<'_>) -> TokenStream {
    let lines = laid_out(doc).into_iter().map(|line| {
        let line = comment(&line);
        quote!(#![doc = #line])
    });
    lines.collect()
}

/// Returns the lines of a documentation, with empty lines between paragraphs.
fn laid_out(doc: &Doc<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in doc.iter().map(paragraph).filter(|it| !it.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph);
    }
    lines
}

fn paragraph(paragraph: &Paragraph<'_>) -> Vec<String> {
    match paragraph {
        Paragraph::Text(text) => lines(text),
        Paragraph::TextOr(text, otherwise) => match lines(text) {
            lines if lines.is_empty() => vec![written(otherwise)],
            lines => lines,
        },
        Paragraph::Heading(line) => vec![format!("# {}", written(line))],
        Paragraph::Lines(lines) => lines.iter().map(written).collect(),
        Paragraph::Example { code, feature } => example::lines(code, *feature),
    }
}

fn written(line: &Line<'_>) -> String {
    let spans = line.spans.iter().map(|span| match span {
        Span::Ours(text) => text.to_string(),
        Span::Text(text) => self::line(text),
        Span::Code(text) => code(text),
        Span::Url(text) => url(text),
    });
    spans.collect()
}

/// Returns a line of a comment. Names in the description arrive here unescaped.
fn comment(line: &str) -> String {
    match line {
        "" => String::new(),
        line if line.is_ascii() => format!(" {line}"),
        line => format!(" {}", visible(line)),
    }
}

/// Returns a Markdown text as lines of documentation.
fn lines(text: &str) -> Vec<String> {
    let text = visible(text);
    let text = text.trim();
    if is_plain(text) {
        return text.lines().map(str::to_owned).collect();
    }
    let mut safe = Vec::new();
    let mut in_link = 0_usize;
    for event in prose::events(text) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => in_link += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => in_link = in_link.saturating_sub(1),
            _ => {}
        }
        push_safe(&mut safe, event, in_link > 0);
    }
    let mut markdown = String::new();
    // Writing to a string cannot fail. If the writer refuses the events, the text stays plain.
    if pulldown_cmark_to_cmark::cmark(safe.iter(), &mut markdown, prose::OPTIONS).is_err() {
        return text.lines().map(escaped).collect();
    }
    // A decoded entity may be a character that hides text.
    tidy(&visible(&markdown))
}

/// Removes the empty line and the space that the writer adds before a quotation.
fn tidy(markdown: &str) -> Vec<String> {
    let mut tidy: Vec<String> = Vec::new();
    for line in markdown.trim().lines().map(str::trim_end) {
        let line = match line.strip_prefix(' ') {
            Some(quotation) if quotation.starts_with('>') => quotation,
            _ => line,
        };
        let after_gap = tidy.last().is_none_or(String::is_empty);
        if !(after_gap && matches!(line, "" | ">")) {
            tidy.push(line.to_owned());
        }
    }
    tidy
}

/// Returns text on one line, without markup.
fn line(text: &str) -> String {
    lines(&text.split_whitespace().collect::<Vec<_>>().join(" ")).join(" ")
}

/// Returns whether a text is one paragraph without special characters of Markdown or HTML.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next().unwrap_or_default();
    !text.contains([
        '<', '>', '[', ']', '\\', '*', '_', '|', '~', '&', '#', '\n', '\r',
    ]) && !text.contains("://")
        && text.matches('`').count().is_multiple_of(2)
        && first.is_alphabetic()
}

fn push_safe<'e>(safe: &mut Vec<Event<'e>>, event: Event<'e>, in_link: bool) {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => safe.push(Event::Text(html)),
        Event::Start(Tag::HtmlBlock) => safe.push(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => safe.push(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::CodeBlock(_)) => safe.push(Event::Start(Tag::CodeBlock(
            CodeBlockKind::Fenced(CowStr::Borrowed("text")),
        ))),
        Event::Start(Tag::BlockQuote(Some(kind))) => {
            safe.push(Event::Start(Tag::BlockQuote(None)));
            safe.push(Event::Start(Tag::Paragraph));
            safe.push(Event::Start(Tag::Strong));
            safe.push(Event::Text(CowStr::Borrowed(callout(kind))));
            safe.push(Event::End(TagEnd::Strong));
            safe.push(Event::End(TagEnd::Paragraph));
        }
        Event::End(TagEnd::BlockQuote(_)) => safe.push(Event::End(TagEnd::BlockQuote(None))),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => safe.push(Event::Start(Tag::Link {
            link_type: match link_type {
                LinkType::Autolink if is_web(&dest_url) => LinkType::Autolink,
                _ => LinkType::Inline,
            },
            dest_url: absolute(dest_url),
            title,
            id,
        })),
        // An image becomes a link, so that reading the documentation loads nothing.
        Event::Start(Tag::Image {
            dest_url,
            title,
            id,
            ..
        }) => safe.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: absolute(dest_url),
            title,
            id,
        })),
        Event::End(TagEnd::Image) => safe.push(Event::End(TagEnd::Link)),
        Event::Text(text) if !in_link && text.contains("://") => push_linked(safe, &text),
        event => safe.push(event),
    }
}

/// Returns a URL that cannot end the surrounding link.
fn url(url: &str) -> String {
    let safe = |it: &char| it.is_ascii_graphic() && !"<>()[]\\`\"'".contains(*it);
    absolute(CowStr::from(url.chars().filter(safe).collect::<String>())).into_string()
}

/// Returns a text as inline code.
fn code(text: &str) -> String {
    let text: String = text.chars().flat_map(char::escape_debug).collect();
    let text = text.replace("\\'", "'").replace("\\\"", "\"");
    match text.as_str() {
        "" => "The empty string".to_owned(),
        it if it.contains('`') => format!("`` {it} ``"),
        it => format!("`{it}`"),
    }
}

/// Escapes all special characters.
fn escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for character in line.chars() {
        if character.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{line, lines};

    #[test]
    fn markdown_becomes_documentation() {
        for (text, expected) in [
            ("Plain text, `code` too.", "Plain text, `code` too."),
            ("> [!NOTE]\n> Look.", "> **Note**\n>\n> Look."),
            (
                "Is <script>x</script> text",
                r"Is \<script>x\</script> text",
            ),
            (
                "See [a](/rest/b).",
                "See [a](https://docs.github.com/rest/b).",
            ),
            ("See [a].", r"See \[a\]."),
            (
                "At https://example.com/x_y.",
                "At <https://example.com/x_y>.",
            ),
            ("```\nfn main() {}\n```", "````text\nfn main() {}\n````"),
            ("a &#x202e; b", "a \u{fffd} b"),
            (
                "![i](data:text/html,x)",
                "[i](https://docs.github.com/data:text/html,x)",
            ),
            (
                "<javascript:alert(1)>",
                "[javascript:alert(1)](https://docs.github.com/javascript:alert(1))",
            ),
            ("a\u{202e}b */ c", "a\u{fffd}b \\*/ c"),
        ] {
            assert_eq!(lines(text).join("\n"), expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line("a\nb  c"), "a b c");
    }
}
