//! Tests of fetching the next page while the current page is processed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tagsmith_runtime::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};
use tokio::time::{Instant, sleep};

use crate::api::{self, Client};
use crate::pagination::pages::list;

const SECOND: Duration = Duration::from_secs(1);

/// Serves five pages with a delay of a second each, and counts the requests.
#[derive(Clone, Default)]
struct Slow {
    begun: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
}

impl Slow {
    fn client(&self) -> Client {
        let builder = api::builder("https://api.example.org");
        builder.transport(self.clone()).build().unwrap()
    }

    fn counts(&self) -> (usize, usize) {
        (
            self.begun.load(Ordering::Relaxed),
            self.ended.load(Ordering::Relaxed),
        )
    }
}

impl Transport for Slow {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            sleep(SECOND).await;
            self.ended.fetch_add(1, Ordering::Relaxed);
            let query = request.url.query().unwrap_or("page=1");
            let page: i64 = query.strip_prefix("page=").unwrap().parse().unwrap();
            let first = (page - 1) * 30;
            let count = if page < 5 { 30 } else { 1 };
            Ok(HttpResponse::new(Body::from(list(first..first + count))))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_page_is_fetched_while_one_is_processed() {
    for (reads_ahead, expected) in [(false, 10), (true, 6)] {
        let pages = Slow::default().client().list_all().pages();
        let mut pages = if reads_ahead {
            pages.read_ahead()
        } else {
            pages
        };
        let begin = Instant::now();
        while pages.try_next().await.unwrap().is_some() {
            sleep(SECOND).await;
        }
        assert_eq!(begin.elapsed().as_secs(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn at_most_one_page_is_fetched_ahead_and_none_before_the_first_request() {
    let slow = Slow::default();
    let mut items = slow.client().list_all().items().read_ahead();
    sleep(10 * SECOND).await;
    assert_eq!(slow.counts(), (0, 0));
    for id in 0..121 {
        assert_eq!(items.try_next().await.unwrap().unwrap().id, id);
        if id % 30 == 0 {
            sleep(10 * SECOND).await;
        }
        let pages = (usize::try_from(id).unwrap() / 30 + 2).min(5);
        assert_eq!(slow.counts(), (pages, pages), "{id}");
    }
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn dropping_cancels_the_fetch_ahead() {
    let slow = Slow::default();
    let mut pages = slow.client().list_all().pages().read_ahead();
    pages.try_next().await.unwrap().unwrap();
    sleep(SECOND / 2).await;
    assert_eq!(slow.counts(), (2, 1));
    drop(pages);
    sleep(10 * SECOND).await;
    assert_eq!(slow.counts(), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn dropping_the_future_loses_no_page() {
    for reads_ahead in [false, true] {
        let slow = Slow::default();
        let pages = slow.client().list_all().pages();
        let mut pages = if reads_ahead {
            pages.read_ahead()
        } else {
            pages
        };
        let mut first = Vec::new();
        loop {
            let page = tokio::time::timeout(SECOND / 3, pages.try_next()).await;
            match page.map(|it| it.unwrap()) {
                Ok(Some(page)) => first.push(page[0].id),
                Ok(None) => break,
                Err(_) => {}
            }
        }
        assert_eq!(first, [0, 30, 60, 90, 120]);
        assert_eq!(slow.counts(), (5, 5));
    }
}

#[tokio::test(start_paused = true)]
async fn the_position_follows_the_last_returned_page() {
    let slow = Slow::default();
    let mut pages = slow.client().list_all().pages();
    let mut ahead = slow.client().list_all().pages().read_ahead();
    while ahead.try_next().await.unwrap().is_some() {
        pages.try_next().await.unwrap();
        assert_eq!(ahead.position(), pages.position());
    }
}
