//! Tests of lists that grow beyond a cached page.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tagsmith_runtime as runtime;
use tagsmith_runtime::cache::MemoryCache;
use tagsmith_runtime::{Pages, Paginated};

use crate::api::{self, Client, Thing, ThingsError};
use crate::pagination::pages::list;
use crate::server::{Received, Server, reply};

/// Pagination by cursor with a page size that the server decides.
type ListAfter = api::Call<ListAfterOperation>;

enum ListAfterOperation {}

impl runtime::OperationSpec for ListAfterOperation {
    const DESCRIPTOR: runtime::Descriptor =
        runtime::Descriptor::new("things/list-after", "GET", "/all")
            .success(&[200])
            .failure(&[304]);
    type Success = runtime::Json<Vec<Thing>>;
    type Failure = ThingsError;
}

impl Paginated for ListAfter {
    type Item = Thing;
    const PAGINATION: runtime::Pagination = runtime::Pagination::new();

    fn items(body: Vec<Thing>) -> Vec<Thing> {
        body
    }
}

/// The responses with which a server sends page links.
#[derive(Clone, Copy, PartialEq)]
enum Links {
    /// With each page, but not with 304.
    OfPages,
    /// With each page, and with 304.
    Always,
    /// Only to a next page, and not with 304.
    Next,
}

/// A growing list. The ETag of a page depends only on its items.
struct Growing {
    server: Server,
    items: Arc<AtomicI64>,
}

impl Growing {
    async fn start(links: Links, largest: i64) -> Self {
        let items = Arc::new(AtomicI64::new(0));
        let count = Arc::clone(&items);
        let server = Server::start(move |call| {
            let count = count.load(Ordering::SeqCst);
            let size = call.number("per_page").unwrap_or(30).min(largest);
            let first = call.number("after").unwrap_or(0);
            let last = (first + size).min(count);
            let etag = format!("\"{first}-{last}\"");
            let next = format!("</all?per_page={size}&after={last}>; rel=\"next\"");
            let link = match last < count {
                true => next,
                false if links == Links::Next => String::new(),
                false => "</all>; rel=\"first\"".to_owned(),
            };
            let is_same = call.header("if-none-match") == Some(&etag);
            let mut headers = vec![("etag", &*etag)];
            if !link.is_empty() && (!is_same || links == Links::Always) {
                headers.push(("link", &link));
            }
            match is_same {
                true => reply(304, &headers, ""),
                false => {
                    headers.push(("content-type", "application/json"));
                    reply(200, &headers, list(first..last))
                }
            }
        })
        .await;
        Self { server, items }
    }

    /// Fetches all pages of a list with this length. Returns the number of items and the number of requests.
    async fn walk<O>(&self, length: i64, mut pages: Pages<O>) -> (usize, usize)
    where
        O: Paginated,
        O::Failure: std::fmt::Debug,
    {
        self.items.store(length, Ordering::SeqCst);
        let before = self.server.received().len();
        let mut count = 0;
        while let Some(page) = pages.try_next().await.unwrap() {
            count += O::items(page.into_body()).len();
        }
        (count, self.server.received().len() - before)
    }

    fn client(&self) -> Client {
        let builder = api::builder(&self.server.url).cache(MemoryCache::new(1 << 20));
        builder.build().unwrap()
    }

    fn core(&self) -> runtime::Core {
        let builder = runtime::Core::builder(&DEFAULTS).base_url(&self.server.url);
        let builder = builder.no_proxy();
        builder.cache(MemoryCache::new(1 << 20)).build().unwrap()
    }
}

static DEFAULTS: runtime::Defaults =
    runtime::Defaults::new("https://api.example.org", "things/1.0");

#[tokio::test]
async fn an_item_after_a_full_last_page_is_not_missed() {
    for links in [Links::OfPages, Links::Always, Links::Next] {
        for reads_ahead in [false, true] {
            let growing = Growing::start(links, 100).await;
            let client = growing.client();
            let pages = || match reads_ahead {
                true => client.list_all().per_page(30).pages().read_ahead(),
                false => client.list_all().per_page(30).pages(),
            };
            assert_eq!(growing.walk(60, pages()).await, (60, 2));
            // The last page is unchanged, and its cached response has no link to the next page.
            assert_eq!(growing.walk(61, pages()).await.0, 61);
            assert_eq!(growing.walk(61, pages()).await, (61, 3));
        }
    }
}

#[tokio::test]
async fn a_full_last_page_is_requested_again_only_if_its_links_are_outdated() {
    let again = |received: &[Received]| -> Vec<bool> {
        let asked = received.iter().map(|it| it.header("if-none-match"));
        asked.map(|it| it.is_some()).collect()
    };
    for (links, expected) in [
        (Links::OfPages, &[false, false, true, true, false][..]),
        (Links::Always, &[false, false, true, true]),
    ] {
        let growing = Growing::start(links, 100).await;
        let client = growing.client();
        for _ in 0..2 {
            let pages = client.list_all().per_page(30).pages();
            assert_eq!(growing.walk(60, pages).await.0, 60);
        }
        assert_eq!(again(&growing.server.received()), expected);
    }
    let growing = Growing::start(Links::OfPages, 100).await;
    let client = growing.client();
    for _ in 0..2 {
        let pages = client.list_all().per_page(30).pages();
        assert_eq!(growing.walk(59, pages).await, (59, 2));
    }
    // An empty list has no full page, so no page is requested again.
    let client = growing.client();
    for _ in 0..2 {
        let pages = client.list_all().per_page(30).pages();
        assert_eq!(growing.walk(0, pages).await, (0, 1));
    }
}

#[tokio::test]
async fn a_page_as_large_as_the_previous_one_is_full() {
    let growing = Growing::start(Links::OfPages, 20).await;
    let client = growing.client();
    let pages = || client.list_all().per_page(30).pages();
    assert_eq!(growing.walk(40, pages()).await, (40, 2));
    assert_eq!(growing.walk(41, pages()).await, (41, 4));
}

#[tokio::test]
async fn an_item_after_the_last_page_by_cursor_is_not_missed() {
    for links in [Links::OfPages, Links::Next] {
        let growing = Growing::start(links, 2).await;
        let core = growing.core();
        let pages = || {
            let call = runtime::Call::of::<ListAfterOperation>(&core);
            ListAfter::from(call).pages()
        };
        assert_eq!(growing.walk(2, pages()).await, (2, 1));
        assert_eq!(growing.walk(3, pages()).await, (3, 3));
        assert_eq!(growing.walk(4, pages()).await, (4, 2));
        assert_eq!(growing.walk(5, pages()).await, (5, 4));
    }
}

#[tokio::test]
async fn a_page_is_not_lost_if_requesting_it_again_fails() {
    let fails = Arc::new(AtomicI64::new(0));
    let script = Arc::clone(&fails);
    let server = Server::start(move |call| match call.header("if-none-match") {
        Some(_) => reply(304, &[], ""),
        None if script.fetch_add(1, Ordering::SeqCst) == 1 => reply(404, &[], ""),
        None => {
            let headers = [("etag", "\"a\""), ("link", "</all>; rel=\"first\"")];
            reply(200, &headers, list(0..30))
        }
    })
    .await;
    let builder = api::builder(&server.url).cache(MemoryCache::new(1 << 20));
    let client: Client = builder.build().unwrap();
    let mut pages = client.list_all().per_page(30).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 30);
    let mut pages = client.list_all().per_page(30).pages();
    pages.try_next().await.unwrap_err();
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 30);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(server.received().len(), 5);
}

runtime::paginated!(ListAfter);
