//! Decides which page follows, if any.

use http::StatusCode;
use url::Url;

use crate::base::descriptor::Descriptor;
use crate::base::drift::Drift;
use crate::base::text::one_line;
use crate::call::arguments::Call;
use crate::error::{ArgumentError, Refusal};
use crate::http::reply::Reply;
use crate::http::{link, origin};
use crate::paging::pagination::Pagination;
use crate::paging::position::{Next, Position};
use crate::paging::seen_pages::SeenPages;
use crate::value::{View, push_member};

/// GitHub's maximum page size: a larger `per_page` is reduced to this.
const LARGEST_PAGE: i64 = 100;

/// The maximum number of empty pages in a row. A filter on the server can empty a page.
const MOST_EMPTY: usize = 100;

/// The maximum number of repeated pages in a row, if pages are numbered. Items may be equal, and a server may ignore
/// the page number.
const MOST_REPEATED: usize = 10;

/// The progress through the pages of a call.
pub(crate) struct Paging {
    first: Call,
    pagination: Pagination,
    size: i64,
    /// The number of items of the largest page so far.
    fullest: Option<usize>,
    /// The position of the next page. It also counts the items before the first requested page.
    position: Position,
    seen_pages: SeenPages,
    /// The number of repeated pages in a row.
    repeated: usize,
    /// The total number of items, as the last page stated it.
    total: Option<i64>,
}

/// A received page.
pub(crate) struct Page<'a> {
    pub(crate) reply: &'a Reply,
    /// The number of items, including undecodable ones.
    pub(crate) items: usize,
    /// The total number of items of all pages.
    pub(crate) total: Option<i64>,
}

impl Paging {
    pub(crate) fn new(first: Call, pagination: Pagination) -> Self {
        let default = pagination.size.map_or(LARGEST_PAGE, |(_, default)| default);
        let size = pagination.size.and_then(|(name, _)| first.number(name));
        let size = size.unwrap_or(default).clamp(1, LARGEST_PAGE);
        let url = first.url().ok();
        let mut seen_pages = SeenPages::default();
        if let Some(url) = &url {
            seen_pages.is_new(relative(url));
        }
        let mut paging = Self {
            size,
            fullest: None,
            pagination,
            position: Position {
                operation: first.descriptor().id.to_owned(),
                call: url.map(|url| fingerprint(relative(&url))),
                next: Next::First,
                items: 0,
                empty: 0,
                taken: 0,
            },
            seen_pages,
            repeated: 0,
            total: None,
            first,
        };
        paging.position.items = (paging.number() - 1).saturating_mul(size);
        paging
    }

    /// Continues with a call's pages at a saved position.
    ///
    /// # Errors
    ///
    /// Fails if the position belongs to another call.
    pub(crate) fn resume(
        first: Call,
        pagination: Pagination,
        position: Position,
    ) -> Result<Self, ArgumentError> {
        let operation = first.descriptor().id;
        let refused = |problem: String| Err(ArgumentError::call(operation, problem));
        let mut paging = Self::new(first, pagination);
        let new = &paging.position;
        if position.operation != operation {
            let other = one_line(&position.operation);
            return refused(format!("the position belongs to `{other}`"));
        }
        if position.call.is_some() && new.call.is_some() && position.call != new.call {
            return refused("the position belongs to a call with different arguments".to_owned());
        }
        if matches!(position.next, Next::Number(_)) && pagination.number.is_none() {
            return refused(
                "the position is a page number, but this operation has no page numbers".to_owned(),
            );
        }
        paging.position = Position {
            call: paging.position.call.take(),
            ..position
        };
        Ok(paging)
    }

    /// Returns the operation of the pages.
    pub(crate) fn descriptor(&self) -> &Descriptor {
        self.first.descriptor()
    }

    /// Returns the position of the next page.
    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// Returns the call for the next page, or `None` after the last one.
    pub(crate) fn call(&self) -> Result<Option<Call>, Refusal> {
        let call = match (&self.position.next, self.pagination.number) {
            (Next::First, _) => self.first.clone(),
            (Next::Number(number), Some(name)) => self.first.clone().query(name, *number),
            (Next::Link(link), _) => match self.first.endpoint() {
                Ok(endpoint) => {
                    self.first
                        .to_link(self.linked(&endpoint.url, link, &endpoint.url)?)
                }
                // The error describes the problem itself.
                Err(_) => self.first.clone(),
            },
            (Next::End | Next::Number(_), _) => return Ok(None),
        };
        Ok(Some(call))
    }

