//! Which page comes after a page, if any.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use url::Url;

use crate::call::Call;
use crate::drift::Drift;
use crate::error::Refusal;
use crate::link::{self, Next};
use crate::origin;
use crate::pagination::Pagination;
use crate::reply::Reply;
use crate::value::{View, push_member};

/// GitHub's largest page: who asks for more gets so many.
const LARGEST_PAGE: i64 = 100;

/// So many pages without an item may follow each other: a filter can empty a page.
const MOST_EMPTY: usize = 100;

/// How far the pages of a call were seen.
pub(crate) struct Paging {
    first: Call,
    pagination: Pagination,
    number: i64,
    size: i64,
    /// How many items there are up to here, those before the first page that was asked for included.
    items: i64,
    empty: usize,
    by_link: bool,
    urls: BTreeSet<String>,
    bodies: BTreeSet<u64>,
}

/// A page that has come.
pub(crate) struct Page<'a> {
    pub(crate) reply: &'a Reply,
    /// How many items it has, those that could not be read included.
    pub(crate) items: usize,
    /// How many items all pages have together.
    pub(crate) total: Option<i64>,
}

/// What comes after a page.
pub(crate) enum Step {
    Next(Box<Call>),
    End,
    Refuse(Refusal),
}

impl Paging {
    pub(crate) fn new(first: Call, pagination: Pagination) -> Self {
        let given = |name: Option<&str>| first.number(name?);
        let number = given(pagination.number).unwrap_or(1).max(1);
        let default = pagination.size.map_or(LARGEST_PAGE, |(_, default)| default);
        let size = given(pagination.size.map(|(name, _)| name)).unwrap_or(default);
        let size = size.clamp(1, LARGEST_PAGE);
        let urls = first.url().map(|url| key(&url));
        Self {
            number,
            size,
            items: (number - 1).saturating_mul(size),
            pagination,
            empty: 0,
            by_link: false,
            urls: urls.into_iter().collect(),
            bodies: BTreeSet::new(),
            first,
        }
    }

    pub(crate) fn first(&self) -> Call {
        self.first.clone()
    }

    pub(crate) fn after(&mut self, page: &Page<'_>) -> Step {
        match link::next(&page.reply.headers) {
            Next::Link(target) => self.by_link(page, target),
            Next::Unknown if !self.by_link => self.by_number(page),
            Next::None | Next::Unknown => Step::End,
        }
    }

    fn by_link(&mut self, page: &Page<'_>, target: &str) -> Step {
        self.by_link = true;
        self.empty = if page.items == 0 { self.empty + 1 } else { 0 };
        if self.empty > MOST_EMPTY {
            return Step::Refuse(Refusal::EmptyPages { pages: self.empty });
        }
        let home = &page.reply.home;
        match page.reply.url.join(target) {
            Ok(url) if !origin::same(&url, home) => Step::Refuse(Refusal::page_elsewhere(&url)),
            Ok(url) => {
                self.urls.insert(key(&page.reply.url));
                if self.urls.insert(key(&url)) {
                    Step::Next(Box::new(self.first.to_link(url)))
                } else {
                    Step::Refuse(Refusal::page_again(&url))
                }
            }
            Err(_) => Step::Refuse(Refusal::BadPageLink),
        }
    }

    fn by_number(&mut self, page: &Page<'_>) -> Step {
        let Some(name) = self.pagination.number else {
            return Step::End;
        };
        if page.items == 0 {
            return Step::End;
        }
        let mut hasher = DefaultHasher::new();
        page.reply.bytes.hash(&mut hasher);
        if !self.bodies.insert(hasher.finish()) {
            return Step::Refuse(Refusal::page_again(&page.reply.url));
        }
        let items = i64::try_from(page.items).unwrap_or(i64::MAX);
        self.items = self.items.saturating_add(items);
        let more = match page.total {
            // A total of none beside items was not sent, or is not to be trusted.
            Some(total) if total > 0 => self.items < total,
            _ => items >= self.size,
        };
        let Some(number) = self.number.checked_add(1).filter(|_| more) else {
            return Step::End;
        };
        self.number = number;
        Step::Next(Box::new(self.first.clone().query(name, number)))
    }
}

/// Returns how many items a page has: those in its list, which may be the member of this name, and
/// those that were left out of it since they could not be read.
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
    let left_out = drift.iter().filter(|it| it.left_out && is_item(&it.path));
    list.len() + left_out.count()
}

/// Returns what makes a page's URL the same as another one.
fn key(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::count;
    use crate::payload::Payload;
    use crate::value::Value;

    #[derive(Default)]
    struct Envelope {
        ids: Vec<i64>,
        states: Vec<State>,
        shapes: Option<Vec<Shape>>,
    }

    crate::table! {
        Envelope {
            ids "ids" REQUIRED;
            states "a/states" REQUIRED;
            shapes "shapes" OPTIONAL;
        } 0 1 2
    }

    enum State {
        Open,
        Unknown(String),
    }

    crate::string_enum! { State { Open => "open" } }

    enum Shape {
        Number(i64),
        Unknown(Json),
    }

    crate::union! { Shape { Number } }

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
    fn the_named_list_is_counted_with_what_was_left_out_of_it() {
        let body =
            r#"{"ids":[1,"2",3,null],"a/states":["open","new",4],"shapes":[1,"a",{"b":[0]}]}"#;
        assert_eq!(items(Some("ids"), body), 4);
        assert_eq!(items(Some("a/states"), body), 3);
        assert_eq!(items(Some("shapes"), body), 3);
        assert_eq!(items(Some("others"), body), 0);
        assert_eq!(items(Some("shapes"), r#"{"ids":[1],"a/states":[]}"#), 0);
    }

    #[test]
    fn values_that_are_kept_are_counted_once() {
        assert_eq!(items(None, r#"["open","new","new"]"#), 3);
        assert_eq!(items(None, r#"["open",["new"],"new"]"#), 3);
    }
}
