//! The description's Markdown to documentation that rustdoc accepts: callouts stay callouts, code is
//! never run as a test, HTML is text, and nothing in it can end the comment.

use proc_macro2::TokenStream;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use quote::quote;

use crate::emit::prose::{self, absolute, callout, is_web, push_linked, visible};

/// Returns one `#[doc]` for each line.
pub(super) fn attributes<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> TokenStream {
    let lines = lines.into_iter().map(|line| {
        let line = comment(line.as_ref());
        quote!(#[doc = #line])
    });
    lines.collect()
}

/// Returns one `#![doc]` for each line: the documentation of the module that it stands in.
pub(super) fn inner<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> TokenStream {
    let lines = lines.into_iter().map(|line| {
        let line = comment(line.as_ref());
        quote!(#![doc = #line])
    });
    lines.collect()
}

/// Returns a line as it stands in a comment; names of the description come here as they are.
fn comment(line: &str) -> String {
    match line {
        "" => String::new(),
        line if line.is_ascii() => format!(" {line}"),
        line => format!(" {}", visible(line)),
    }
}

/// Returns the attributes for a Markdown text.
pub(super) fn markdown(text: &str) -> TokenStream {
    attributes(lines(text))
}

/// Returns a Markdown text as lines of documentation.
pub(super) fn lines(text: &str) -> Vec<String> {
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
    // Writing into a string cannot fail; should the writer refuse the events, the text stays text.
    if pulldown_cmark_to_cmark::cmark(safe.iter(), &mut markdown, prose::OPTIONS).is_err() {
        return text.lines().map(escaped).collect();
    }
    // An entity may have become such a character.
    tidy(&visible(&markdown))
}

/// Takes away the empty line and the space that the writer puts before a quotation.
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

/// Returns a text in one line, as text.
pub(super) fn line(text: &str) -> String {
    lines(&text.split_whitespace().collect::<Vec<_>>().join(" ")).join(" ")
}

/// Returns whether a text is one paragraph without a sign that means something in Markdown or HTML.
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
        // Nothing is fetched to read the documentation: an image becomes a link.
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

/// Returns an address that cannot end the link that it stands in.
pub(super) fn url(url: &str) -> String {
    let safe = |it: &char| it.is_ascii_graphic() && !"<>()[]\\`\"'".contains(*it);
    absolute(CowStr::from(url.chars().filter(safe).collect::<String>())).into_string()
}

/// Makes every sign that could mean something stand for itself.
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
