//! The pages of a paginated operation.

use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::base::descriptor::Descriptor;
use crate::body::json::is_blank;
use crate::call::operation::{Body, CallResult, Operation};
use crate::call::response::Response;
use crate::call::success::{Success, is_undeclared};
use crate::error::{DecodeError, Error, Reason, Refusal, RefusedError};
use crate::paging::fetch::Fetch;
use crate::paging::next::{Page, Paging, count};
use crate::paging::pagination::Pagination;
use crate::paging::position::Position;
use crate::value::ReadError;

/// A paginated operation.
pub trait Paginated: Operation {
    /// The item type.
    type Item: Send + 'static;

    /// The pagination parameters of the operation.
    const PAGINATION: Pagination;

    /// Returns the items of a page's body.
    fn items(body: Body<Self>) -> Vec<Self::Item>;

    /// Returns the number of items of a page, if [`Success::view`] does not show it.
    #[doc(hidden)]
    fn count(body: &Body<Self>) -> Option<usize> {
        let _ = body;
        None
    }

    /// Returns the total number of items of all pages, if the page states it.
    fn total(body: &Body<Self>) -> Option<i64> {
        let _ = body;
        None
    }
}

/// The pages of a paginated operation; also a [`Stream`].
///
/// The next page is the one in the server's `Link` header. The link must have the API's scheme, host and port, unless
/// [`rebase_links`](crate::ClientBuilder::rebase_links) is set. If the server sends no such header, the client counts
/// page numbers.
///
/// A link to one of the last thousand pages ends the iteration with an error. If pages are numbered, so does the tenth
/// repeated page in a row. Memory use is constant: one page is held, or two with [`read_ahead`](Self::read_ahead).
///
/// With a [`cache`](crate::ClientBuilder::cache), the server may confirm a full last page without a `Link` header. The
/// page is then requested again without a condition: the list may have grown while the page is unchanged.
///
/// GitHub returns only the first 1,000 results of a search. If a list has more items than the server returns, an
/// [`Error::Refused`] with the reason [`Refusal::Truncated`] follows the last page.
///
/// After the error of a call, [`try_next`](Self::try_next) requests the same page again. The [`Stream`] ends after an
/// error.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use github_rest::Pages;
///
/// let mut pages = client.copilot().list_copilot_seats("octo-org").pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{:?} seats", page.total_seats);
///     std::fs::write("position.json", serde_json::to_vec(&pages.position())?)?;
/// }
/// // Later, in another process:
/// let position = serde_json::from_slice(&std::fs::read("position.json")?)?;
/// let pages = Pages::resume(client.copilot().list_copilot_seats("octo-org"), position);
/// # Ok(())
/// # }
/// ```
#[must_use = "pages are fetched when they are requested"]
pub struct Pages<O: Operation> {
    paging: Box<Paging>,
    /// The request of the next page, while it is in flight.
    fetch: Option<Fetch<O>>,
    state: State,
    reads_ahead: bool,
}

enum State {
    Open,
    /// The last call failed. The stream ends here.
    Failed,
    /// There are no more pages, and the reason was not returned yet.
    Refusing(Box<Error<Infallible>>),
    Over,
}

impl<O: Paginated> Pages<O> {
    /// Creates an iterator that begins with the operation's page.
    pub fn new(operation: O) -> Self {
        Self::of(Paging::new(operation.into_call(), O::PAGINATION))
    }

    /// Continues at a saved position. Operation and arguments must be the same. A position within a page (from
    /// [`Items`](crate::Items)) returns the whole page.
    ///
    /// A position of another call fails with [`Error::Argument`] when the first page is requested. A position that
    /// leads to another host fails with [`Error::Refused`]. Nothing is sent in both cases.
    pub fn resume(operation: O, position: Position) -> Self {
        let call = operation.into_call();
        match Paging::resume(call.clone(), O::PAGINATION, position) {
            Ok(paging) => Self::of(paging),
            Err(error) => Self {
                state: State::Refusing(Box::new(Error::Argument(error))),
                ..Self::of(Paging::new(call, O::PAGINATION))
            },
        }
    }

    fn of(paging: Paging) -> Self {
        Self {
            paging: Box::new(paging),
            fetch: None,
            state: State::Open,
            reads_ahead: false,
        }
    }

    /// Fetches the next page while the caller processes the current one. The request runs in a task of its own.
    /// Dropping the pages cancels it.
    pub fn read_ahead(mut self) -> Self {
        self.reads_ahead = true;
        self
    }

    /// Returns the position of the next page: the one after the last returned page, or the one whose call failed. If
    /// the link to the next page was refused, the position is that of the page with the link.
    pub fn position(&self) -> Position {
        self.paging.position().clone()
    }

