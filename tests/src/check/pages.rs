//! Checks pagination: for every paginated operation, the items of three pages must be returned in order. The pages are
//! fetched by `Link` header, and also by page number if pages are numbered.

mod book;

use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value as Json;
use tagsmith_runtime::conformance::{Arguments, Entry};

use self::book::{Book, By};
use crate::bodies::{Bodies, Fill};
use crate::description::{Description, Operation};
use crate::report::{Failure, Report};
use crate::same::differences;
use crate::server::{Received, Reply, Server};
use crate::subject::Subject;

/// A future of all items of a call, encoded as JSON.
pub type ItemsFuture = Pin<Box<dyn Future<Output = Result<Vec<Json>, String>> + Send>>;

/// The way to collect the items of an operation. The result is `None` if the builder has no method `items`.
pub type Collect<C> = fn(&Entry<C>, &C, &Arguments) -> Option<ItemsFuture>;

/// Collects the items through the operation's entry.
pub fn items<C: 'static>(entry: &Entry<C>, client: &C, given: &Arguments) -> Option<ItemsFuture> {
    let collecting = entry.items(client, given)?;
    Some(Box::pin(async move {
        let collecting = collecting.map_err(|error| error.to_string())?;
        collecting.await.map_err(|error| error.to_string())
    }))
}

/// Fetches all pages of every paginated operation.
///
/// # Errors
///
/// Fails if there is no server or no client, or if no operation is paginated.
pub async fn pages<C: 'static>(
    subject: &Subject<C>,
    client: impl Fn(&str) -> Result<C, String>,
    collect: Collect<C>,
) -> Result<Report, String> {
    let desk = Desk::open().await?;
    let mut check = Check {
        client: client(&desk.server.url())?,
        desk,
        collect,
        report: Report::default(),
    };
    let bodies = [Fill::Required, Fill::Some].map(|fill| Bodies::new(&subject.api, fill));
    for (operation, entry) in &subject.operations {
        if book::asks_for_pages(operation) {
            check.report.count("operations with a page size", 1);
            check
                .operation(&subject.api, operation, entry, &bodies)
                .await;
        }
    }
    if check.report.row("operations with a page size") == 0 {
        return Err("no operation is paginated".to_owned());
    }
    Ok(check.report)
}

struct Check<C> {
    client: C,
    desk: Desk,
    collect: Collect<C>,
    report: Report,
}

impl<C: 'static> Check<C> {
    async fn operation(
        &mut self,
        api: &Description,
        operation: &Operation,
        entry: &Entry<C>,
        bodies: &[Bodies<'_>; 2],
    ) {
        let given = book::given(api, operation);
        let has_items = (self.collect)(entry, &self.client, &given).is_some();
        let Some(book) = Book::of(api, operation, bodies) else {
            // If the response has no list or several lists, the crate must not paginate the operation either.
            self.report.count("responses without a list of items", 1);
            let what = "the crate paginates the operation, but the response does not have exactly one list".to_owned();
            let wrong = has_items.then(|| failure(operation, "no list", what));
            return self.report.case(wrong.into_iter().collect());
        };
        if !has_items {
            let what = "the crate has no `items` for a response that is a list".to_owned();
            let wrong = vec![failure(operation, "no items", what)];
            return self.report.case(wrong);
        }
        for by in book.ways() {
            let what = match book.distinct() {
                true => self.paged(&book, by, entry, &given).await.err(),
                false => Some("no two items of this schema differ".to_owned()),
            };
            self.report.count(by.name(), 1);
            let wrong = what.map(|what| failure(operation, by.name(), what));
            self.report.case(wrong.into_iter().collect());
        }
    }

    /// Fetches all pages of a test book, and compares the items.
    async fn paged(
        &mut self,
        book: &Book,
        by: By,
        entry: &Entry<C>,
        given: &Arguments,
    ) -> Result<(), String> {
        self.desk.lend(book.clone(), by);
        let collecting = (self.collect)(entry, &self.client, given);
        let items = collecting
            .ok_or("the crate has no call of the operation")?
            .await?;
        let received = self.desk.server.received();
        book.check_requests(by, given, &received)?;
        let mut expected = Vec::new();
        for page in book.pages() {
            // Other checks cover decoding. This check covers only which items are returned, and in which order.
            let read = entry.replay_response(200, page.to_string().as_bytes());
            let read = read.body.ok_or("a page cannot be decoded")?;
            expected.extend(book.items(&read).iter().cloned());
        }
        if items.len() != expected.len() {
            let (came, sent) = (items.len(), expected.len());
            return Err(format!("{came} of {sent} items arrived"));
        }
        for (index, (item, expected)) in items.iter().zip(&expected).enumerate() {
            if !differences(item, expected).is_empty() {
                return Err(format!("item {index} is {item} instead of {expected}"));
            }
        }
        Ok(())
    }
}

/// A server that serves the pages of one book at a time.
struct Desk {
    server: Server,
    lent: Arc<Mutex<Option<(Book, By)>>>,
}

impl Desk {
    async fn open() -> Result<Self, String> {
        let lent: Arc<Mutex<Option<(Book, By)>>> = Arc::default();
        let base = Arc::new(OnceLock::<String>::new());
        let (shared, url) = (lent.clone(), base.clone());
        let response = move |request: &Received| {
            let lent = shared.lock().unwrap_or_else(PoisonError::into_inner);
            match (lent.as_ref(), url.get()) {
                (Some((book, by)), Some(base)) => book.page(*by, base, request),
                _ => Reply::empty(500),
            }
        };
        let server = Server::start(response).await;
        let server = server.map_err(|error| error.to_string())?;
        base.get_or_init(|| server.url());
        Ok(Self { server, lent })
    }

    fn lend(&self, book: Book, by: By) {
        *self.lent.lock().unwrap_or_else(PoisonError::into_inner) = Some((book, by));
    }
}

fn failure(operation: &Operation, name: &str, what: String) -> Failure {
    Failure {
        operation: operation.id.clone(),
        status: Some(200),
        name: name.to_owned(),
        pointer: String::new(),
        what,
    }
}
