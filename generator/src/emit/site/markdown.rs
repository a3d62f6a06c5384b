//! Converts the description's Markdown to HTML. The text is untrusted: HTML is shown as text, links lead only to https
//! URLs or to other pages, and nothing is loaded. The output consists of constants and of text that `push_html`
//! escapes, so no separate sanitizer is necessary.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use super::shared::Site;
use crate::emit::prose::{self, absolute, callout, is_web, push_linked, visible};

/// The context of a text, which determines link targets and heading levels.
#[derive(Clone, Copy)]
pub(super) struct Location<'a> {
    /// The relative path to the root of the site.
    pub(super) root: &'a str,
    /// The page of the API's documentation that contains the text.
    pub(super) docs_url: Option<&'a str>,
    /// The level of the highest headings; `None` to remove headings.
    pub(super) heading: Option<u8>,
}

impl<'a> Location<'a> {
    /// Creates a context without headings.
    pub(super) fn new(root: &'a str, docs_url: Option<&'a str>) -> Self {
        Self {
            root,
            docs_url,
            heading: None,
        }
    }
}

/// Returns the HTML of a text with several paragraphs.
pub(super) fn block(site: &Site<'_>, location: Location<'_>, text: &str) -> Markup {
    let text = visible(text);
    PreEscaped(rendered(site, location, &text))
}

/// Returns the inline HTML of a text with one paragraph. A text with several paragraphs becomes block HTML.
pub(super) fn inline(site: &Site<'_>, location: Location<'_>, text: &str) -> Markup {
    let text = visible(text);
    let html = rendered(site, location, text.trim());
    let only = html
        .trim()
        .strip_prefix("<p>")
        .and_then(|it| it.strip_suffix("</p>"));
    match only.filter(|it| !it.contains("<p>")) {
        Some(inner) => PreEscaped(inner.to_owned()),
        None => PreEscaped(html),
    }
}

/// Returns a text without markup, on one line and shortened, for titles.
pub(super) fn plain(text: &str, longest: usize) -> String {
    let text = visible(text).trim().to_owned();
    let mut plain = String::new();
    let mut callout = 0_usize;
    for event in prose::events(&text) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => callout += 1,
            Event::End(TagEnd::BlockQuote(_)) => callout = callout.saturating_sub(1),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text)
                if callout == 0 =>
            {
                plain.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                plain.push(' ');
            }
            _ => {}
        }
    }
    // Returns a text unchanged if it consists only of markup.
    if plain.trim().is_empty() {
        plain = text;
    }
    let words = plain.split_whitespace();
    let mut short = String::new();
    for word in words {
        if short.chars().count() + word.chars().count() >= longest {
            short.push('…');
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

fn rendered(site: &Site<'_>, location: Location<'_>, text: &str) -> String {
    let mut safe = Safe {
        site,
        location,
        events: Vec::new(),
        in_link: 0,
        highest: None,
        last: location.heading.map_or(0, |it| it.saturating_sub(1)),
    };
    for event in prose::events(text) {
        safe.push(event);
    }
    let mut html = String::with_capacity(text.len() * 2);
    html::push_html(&mut html, safe.events.into_iter());
    html
}

/// The sanitized events of a text.
struct Safe<'s, 'e> {
    site: &'s Site<'s>,
    location: Location<'s>,
    events: Vec<Event<'e>>,
    in_link: usize,
    /// The level of the text's first heading, and the displayed level of the previous heading.
    highest: Option<u8>,
    last: u8,
}

impl<'e> Safe<'_, 'e> {
    fn push(&mut self, event: Event<'e>) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => match html.trim() {
                "<br>" | "<br/>" | "<br />" => self.events.push(Event::HardBreak),
                _ => self.events.push(Event::Text(html)),
            },
            Event::Start(Tag::HtmlBlock) => self.events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => self.events.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::CodeBlock(_)) => self.markup("<pre tabindex=\"0\"><code>"),
            Event::End(TagEnd::CodeBlock) => self.markup("</code></pre>\n"),
            // Removes column alignment, which would be an inline style.
            Event::Start(Tag::Table(columns)) => {
                self.markup("<div class=\"scroll\" tabindex=\"0\">");
                self.events.push(Event::Start(Tag::Table(vec![
                    Alignment::None;
                    columns.len()
                ])));
            }
            Event::End(TagEnd::Table) => {
                self.events.push(Event::End(TagEnd::Table));
                self.markup("</div>");
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let title = callout(kind);
                self.markup("<div class=\"callout ");
                self.events.push(Event::InlineHtml(CowStr::Boxed(
                    title.to_lowercase().into(),
                )));
                self.markup("\"><p class=\"callout-title\">");
                self.events.push(Event::Text(CowStr::Borrowed(title)));
                self.markup("</p>");
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => self.markup("</div>\n"),
            Event::Start(Tag::Heading { level, .. }) => {
                let tag = self.heading(level);
                self.events.push(Event::Start(tag));
            }
            Event::End(TagEnd::Heading(_)) => {
                self.events.push(Event::End(match self.location.heading {
                    Some(_) => TagEnd::Heading(level(self.last)),
                    None => TagEnd::Paragraph,
                }))
            }
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => self.link(dest_url, title),
            // Turns an image into a link, so that the page loads nothing.
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => self.link(dest_url, title),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                self.in_link = self.in_link.saturating_sub(1);
                if self.in_link == 0 {
                    self.events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Text(text) if self.in_link == 0 && text.contains("://") => {
                push_linked(&mut self.events, &text);
            }
            // Removes events whose HTML would be controls and anchors without names.
            Event::TaskListMarker(_) | Event::FootnoteReference(_) => {}
            event => self.events.push(event),
        }
    }

    /// Adds constant markup.
    fn markup(&mut self, markup: &'static str) {
        self.events
            .push(Event::InlineHtml(CowStr::Borrowed(markup)));
    }

    fn link(&mut self, url: CowStr<'e>, title: CowStr<'e>) {
        self.in_link += 1;
        if self.in_link > 1 {
            return;
        }
        let dest_url = self.address(&url);
        self.events.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(dest_url),
            title,
            id: CowStr::Borrowed(""),
        }));
    }

    /// Returns the target of a link. If a page of this site has the same content, links to that page.
    fn address(&self, url: &str) -> String {
        let url = match (url.strip_prefix('#'), self.location.docs_url) {
            (Some(anchor), Some(docs)) => {
                let page = docs.split('#').next().unwrap_or(docs);
                format!("{page}#{anchor}")
            }
            _ => absolute(CowStr::from(url.to_owned())).into_string(),
        };
        match self.site.places.of_docs(&url) {
            Some(path) => format!("{}{path}", self.location.root),
            None if is_web(&url) => url,
            None => "https://docs.github.com/".to_owned(),
        }
    }

    /// Returns a heading of the text as a heading of the page. Skips no levels.
    fn heading(&mut self, found: HeadingLevel) -> Tag<'static> {
        let Some(base) = self.location.heading else {
            return Tag::Paragraph;
        };
        let found = found as u8;
        let highest = *self.highest.get_or_insert(found);
        let wanted = base.saturating_add(found.saturating_sub(highest));
        self.last = wanted.min(self.last.saturating_add(1)).min(6);
        Tag::Heading {
            level: level(self.last),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }
    }
}

fn level(level: u8) -> HeadingLevel {
    match level {
        0 | 1 => HeadingLevel::H1,
        2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}