    /// Returns the call that requests a cached page again. It is needed if the page is full and the last known one: the
    /// list may have grown since, while the page is unchanged.
    pub(crate) fn refetch(&self, page: &Page<'_>) -> Option<Call> {
        let is_full = page.items > 0 && self.is_full(page.items);
        if !page.reply.has_old_links || !is_full {
            return None;
        }
        let is_by_link = matches!(self.position.next, Next::Link(_));
        let is_last = match link::next(&page.reply.headers) {
            link::Next::Link(_) => false,
            link::Next::None => true,
            link::Next::Unknown => is_by_link || self.pagination.number.is_none(),
        };
        let call = self.call().ok().flatten().filter(|_| is_last);
        call.map(Call::fresh)
    }

    /// Returns whether a page may be full. If the page size is not an argument, only the server knows.
    fn is_full(&self, items: usize) -> bool {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        self.pagination.size.is_none()
            || items >= size
            || self.fullest.is_some_and(|fullest| items >= fullest)
    }

    /// Advances past a received page.
    ///
    /// # Errors
    ///
    /// Fails if the link to the next page leads to another server or to an earlier page: the page with that link stays
    /// the next one. Fails after the last page that the server returns of a longer list.
    pub(crate) fn advance(&mut self, page: &Page<'_>) -> Result<(), Refusal> {
        let is_by_link = matches!(self.position.next, Next::Link(_));
        let next = match link::next(&page.reply.headers) {
            link::Next::Link(target) => self.by_link(page, target)?,
            link::Next::Unknown if !is_by_link => self.by_number(page)?,
            link::Next::None | link::Next::Unknown => Next::End,
        };
        let items = i64::try_from(page.items).unwrap_or(i64::MAX);
        self.position.items = self.position.items.saturating_add(items);
        self.position.empty = match page.items {
            0 => self.position.empty.saturating_add(1),
            _ => 0,
        };
        self.position.taken = 0;
        self.fullest = self.fullest.max(Some(page.items));
        self.position.next = next;
        self.total = page.total;
        match self.is_cut_off() {
            true => Err(self.truncated()),
            false => Ok(()),
        }
    }

    /// Returns whether the server cut the list off. A different total alone does not mean that, since items are added
    /// and removed in the meantime.
    fn is_cut_off(&self) -> bool {
        let (Some(cap), Some(total)) = (self.cap(), self.total) else {
            return false;
        };
        self.position.is_end() && total > cap && self.position.items <= cap
    }

    /// Returns the error for a page that the server refuses (status 422) because it returns no more of the list.
    pub(crate) fn refused(&mut self, status: StatusCode) -> Option<Refusal> {
        let is_beyond = self
            .cap()
            .is_some_and(|cap| self.position.items.saturating_add(self.size) > cap);
        let is_first = self.position.next == Next::First;
        if status != StatusCode::UNPROCESSABLE_ENTITY || is_first || !is_beyond {
            return None;
        }
        self.position.next = Next::End;
        Some(self.truncated())
    }

    /// Returns the maximum number of items of a list that the server returns.
    fn cap(&self) -> Option<i64> {
        self.first.core().settings().result_cap.map(i64::from)
    }

    fn truncated(&self) -> Refusal {
        Refusal::Truncated {
            items: u64::try_from(self.position.items).unwrap_or_default(),
            total: self.total.and_then(|it| u64::try_from(it).ok()),
        }
    }

    fn by_link(&mut self, page: &Page<'_>, target: &str) -> Result<Next, Refusal> {
        if page.items == 0 && self.position.empty >= MOST_EMPTY {
            let pages = self.position.empty.saturating_add(1);
            return Err(Refusal::EmptyPages { pages });
        }
        let url = self.linked(&page.reply.url, target, &page.reply.endpoint)?;
        self.seen_pages.is_new(relative(&page.reply.url));
        if !self.seen_pages.is_new(relative(&url)) {
            return Err(Refusal::page_again(&url));
        }
        Ok(Next::Link(reference(&url)))
    }

    /// Returns the URL of a link.
    ///
    /// # Errors
    ///
    /// Fails if the link is not an HTTP URL. Fails if it leads to another origin and links are not rebased.
    fn linked(&self, from: &Url, link: &str, endpoint: &Url) -> Result<Url, Refusal> {
        let url = from.join(link).ok();
        let url = url.filter(|it| matches!(it.scheme(), "http" | "https"));
        let url = url.ok_or(Refusal::BadPageLink)?;
        if !origin::same(&url, endpoint) && !self.first.core().settings().rebase_links {
            return Err(Refusal::page_elsewhere(&url));
        }
        Ok(origin::moved(&url, endpoint))
    }

