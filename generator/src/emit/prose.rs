//! Rules for all output of the description's Markdown: the parser's options, link targets, and characters that hide or
//! reorder text.

use pulldown_cmark::{
    BlockQuoteKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

/// The base URL of links without a host.
const SITE: &str = "https://docs.github.com";

/// The Markdown extensions beyond CommonMark.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_STRIKETHROUGH);

/// Parses a Markdown text.
pub(crate) fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    TextMergeStream::new(Parser::new_ext(text, OPTIONS))
}

/// Escapes characters that reorder or hide text.
pub(crate) fn visible(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\t' => character,
            '\r' => ' ',
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => '\u{fffd}',
            it if it.is_control() => '\u{fffd}',
            it => it,
        })
        .collect()
}

/// Returns the title of a callout.
pub(crate) fn callout(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

/// Returns whether a link may lead to an absolute URL.
pub(crate) fn is_web(url: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

/// Resolves a link without a host against the site of the API's documentation.
pub(crate) fn absolute(url: CowStr<'_>) -> CowStr<'_> {
    if is_web(&url) {
        return url;
    }
    CowStr::from(format!("{SITE}/{}", url.trim_start_matches('/')))
}

/// Turns bare URLs into links, because rustdoc warns about bare URLs.
pub(crate) fn push_linked(safe: &mut Vec<Event<'_>>, text: &str) {
    let mut rest = text;
    while let Some(at) = ["https://", "http://"]
        .iter()
        .filter_map(|it| rest.find(it))
        .min()
    {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|it: char| it.is_whitespace() || "<>\"'`|{}\\^[]".contains(it))
            .unwrap_or(from.len());
        let (url, _) = from.split_at(end);
        let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '*', '_']);
        safe.push(Event::Text(CowStr::from(before.to_owned())));
        safe.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(url.to_owned()),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }));
        safe.push(Event::Text(CowStr::from(url.to_owned())));
        safe.push(Event::End(TagEnd::Link));
        rest = from.get(url.len()..).unwrap_or_default();
        if url.len() <= "https://".len() {
            break;
        }
    }
    safe.push(Event::Text(CowStr::from(rest.to_owned())));
}

/// Returns text that cannot end a code span, on one line.
pub(crate) fn code(text: &str) -> String {
    text.chars()
        .flat_map(char::escape_debug)
        .collect::<String>()
        .replace("\\'", "'")
        .replace('`', "\\u{60}")
}