    /// Returns the next page, or `None` after the last one. Dropping the future loses no page.
    ///
    /// # Errors
    ///
    /// Fails as a call of the operation does. An undeclared success status and a missing body are errors too. After
    /// these errors, the next call requests the same page again.
    ///
    /// Fails if the link to the next page leads to another server or to an earlier page. After that error, there are no
    /// more pages.
    pub async fn try_next(&mut self) -> Result<Option<Response<Body<O>>>, Error<O::Failure>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns whether the last call failed.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.state, State::Failed)
    }

    /// Returns whether the client refused to follow the server's link.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.state, State::Refusing(_) | State::Over)
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<CallResult<O>>> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Open | State::Failed => self.state = State::Open,
            State::Refusing(error) => {
                let error = error.into_operation_error();
                return Poll::Ready(Some(Err(error)));
            }
            State::Over => return Poll::Ready(None),
        }
        loop {
            let fetch = match &mut self.fetch {
                Some(fetch) => fetch,
                none => match self.paging.call() {
                    Ok(Some(call)) => none.insert(Fetch::on_poll(call)),
                    Ok(None) => return Poll::Ready(None),
                    Err(why) => {
                        self.state = State::Over;
                        return Poll::Ready(Some(Err(self.refused(why))));
                    }
                },
            };
            let outcome = ready!(fetch.poll(context));
            let outcome = outcome.and_then(|it| checked::<O>(it, self.paging.descriptor()));
            self.fetch = None;
            match &outcome {
                Ok(response) => {
                    let page = page::<O>(response);
                    if let Some(call) = self.paging.refetch(&page) {
                        self.fetch = Some(Fetch::on_poll(call));
                        continue;
                    }
                    self.advance(&page);
                }
                Err(error) => {
                    let status = match error {
                        Error::Api(error) => Some(error.status()),
                        _ => None,
                    };
                    if let Some(why) = status.and_then(|it| self.paging.refused(it)) {
                        self.state = State::Over;
                        return Poll::Ready(Some(Err(self.refused(why))));
                    }
                    self.state = State::Failed;
                }
            }
            return Poll::Ready(Some(outcome));
        }
    }

    fn refused<K>(&self, why: Refusal) -> Error<K> {
        Error::Refused(RefusedError::new(self.paging.descriptor().id, why))
    }

    fn advance(&mut self, page: &Page<'_>) {
        match self.paging.advance(page) {
            Err(why) => self.state = State::Refusing(Box::new(self.refused(why))),
            Ok(()) if self.reads_ahead => {
                let call = self.paging.call().ok().flatten();
                self.fetch = call.map(Fetch::spawned);
            }
            Ok(()) => {}
        }
    }
}

fn page<O: Paginated>(response: &Response<Body<O>>) -> Page<'_> {
    let body: &Body<O> = response;
    Page {
        reply: response.reply(),
        items: O::count(body).unwrap_or_else(|| {
            count(
                O::Success::view(body),
                O::PAGINATION.items,
                response.drift(),
            )
        }),
        total: O::total(body),
    }
}

/// Returns the response if it is a page. An empty page would end the list. So a missing body is an error, and so is an
/// undeclared status without items, which may mean that the page is not ready.
///
/// # Errors
///
/// Fails if the declared body is missing, or if an undeclared status has no items.
fn checked<O: Paginated>(response: Response<Body<O>>, descriptor: &Descriptor) -> CallResult<O> {
    let is_undeclared = is_undeclared(descriptor, response.status().as_u16());
    // If no body is declared, its absence is no drift.
    let is_missing = is_blank(response.bytes()) && !response.drift().is_empty();
    let is_nothing = is_undeclared && page::<O>(&response).items == 0;
    if !is_missing && !is_nothing {
        return Ok(response);
    }
    let empty = is_missing.then_some(ReadError::Empty);
    let reason = match empty {
        Some(error) if !is_undeclared => Reason::Body(error),
        empty => Reason::UndeclaredStatus(empty),
    };
    let (drift, reply) = response.into_rest();
    let error = DecodeError::new(descriptor.id, reason, drift, reply);
    Err(Error::Decode(Box::new(error)))
}

/// Pages are never pinned.
impl<O: Operation> Unpin for Pages<O> {}

/// Ends after an error, so that consumers of the whole stream terminate.
impl<O: Paginated> Stream for Pages<O> {
    type Item = CallResult<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<CallResult<O>>> {
        let pages = self.get_mut();
        if pages.has_failed() {
            return Poll::Ready(None);
        }
        pages.poll(context)
    }
}

impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&O::DESCRIPTOR.id).finish()
    }
}