    fn by_number(&mut self, page: &Page<'_>) -> Result<Next, Refusal> {
        if page.items == 0 || self.pagination.number.is_none() {
            return Ok(Next::End);
        }
        self.repeated = match self.seen_pages.is_new(&page.reply.bytes) {
            true => 0,
            false => self.repeated.saturating_add(1),
        };
        if self.repeated >= MOST_REPEATED {
            return Err(Refusal::page_again(&page.reply.url));
        }
        let items = i64::try_from(page.items).unwrap_or(i64::MAX);
        let more = match page.total {
            // A total of 0 beside items was not sent, or is wrong.
            Some(total) if total > 0 => self.position.items.saturating_add(items) < total,
            _ => items >= self.size,
        };
        let number = self.number().checked_add(1).filter(|_| more);
        Ok(number.map_or(Next::End, Next::Number))
    }

    /// Returns the number of the next page.
    fn number(&self) -> i64 {
        match self.position.next {
            Next::Number(number) => number,
            _ => {
                let given = |name| self.first.number(name);
                self.pagination.number.and_then(given).unwrap_or(1).max(1)
            }
        }
    }
}

/// Returns path and query, which identify a page of an API.
fn relative(url: &Url) -> &str {
    &url[url::Position::BeforePath..url::Position::AfterQuery]
}

/// Returns path and query as a relative reference. Two leading slashes would name a host.
fn reference(url: &Url) -> String {
    let relative = relative(url);
    match relative.starts_with("//") {
        true => format!("/.{relative}"),
        false => relative.to_owned(),
    }
}

/// Returns a hash that identifies a call without exposing its arguments: FNV-1a, which is stable across versions and
/// machines.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Returns the number of items of a page, including undecodable ones. The list is the body, or the property of this
/// name.
pub(crate) fn count(body: View<'_>, member: Option<&str>, drift: &[Drift]) -> usize {
    let mut pointer = String::new();
    let list = match (member, body) {
        (None, list) => list,
        (Some(name), View::Object(object)) => {
            push_member(&mut pointer, name);
            let index = object.members().iter().position(|(it, _)| *it == name);
            index.map_or(View::Absent, |index| object.view(index))
        }
        (Some(_), _) => return 0,
    };
    let View::List(list) = list else { return 0 };
    let is_item = |path: &str| {
        let index = path.strip_prefix(&pointer);
        let index = index.and_then(|it| it.strip_prefix('/'));
        index.is_some_and(|it| !it.contains('/'))
    };
    let left_out = drift
        .iter()
        .filter(|it| it.is_left_out() && is_item(&it.path));
    list.len() + left_out.count()
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::count;
    use crate::call::payload::Payload;
    use crate::value::Value;

    #[derive(Default)]
    struct Envelope {
        ids: Vec<i64>,
        states: Vec<State>,
        shapes: Option<Vec<Shape>>,
    }

    crate::table! {
        struct Envelope {
            ids: Required<"ids">,
            states: Required<"a/states">,
            shapes: Optional<"shapes">,
        }
    }

    enum State {
        Open,
        Unknown(String),
    }

    crate::string_enum! {
        enum State {
            Open = "open",
        }
    }

    enum Shape {
        Number(i64),
        Unknown(Json),
    }

    crate::union! {
        enum Shape {
            Number,
        }
    }

    fn items(member: Option<&str>, body: &str) -> usize {
        let mut payload = Payload::new(body.as_bytes());
        match member {
            None => {
                let body: Vec<State> = payload.json().unwrap();
                count(body.view(), member, payload.drift())
            }
            Some(_) => {
                let body: Envelope = payload.json().unwrap();
                count(body.view(), member, payload.drift())
            }
        }
    }

    #[test]
    fn undecodable_items_count() {
        let body =
            r#"{"ids":[1,"2",3,null],"a/states":["open","new",4],"shapes":[1,"a",{"b":[0]}]}"#;
        assert_eq!(items(Some("ids"), body), 4);
        assert_eq!(items(Some("a/states"), body), 3);
        assert_eq!(items(Some("shapes"), body), 3);
        assert_eq!(items(Some("others"), body), 0);
        assert_eq!(items(Some("shapes"), r#"{"ids":[1],"a/states":[]}"#), 0);
    }

    #[test]
    fn unknown_values_are_counted_once() {
        assert_eq!(items(None, r#"["open","new","new"]"#), 3);
        assert_eq!(items(None, r#"["open",["new"],"new"]"#), 3);
    }
}
